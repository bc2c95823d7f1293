import fc from 'fast-check';
import path from 'node:path';
import { literal, stringLiteral } from '../../../host/powershell-literal';
import { WHOLE } from '../../whole';
import { describeWithPwsh, runPwshJson } from '../../host/pwsh';

interface Evaluated { readonly ok: boolean; readonly units: readonly number[] }

/** What PowerShell makes of each literal; undefined for what is no single constant text. */
function evaluate(literals: readonly string[]): (string | undefined)[] {
  return runPwshJson<Evaluated[]>(path.join(__dirname, '../../host/evaluate.ps1'), literals)
    .map(({ ok, units }) => ok ? String.fromCharCode(...units) : undefined);
}

/** Everything that has ever ended a string, a comment or a script early. */
const HOSTILE = [
  '', ' ', "'", "''", '"', '$(calc)', '$env:PATH', '`', '`n', ';', '; Remove-Item C:\\', '#>', '<#', '#', '\'@', '@\'', '"@', '@"',
  '{0}', '%PATH%', '&', '|', '\\', '\\\\server\\share', '--%', '-WhatIf',
  '\u2018', '\u2019', '\u201a', '\u201b', '\u201c\u201d\u201e', 'a\u2019; calc; \u2018b', '\u2013\u2014\u2015',
  '\u00a0', '\u00e9\u00df', '\u30e9\u30dc', '\u{1f600}', 'a\u0301', '$true', '1', '[char]0x41', "' + (calc) + '",
];

describeWithPwsh('PowerShell reads every literal back as the text it was made from', () => {
  test('for texts that would break out of anything less', () => {
    expect(evaluate(HOSTILE.map(stringLiteral))).toEqual(HOSTILE);
  });

  test('for any text', () => {
    // GIVEN texts with quotes and operators more often than chance would have them
    const part = fc.oneof(
      fc.constantFrom(...HOSTILE), fc.string({ unit: 'grapheme', maxLength: 6 }), fc.string({ unit: 'binary', maxLength: 4 }),
    );
    const text = fc.array(part, { maxLength: 8 })
      .map((parts) => parts.join('').replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]|\p{Surrogate}/gu, ''));
    const samples = fc.sample(text, { numRuns: WHOLE ? 600 : 100, seed: 4 });
    // WHEN one process reads them all
    const read = evaluate(samples.map(stringLiteral));
    // THEN none has changed
    expect(read).toEqual(samples);
  });
});

test.each(['a\nb', 'a\rb', 'a\u0000b', 'a\tb', 'a\u2028b', 'a\u0085b', 'a\ud800b'])('the text %j is refused', (text) => {
  expect(() => stringLiteral(text)).toThrow();
});

test('every literal is ASCII on one line', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
    fc.pre(!/\p{Cc}|[\u2028\u2029]/u.test(text));
    expect(stringLiteral(text)).toMatch(/^[\u0020-\u007e]*$/);
  }));
});

test('numbers, truth, lists and tables have literals of their own', () => {
  expect(literal({ Size: 12884901888, On: true, Off: false, None: [], Empty: {}, Some: ['a', 1] }))
    .toBe([
      '@{', '    Size = 12884901888', '    On = $true', '    Off = $false', '    None = @()', '    Empty = @{}', '    Some = @(',
      "        'a',", '        1', '    )', '}',
    ].join('\n'));
});

test.each([1.5, Number.NaN, Infinity, 2 ** 60])('the number %d is refused', (value) => {
  expect(() => literal(value)).toThrow();
});

test('a key is never text of the user', () => {
  expect(() => literal({ "a'b": 1 })).toThrow();
});
