import common from './jest.config.mjs';

/**
 * npm run test:guest: a node's seed, booted. It takes minutes and programs that npm does not bring (docs/testing.md), so it is no part of
 * `npm test`.
 *
 * @type {import('jest').Config}
 */
export default {
  ...common,
  testMatch: ['<rootDir>/test/guest/**/*.guest.ts'],
  testTimeout: 1_800_000,
};
