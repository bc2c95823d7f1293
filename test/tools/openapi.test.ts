import type { ChosenKind } from '../../tools/crds/definition';
import type { JsonObject } from '../../tools/crds/prose';
import { readOpenApi, requireEnumerations } from '../../tools/openapi/definitions';
import { readEnumerations } from '../../tools/openapi/enumerations';

/** An operation on a kind, and the mark of the type it takes. */
const on = (kind: string): object => ({ get: { 'x-kubernetes-group-version-kind': { group: 'apps', version: 'v1', kind } } });
const mark = (kind: string): object => ({ 'x-kubernetes-group-version-kind': [{ group: 'apps', version: 'v1', kind }] });
const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });

/** A document as an API server publishes it, cut down to what is special about each type. */
const DOCUMENT = {
  openapi: '3.0.0',
  paths: {
    '/apis/apps/v1/': { get: {} },
    '/apis/apps/v1/machines': on('Machine'),
    '/apis/apps/v1/namespaces/{namespace}/machines': on('Machine'),
    '/apis/apps/v1/namespaces/{namespace}/machines/{name}': on('Machine'),
    '/apis/apps/v1/namespaces/{namespace}/machines/{name}/status': on('Machine'),
    '/apis/apps/v1/halls/{name}': on('Hall'),
  },
  components: {
    schemas: {
      'io.k8s.api.apps.v1.Hall': { type: 'object', properties: {}, ...mark('Hall') },
      'io.k8s.api.apps.v1.Machine': {
        ...mark('Machine'),
        type: 'object',
        properties: {
          weight: ref('io.k8s.apimachinery.pkg.api.resource.Quantity'),
          port: { allOf: [ref('io.k8s.apimachinery.pkg.util.intstr.IntOrString')], default: {}, description: 'A port.' },
          parts: {
            'type': 'array',
            'items': { allOf: [ref('io.k8s.api.apps.v1.Part')], default: {} },
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['name', 'protocol'],
            'x-kubernetes-patch-merge-key': 'name',
            'x-kubernetes-patch-strategy': 'merge',
          },
          modes: { type: 'array', items: { type: 'string', default: '' } },
          raw: ref('io.k8s.apimachinery.pkg.runtime.RawExtension'),
          any: ref('io.k8s.api.apps.v1.Any'),
          tree: ref('io.k8s.api.apps.v1.Tree'),
          left: ref('io.k8s.api.apps.v1.Wheel'),
          right: ref('io.k8s.api.apps.v1.Wheel'),
        },
      },
      'io.k8s.api.apps.v1.Part': {
        type: 'object',
        required: ['name'],
        properties: { name: { type: 'string', default: '' }, protocol: { type: 'string', default: 'TCP' } },
      },
      'io.k8s.api.apps.v1.Any': {},
      'io.k8s.api.apps.v1.Wheel': { type: 'object', properties: { load: ref('io.k8s.apimachinery.pkg.api.resource.Quantity') } },
      'io.k8s.api.apps.v1.Tree': {
        type: 'object', properties: { branches: { type: 'array', items: ref('io.k8s.api.apps.v1.Tree') }, leaf: { type: 'boolean' } },
      },
      'io.k8s.apimachinery.pkg.api.resource.Quantity': { oneOf: [{ type: 'string' }, { type: 'number' }] },
      'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] },
      'io.k8s.apimachinery.pkg.runtime.RawExtension': { type: 'object' },
    },
  },
};

/** Lines of a generated file, indented as gofmt does. */
const GO = `
func schema_k8sio_api_apps_v1_Part(ref common.ReferenceCallback) common.OpenAPIDefinition {
	return common.OpenAPIDefinition{
		Schema: spec.Schema{
			SchemaProps: spec.SchemaProps{
				Properties: map[string]spec.Schema{
					"protocol": {
						SchemaProps: spec.SchemaProps{
							Description: "Possible enum values:\\n - \`\\"TCP\\"\`\\n - \`\\"UDP\\"\`",
							Type:        []string{"string"},
							Enum:        []interface{}{"TCP", "UDP"},
						},
					},
				},
			},
		},
	}
}

func schema_k8sio_api_apps_v1_Machine(ref common.ReferenceCallback) common.OpenAPIDefinition {
					"modes": {
						SchemaProps: spec.SchemaProps{
							Type:        []string{"array"},
							Items: &spec.SchemaOrArray{
								Schema: &spec.Schema{
									SchemaProps: spec.SchemaProps{
										Enum:        []interface{}{"fast", "slow"},
									},
								},
							},
						},
					},
}
`;

const read = (enumerations = readEnumerations('')): ReturnType<typeof readOpenApi> => readOpenApi(DOCUMENT, 'apps.json', enumerations);
const machine = (enumerations = readEnumerations('')): JsonObject => read(enumerations)[0]!.spec.versions[0]!.schema.openAPIV3Schema;
const fields = (schema: JsonObject): Record<string, JsonObject> => schema['properties'] as Record<string, JsonObject>;

describe('readOpenApi', () => {
  test('gives each resource with its scope and plural, once', () => {
    expect(read().map(({ spec }) => [spec.group, spec.versions[0]?.name, spec.names, spec.scope])).toEqual([
      ['apps', 'v1', { kind: 'Machine', plural: 'machines' }, 'Namespaced'],
      ['apps', 'v1', { kind: 'Hall', plural: 'halls' }, 'Cluster'],
    ]);
  });

  test('writes types out in the words of custom definitions', () => {
    const { weight, port, parts, raw, any } = fields(machine());
    expect(weight).toEqual({ oneOf: [{ type: 'string' }, { type: 'number' }], format: 'quantity' });
    expect(port).toEqual({ 'x-kubernetes-int-or-string': true, 'description': 'A port.' });
    expect(parts).toEqual({
      'type': 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name', 'protocol'],
      // Of the defaults, only those that say something stay: a key that is left out counts with its own.
      'items': {
        type: 'object', required: ['name'], properties: { name: { type: 'string' }, protocol: { type: 'string', default: 'TCP' } },
      },
    });
    expect(raw).toEqual({ 'type': 'object', 'x-kubernetes-preserve-unknown-fields': true });
    expect(any).toEqual({ 'x-kubernetes-preserve-unknown-fields': true });
    expect(machine()).not.toHaveProperty('x-kubernetes-group-version-kind');
  });

  test('puts a type that occurs twice, or in itself, beside the rest once; not so the special types, which are short', () => {
    const [tree, wheel] = [{ $ref: '#/definitions/apps.v1.Tree' }, { $ref: '#/definitions/apps.v1.Wheel' }];
    expect(fields(machine())).toMatchObject({ tree, left: wheel, right: wheel });
    expect(machine()['definitions']).toEqual({
      'apps.v1.Tree': { type: 'object', properties: { branches: { type: 'array', items: tree }, leaf: { type: 'boolean' } } },
      'apps.v1.Wheel': { type: 'object', properties: { load: { oneOf: [{ type: 'string' }, { type: 'number' }], format: 'quantity' } } },
    });
  });

  test('adds the enumerations that the document leaves out, to a field or to its items', () => {
    const { parts, modes } = fields(machine(readEnumerations(GO)));
    expect(fields(parts!['items'] as JsonObject)['protocol']).toEqual({ type: 'string', default: 'TCP', enum: ['TCP', 'UDP'] });
    expect(modes).toEqual({ type: 'array', items: { type: 'string', enum: ['fast', 'slow'] } });
  });

  test('names what it cannot read', () => {
    expect(() => readOpenApi({ openapi: '2.0' }, 'old.json', new Map()))
      .toThrow('old.json holds an OpenAPI document that this tool cannot read');
    const schemas = Object.fromEntries(Object.entries(DOCUMENT.components.schemas).filter(([name]) => !name.endsWith('.Part')));
    expect(() => readOpenApi({ ...DOCUMENT, components: { schemas } }, 'apps.json', new Map()))
      .toThrow('refers to io.k8s.api.apps.v1.Part, which it does not hold');
  });
});

test('kinds without any enumeration are refused, for they would let too much pass', () => {
  const kind = (enumerations = readEnumerations('')): ChosenKind => ({
    group: 'apps', kind: 'Machine', version: 'v1', plural: 'machines', scope: 'Namespaced', source: 'a/b@v1.0.0',
    schema: machine(enumerations),
  });
  expect(() => { requireEnumerations([kind()]); }).toThrow('a/b@v1.0.0: no field lists its values');
  expect(() => { requireEnumerations([kind(readEnumerations(GO))]); }).not.toThrow();
});
