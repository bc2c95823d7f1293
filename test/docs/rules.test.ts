import { readFileSync } from 'node:fs';
import path from 'node:path';
import { RULES } from '../../check/rules';
import { WARNING_NAMES } from '../../config/problem';
import { homelabSchema } from '../../config/schema';
import { keysOf } from '../whole-lab/schema-keys';

const PAGE = readFileSync(path.join(__dirname, '../../docs/rules.md'), 'utf8').replaceAll('\r\n', '\n');
const [, TABLE = ''] = /^## Which rules read which key\n([\s\S]*)$/m.exec(PAGE) ?? [];
const ROWS = [...TABLE.matchAll(/^\| `([^`]+)` \| (.*) \| (.*) \|$/gm)]
  .map(([, key = '', rules = '', layers = '']) => ({ key, rules, layers }));

test('every key of homelab.yaml has a line, and only those have one', () => {
  const keys = keysOf(homelabSchema).map((key) => key.replace(/\[\]$/, ''));
  expect(ROWS.map(({ key }) => key).sort()).toEqual([...new Set(keys)].sort());
});

test('every rule that a line names exists, and every line says what reads the key', () => {
  const known = new Set<string>([...RULES.map(({ name }) => name), ...WARNING_NAMES]);
  for (const { key, rules, layers } of ROWS) {
    expect({ key, unknown: [...rules.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name).filter((name) => !known.has(name)) })
      .toEqual({ key, unknown: [] });
    expect(`${rules}${layers}`).not.toBe('');
  }
});

test('every warning about homelab.yaml is explained', () => {
  for (const name of WARNING_NAMES) { expect(PAGE).toContain(`### ${name}\n`); }
});
