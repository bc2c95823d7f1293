import fc from 'fast-check';
import { parse } from 'yaml';
import { toYaml } from '../../../charts/core/yaml';
import { hostileText } from '../../property/configs';
import { runs } from '../../property/runs';

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

/** What readers of both versions take the text for. */
const readAs = (version: '1.1' | '1.2', text: string): unknown => parse(text, { version, maxAliasCount: 0 });

/** A text as value, as key and in lists, where YAML has rules of its own for each. */
const places = (text: string): unknown => ({ value: text, key: { [text]: 1 }, list: [text, [text]], deep: [{ a: { b: text, c: 1 } }] });

test.each(TEXTS)('YAML 1.1 and 1.2 both read %j as the text it was, wherever it stands', (text) => {
  const written = toYaml(places(text));
  expect(readAs('1.1', written)).toEqual(places(text));
  expect(readAs('1.2', written)).toEqual(places(text));
});

test('any other text comes back, too', () => {
  fc.assert(fc.property(fc.oneof(hostileText, fc.string({ unit: 'grapheme' })), (text) => {
    expect(readAs('1.1', toYaml(places(text)))).toEqual(places(text));
  }), runs(300));
});

test('keys are sorted, lines are not folded, and equal objects are written out', () => {
  const labels = { app: 'a' };
  expect(toYaml({ z: labels, a: labels, m: `${'word '.repeat(40)}end` }))
    .toBe(`a:\n  app: a\nm: ${'word '.repeat(40)}end\nz:\n  app: a\n`);
});
