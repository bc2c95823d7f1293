import common from './jest.config.mjs';

/**
 * npm run test:argo: the whole lab on the real programs, from nothing. It takes minutes and programs that npm does not bring
 * (docs/testing.md), so it is no part of `npm test`.
 *
 * @type {import('jest').Config}
 */
export default {
  ...common,
  globalSetup: undefined,
  testMatch: ['<rootDir>/test/argo/**/*.argo.ts'],
  testTimeout: 1_500_000,
};
