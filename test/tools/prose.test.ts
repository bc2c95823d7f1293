import { sortKeys, stripProse } from '../../tools/crds/prose';

describe('stripProse', () => {
  test('removes prose at every depth', () => {
    const schema = {
      description: 'whole', title: 'whole', type: 'object',
      properties: {
        list: {
          description: 'list', type: 'array',
          items: { description: 'item', type: 'object', properties: { a: { description: 'a', type: 'string' } } },
        },
        map: { type: 'object', additionalProperties: { description: 'value', type: 'integer', externalDocs: { url: 'x' }, example: 1 } },
        choice: { oneOf: [{ description: 'no', not: { description: 'deeper', anyOf: [{ description: 'deepest', required: ['a'] }] } }] },
      },
    };
    expect(stripProse(schema)).toEqual({
      type: 'object',
      properties: {
        list: { type: 'array', items: { type: 'object', properties: { a: { type: 'string' } } } },
        map: { type: 'object', additionalProperties: { type: 'integer' } },
        choice: { oneOf: [{ not: { anyOf: [{ required: ['a'] }] } }] },
      },
    });
  });

  test('keeps properties that are named like prose, and their requirement', () => {
    const schema = {
      required: ['description'],
      properties: {
        description: { description: 'prose', type: 'string' }, title: { type: 'string' },
        items: { type: 'object', properties: { description: { type: 'string' } } },
      },
    };
    expect(stripProse(schema)).toEqual({
      required: ['description'],
      properties: {
        description: { type: 'string' }, title: { type: 'string' },
        items: { type: 'object', properties: { description: { type: 'string' } } },
      },
    });
  });

  test('keeps defaults, enums and every extension that validation needs', () => {
    const schema = {
      'default': { description: 'a value' },
      'enum': [{ description: 'a value' }],
      'x-kubernetes-validations': [{ rule: 'self.a > 0', message: 'a must be positive' }],
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
      'x-kubernetes-int-or-string': true,
      'x-kubernetes-preserve-unknown-fields': true,
      'x-kubernetes-embedded-resource': true,
      'additionalProperties': true,
      'nullable': true,
    };
    expect(stripProse(schema)).toEqual(schema);
  });

  test('leaves its argument alone', () => {
    const schema = { properties: { a: { description: 'prose' } } };
    stripProse(schema);
    expect(schema).toEqual({ properties: { a: { description: 'prose' } } });
  });
});

test('sortKeys orders maps, at every depth, and never lists', () => {
  expect(JSON.stringify(sortKeys({ b: [{ d: 1, c: null }, 'z', 'a'], a: false }))).toBe('{"a":false,"b":[{"c":null,"d":1},"z","a"]}');
});
