import { checkValue } from '../../check/schemas/check-value';
import { linkSchemas, type CompiledSchema, type KindTable } from '../../check/schemas/compiled-schema';
import type { JsonSchema } from '../../charts/core/pinned-kinds';
import { compileKinds, type SourceKind } from '../../tools/kinds/compile';

const NAMESPACE: SourceKind = {
  group: '', version: 'v1', kind: 'Namespace',
  schema: { type: 'object', properties: { metadata: { type: 'object', properties: { name: { type: 'string' } } } } },
};

function widget(spec: JsonSchema, definitions?: Readonly<Record<string, JsonSchema>>): SourceKind {
  const schema = { type: 'object', properties: { spec }, ...definitions ? { definitions } : {} };
  return { group: 'example.com', version: 'v1', kind: 'Widget', schema };
}

function tableOf(kind: SourceKind): KindTable {
  const lines = compileKinds([NAMESPACE, kind]).trimEnd().split('\n').map((line) => JSON.parse(line) as KindTable);
  expect(lines.map(({ name }) => name)).toEqual(['ObjectMeta', 'v1/Namespace', 'example.com/v1/Widget']);
  return lines[2]!;
}

function complaints(kind: SourceKind, spec: unknown): string[] {
  const schema: CompiledSchema = linkSchemas(tableOf(kind).schemas);
  const object = { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w' }, spec };
  return checkValue(schema, object).map(({ path, message }) => `${path} ${message}`);
}

test('a schema that occurs more than once is there once', () => {
  const size = { type: 'object', properties: { width: { type: 'integer' }, height: { type: 'integer' } } };
  const { schemas } = tableOf(widget({ type: 'object', properties: { inner: size, outer: size } }));
  expect(schemas.filter(({ properties }) => properties !== undefined && 'width' in properties)).toHaveLength(1);
});

test('a type that holds itself is followed to any depth', () => {
  const node = { type: 'object', properties: { next: { $ref: '#/definitions/node' }, value: { type: 'integer' } } };
  const kind = widget({ $ref: '#/definitions/node' }, { node });
  expect(complaints(kind, { next: { next: { value: 1 } } })).toEqual([]);
  expect(complaints(kind, { next: { next: { value: 'x' } } })).toEqual(['spec.next.next.value must be of type integer']);
});

test('what stands beside a reference counts as well', () => {
  const size = { type: 'object', properties: { width: { type: 'integer' } } };
  const kind = widget({ $ref: '#/definitions/size', required: ['width'] }, { size });
  expect(complaints(kind, {})).toEqual(['spec lacks the field width']);
});

test('keys of a list have the defaults of the type that its items refer to', () => {
  const ports = { 'type': 'array', 'x-kubernetes-list-map-keys': ['port', 'protocol'], 'items': { $ref: '#/definitions/port' } };
  const port = { type: 'object', properties: { port: { type: 'integer' }, protocol: { type: 'string', default: 'TCP' } } };
  expect(complaints(widget(ports, { port }), [{ port: 1 }, { port: 1, protocol: 'UDP' }, { port: 1, protocol: 'TCP' }])).toEqual([
    'spec has the same port and protocol in items 0 and 2 (1, TCP)',
  ]);
});

test('defaults are kept everywhere, rules and what only they need where there are some', () => {
  const field = { type: 'string', default: 'x', nullable: true };
  const rules = [{ rule: 'true' }];
  expect(tableOf(widget({ type: 'object', properties: { a: field } }))).toMatchObject({ ruled: false });
  const plain = JSON.stringify(tableOf(widget({ type: 'object', properties: { a: field } })));
  expect(plain).toContain('"default":"x"');
  expect(plain).not.toContain('"nullable"');
  const ruled = tableOf(widget({ 'type': 'object', 'properties': { a: field }, 'x-kubernetes-validations': rules }));
  expect(ruled.ruled).toBe(true);
  expect(ruled.schemas).toContainEqual({ type: ['string', 'null'], default: 'x', nullable: true });
  expect(ruled.schemas).toContainEqual(expect.objectContaining({ 'x-kubernetes-validations': rules }));
});

test('a field that is called like the keyword of rules is no rule: definitions have one', () => {
  const definition = { type: 'object', properties: { 'x-kubernetes-validations': { type: 'array' } } };
  expect(tableOf(widget(definition))).toMatchObject({ ruled: false });
});

test.each([
  [{ type: 'string', propertyNames: {} }, 'has the keyword propertyNames; teach tools/kinds/compile.ts what it means'],
  [{ type: 'string', format: 'colour' }, 'has the format colour; add it to check/schemas/formats.ts'],
  [{ $ref: '#/definitions/none' }, 'refers to #/definitions/none, which it does not hold'],
])('%j stops the build', (schema, message) => {
  expect(() => compileKinds([NAMESPACE, widget(schema)])).toThrow(`the schema of example.com/v1/Widget ${message}`);
});
