import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import config from './jest.config.mjs';

const TESTS = path.join(import.meta.dirname, 'test');

/** The suites of which `npm test` runs a sample. */
const sampled = readdirSync(TESTS, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .filter((file) => /^import .* from '(\.{1,2}\/)+whole';$/m.test(readFileSync(path.join(TESTS, file), 'utf8')))
  .map((file) => `<rootDir>/test/${file.replaceAll('\\', '/')}`);

/**
 * npm run test:slow: what `npm test` leaves out. Suites of their own stand in test/slow/; the others are the same files, run whole.
 *
 * @type {import('jest').Config}
 */
export default {
  ...config,
  globals: { WHOLE_TESTS: true },
  testMatch: ['<rootDir>/test/slow/**/*.test.ts', ...sampled],
  testPathIgnorePatterns: ['/node_modules/'],
};
