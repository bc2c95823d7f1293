import { goRegExp } from '../../../check/schemas/go-regexp';

test.each([
  ['^\\PC*$', 'text', '\u0000'],
  ['^((?i)january|1[0-2])$', 'January', 'januar'],
  ['^[a-z]+\\-[a-z]$', 'a-b', 'ab'],
  ['^(\\*\\.)?[a-z.]+$', '*.example.com', '*example.com'],
])('reads the Go pattern %s', (pattern, match, mismatch) => {
  expect(goRegExp(pattern).test(match)).toBe(true);
  expect(goRegExp(pattern).test(mismatch)).toBe(false);
});
