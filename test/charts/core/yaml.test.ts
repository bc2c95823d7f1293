import fc from 'fast-check';
import { dump } from 'js-yaml';
import { toYaml } from '../../../charts/core/yaml';
import { FIXTURES, fixture } from '../../whole-lab/labs';
import { hostileText } from '../../property/configs';
import { runs } from '../../property/runs';

const byJsYaml = (data: unknown): string => dump(data, { lineWidth: -1, noRefs: true, sortKeys: true });

const TEXTS = [
  '', ' ', '\n', '\n\n', 'a', 'a b', 'a: b', 'a:b', 'a #b', 'a#b', '-', '- a', '---', '--- a', '...', '?', '? a', ':', '"', "'", '~',
  'null', 'NULL', 'y', 'No', 'off', 'true', 'True', '1', '1.5', '0x1f', '1_000', '1:30', '2026-11-29', '.inf', '.nan', '=', '<<',
  '!tag', '&a', '*a', '@a', '`a`', '%a', '|', '>', '{}', '[]', '{a}', 'a\tb', 'a\n', 'a\n\n', 'a\nb', 'a\nb\n', '\na', ' a\nb', 'a\n b',
  'a\n\nb', 'a \nb', 'a\n \nb', 'a\r\nb', 'é', 'a\u00a0b', 'a\u2028b', '\ufeff', '😀', '\ud800', '10m', '1h', '30m0s', '16Mi', '1e3',
  '1.2.3', '1.2.3.4', '10.0.0.0/8', '1..2', '1.2', '12h30', '1_0.0.0', '0.0.0', '(a) # b', '(a: b)', 'a :b', 'a :', 'a: ', 'a {b}',
  'a [b]', 'a:#b', 'a: #b', 'a  #b', 'a  b', 'a ', '(', '/', '_', 'a"b', "a'b", 'a!', 'a &b *c', 'rate(x{a="b"}[5m]) > 0',
  '{{ $value }}', '$a', '\\', 'NaN', 'a%', '/a/b', 'a,b', 'a, b', 'a (b)', 'key=value', 'http://a.example/?b=c', 'sha256:abc',
  'a'.repeat(200), '#!/bin/sh\nset -eu\n', 'a\n---\nb', '---\na',
];

test.each(TEXTS)('writes %j as js-yaml does, wherever it stands', (text) => {
  const places: readonly unknown[] = [
    { a: text }, { [text]: 1 }, { [text]: text }, [text], [[text]], { a: [text, text] }, { a: { b: { c: text } } }, [{ a: text, b: 1 }],
    { a: text, b: text },
  ];
  for (const place of places) { expect(toYaml(place)).toBe(byJsYaml(place)); }
});

const DATA: readonly unknown[] = [
  {},
  [],
  null,
  1,
  'a',
  true,
  { a: {} },
  { a: [] },
  [[]],
  [{}],
  { a: null },
  { a: undefined },
  { a: undefined, b: 1 },
  [undefined],
  { a: [null] },
  { a: -1 },
  { a: 0 },
  { a: -0 },
  { a: 0.5 },
  { a: 1e21 },
  { a: 1e-7 },
  { a: NaN },
  { a: Infinity },
  { b: 1, a: 2 },
  { 'é': 1, 'z': 2, 'Z': 3 },
  [[1, [2]], 3],
  { a: [{ b: [{ c: 1 }, { d: { e: [1] } }] }] },
  { a: new Date(0) },
  { a: [[], {}, [[]]] },
  { ['k'.repeat(2000)]: 1 },
  { constructor: 1, toString: 2 },
];

test.each(DATA.map((data) => [JSON.stringify(data).slice(0, 80), data] as const))('writes %s as js-yaml does', (_, data) => {
  expect(toYaml(data)).toBe(byJsYaml(data));
});

test('writes whatever else there is as js-yaml does', () => {
  const line = fc.string({ unit: fc.constantFrom(...'aB1 ::##-_./(){}[],"\'&*!|>%@`?=~$^+<;\\') });
  const lines = fc.array(fc.constantFrom(...TEXTS)).map((each) => each.join('\n'));
  const text = fc.oneof(fc.constantFrom(...TEXTS), hostileText, line, lines, fc.string({ unit: 'grapheme' }));
  const { data } = fc.letrec<{ data: unknown }>((tie) => ({
    data: fc.oneof({ maxDepth: 4 }, text, fc.integer(), fc.double(), fc.boolean(), fc.constant(null),
      fc.array(tie('data'), { maxLength: 4 }), fc.dictionary(text, tie('data'), { maxKeys: 4 })),
  }));
  fc.assert(fc.property(data, (value) => { expect(toYaml(value)).toBe(byJsYaml(value)); }), runs(500));
});

test.each(FIXTURES)('writes the objects of the lab "%s" as js-yaml does', (name) => {
  for (const { manifest, path } of fixture(name).files) { expect([path, toYaml(manifest)]).toEqual([path, byJsYaml(manifest)]); }
});
