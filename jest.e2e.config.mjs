import common from './jest.config.mjs';

/**
 * The package the way a stranger gets it: packed, installed, run. It takes minutes and a registry, so it is no part of `npm test`.
 *
 * @type {import('jest').Config}
 */
export default {
  ...common,
  // Packing compiles.
  globalSetup: undefined,
  testMatch: ['<rootDir>/test/e2e/**/*.e2e.ts'],
  testTimeout: 300_000,
};
