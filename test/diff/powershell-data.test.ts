import fc from 'fast-check';
import { readLiteral } from '../../diff/outside/powershell-data';
import { literal, type PowerShellValue } from '../../host/powershell-literal';

const text = fc.string({ unit: 'grapheme' }).map((each) => each.replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]|\p{Surrogate}/gu, ''));
const value = fc.letrec<{ value: PowerShellValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text, fc.maxSafeInteger(), fc.boolean(), fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,5}$/), tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

test('every literal is read back as the value it was written from', () => {
  fc.assert(fc.property(value, (each) => {
    expect(readLiteral(`return ${literal(each, '    ')}\n}`, 'return '.length)).toEqual(each);
  }));
});

test.each(['(Get-Date)', '@{ a = 1 }', '@{\n    A = $x\n}', '"x"', "'open", '@(1 2)', '', "('a' + 'b"])('%j is refused', (script) => {
  expect(() => readLiteral(script)).toThrow(SyntaxError);
});
