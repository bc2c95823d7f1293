import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { HOMELAB_SCHEMA_FILE, homelabSchemaText } from '../../tools/schema';

const text = homelabSchemaText();
const valid = new Ajv({ strict: false }).compile(JSON.parse(text) as object);

test('the committed schema is current; if not, run npm run schema', () => {
  expect(readFileSync(HOMELAB_SCHEMA_FILE, 'utf8')).toBe(text);
});

test('an empty file is valid, since every key has a default', () => {
  expect(valid({})).toBe(true);
});

test.each([
  ['an unknown key', { domian: 'example.com' }],
  ['a wrong type', { nodes: [{ cpus: 'four' }] }],
  ['an unknown choice', { mesh: { mtls: 'strict' } }],
  ['a malformed name', { namespaces: [{ name: 'My App' }] }],
  ['a missing key', { services: [{ name: 'shop' }] }],
])('an editor underlines %s', (_, data) => {
  expect(valid(data)).toBe(false);
});
