import common from './jest.config.mjs';

/**
 * npm run test:server: what a real API server says. It needs the programs that KUBEBUILDER_ASSETS names (docs/testing.md); without them
 * its tests are skipped.
 *
 * @type {import('jest').Config}
 */
export default {
  ...common,
  testMatch: ['<rootDir>/test/server/**/*.server.ts'],
  testTimeout: 300_000,
};
