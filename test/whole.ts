/*
 * Some suites try every case there is, and take minutes for it. `npm test` runs a sample of theirs, `npm run test:slow` runs them whole:
 * it takes every suite that imports this file, beside those of test/slow/ (jest.slow.config.mjs).
 */

/** True in `npm run test:slow`. */
export const WHOLE: boolean = (globalThis as { readonly WHOLE_TESTS?: boolean }).WHOLE_TESTS === true;
