import { checkRules, compileRule, judge } from '../../../check/cel/cel-rules';
import { escapeName, toCel, withDefaults, type Rule, type RuleSchema } from '../../../check/cel/cel-values';
import { customKinds } from '../../../charts/core/pinned-kinds';
import { CHANGES, EXAMPLES } from './rules';

const KINDS = customKinds();
const schemaOf = (name: string): RuleSchema => KINDS.find(({ kind }) => kind === name)!.schema;

interface Place { readonly where: string; readonly rule: Rule; readonly schema: RuleSchema }

/** Every rule of a schema with the schema it stands at. */
function places(schema: RuleSchema, where: string): Place[] {
  const here = (schema['x-kubernetes-validations'] ?? []).map((rule) => ({ where, rule, schema }));
  const below = Object.entries(schema.properties ?? {}).flatMap(([key, child]) => places(child, `${where}.${key}`));
  const items = schema.items ? places(schema.items, `${where}[]`) : [];
  const values = typeof schema.additionalProperties === 'object' ? places(schema.additionalProperties, `${where}{}`) : [];
  return [...here, ...below, ...items, ...values];
}

const ALL = KINDS.flatMap(({ kind, schema }) => places(schema as RuleSchema, kind));

/** The examples of a rule, at a value of some type. */
function examplesOf(message: string | undefined, { type }: RuleSchema): typeof EXAMPLES[string] | undefined {
  return EXAMPLES[`${message ?? ''} (${String(type)})`] ?? EXAMPLES[message ?? ''];
}

describe('rules of the pinned definitions', () => {
  test('are all there, and all compile', () => {
    expect(ALL.length).toBeGreaterThan(100);
    ALL.forEach(({ rule }) => {
      const { valid, error, type } = compileRule(rule.rule).run.check();
      expect([rule.rule, error?.message, valid, type]).toEqual([rule.rule, undefined, true, 'bool']);
      if (rule.messageExpression !== undefined) { compileRule(rule.messageExpression); }
    });
  });

  test('have examples each, and no example is left over', () => {
    const used = new Set(ALL.map(({ rule, schema }) => examplesOf(rule.message, schema) ?? rule.message));
    expect([...used].filter((each) => typeof each === 'string')).toEqual([]);
    expect(Object.keys(EXAMPLES).filter((message) => !used.has(EXAMPLES[message]))).toEqual([]);
    ALL.filter(({ rule }) => rule.rule.includes('oldSelf')).forEach(({ rule }) => {
      expect(Object.keys(CHANGES)).toContain(rule.message);
    });
    for (const [message, { fails }] of Object.entries(EXAMPLES)) {
      expect(fails.length + (CHANGES[message]?.fails.length ?? 0)).toBeGreaterThan(0);
    }
  });

  test.each(ALL.map(({ where, rule, schema }) => [where, rule.message, rule, schema] as const))('%s: %s', (_, message, rule, schema) => {
    for (const { passes, fails, before } of [examplesOf(message, schema), CHANGES[message!]].filter((each) => each !== undefined)) {
      for (const value of passes) { expect([value, judge(rule, schema, value, before)]).toEqual([value, undefined]); }
      for (const value of fails) {
        expect([value, judge(rule, schema, value, before)]).toEqual([value, expect.stringContaining(message!)]);
      }
    }
  });
});

describe('a whole object', () => {
  const route = (spec: object): object => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'r' },
    spec,
  });

  test('is judged with the defaults that the API server fills in', () => {
    // GIVEN a reference that leaves group and kind to their defaults, and no port
    const found = checkRules(schemaOf('HTTPRoute'), route({ rules: [{ backendRefs: [{ name: 'a', port: 80 }, { name: 'b' }] }] }));
    // THEN
    expect(found).toEqual([
      expect.objectContaining({ path: ['spec', 'rules', 0, 'backendRefs', 1], message: 'Must have port for Service reference' }),
    ]);
  });

  test('answers with every broken rule and where it stands', () => {
    const gateway = {
      spec: {
        gatewayClassName: 'istio',
        listeners: [
          { name: 'a', port: 443, protocol: 'HTTPS', tls: { mode: 'Passthrough' } },
          { name: 'a', port: 80, protocol: 'HTTP', tls: { certificateRefs: [{ name: 'c' }] } },
        ],
      },
    };
    expect(checkRules(schemaOf('Gateway'), gateway).map(({ path: where, message }) => [where.join('.'), message])).toEqual([
      ['spec.listeners', "tls must not be specified for protocols ['HTTP', 'TCP', 'UDP']"],
      ['spec.listeners', 'tls mode must be Terminate for protocol HTTPS'],
      ['spec.listeners', 'Listener name must be unique within the Gateway'],
    ]);
  });

  test('that was there before may not change what is fixed', () => {
    const chart = (driver: string): object => ({ spec: { chart: 'a', driver } });
    const schema = schemaOf('HelmChart');
    expect(checkRules(schema, chart('helm4'))).toEqual([]);
    expect(checkRules(schema, chart('helm4'), chart('helm4'))).toEqual([]);
    expect(checkRules(schema, chart('helm4'), chart('helm3')).map(({ message }) => message)).toEqual([
      'driver is immutable after creation',
    ]);
  });
});

describe('values', () => {
  const see = (schema: RuleSchema, value: unknown, rule: string, before?: unknown): string | undefined =>
    judge({ rule, message: 'no' }, schema, value, before);
  const object = (properties: Record<string, RuleSchema>): RuleSchema => ({ type: 'object', properties });

  // Rows of the table in https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/ and of the CEL
  // page.
  test.each<[string, RuleSchema, unknown, string, boolean]>([
    ['integers are int', object({ a: { type: 'integer' } }), { a: 1 }, 'type(self.a) == int && self.a <= 2', true],
    [
      'whole numbers are double where the schema says number',
      object({ a: { type: 'number' } }),
      { a: 1 },
      'type(self.a) == double && self.a < 1.5',
      true,
    ],
    ['int-or-string is either', { 'x-kubernetes-int-or-string': true }, 42, `type(self) == string ? self == '99%' : self == 42`, true],
    ['int-or-string is either', { 'x-kubernetes-int-or-string': true }, '99%', `type(self) == string ? self == '99%' : self == 42`, true],
    ['int-or-string is either', { 'x-kubernetes-int-or-string': true }, '98%', `type(self) == string ? self == '99%' : self == 42`, false],
    [
      'fields are ordered',
      object({ minReplicas: { type: 'integer' }, replicas: { type: 'integer' }, maxReplicas: { type: 'integer' } }),
      { minReplicas: 1, replicas: 5, maxReplicas: 3 },
      'self.minReplicas <= self.replicas && self.replicas <= self.maxReplicas',
      false,
    ],
    ['keys of maps', { type: 'object', additionalProperties: { type: 'integer' } }, { Available: 1 }, `'Available' in self`, true],
    [
      'keys of maps are not escaped',
      { type: 'object', additionalProperties: { type: 'string' } },
      { namespace: 'a', __proto__x: 'b' },
      `'namespace' in self && self['__proto__x'] == 'b'`,
      true,
    ],
    [
      'values of maps',
      { type: 'object', additionalProperties: { type: 'string' } },
      { a: 'b1' },
      `self.all(key, self[key].matches('^[a-zA-Z]*$'))`,
      false,
    ],
    [
      'dates',
      object({
        created: { type: 'string', format: 'date-time' },
        ttl: { type: 'string', format: 'duration' },
        expired: { type: 'string', format: 'date-time' },
      }),
      { created: '2024-01-01T00:00:00Z', ttl: '1h', expired: '2024-01-01T02:00:00Z' },
      'has(self.expired) && self.created + self.ttl < self.expired',
      true,
    ],
    [
      'a name alone',
      object({ metadata: { type: 'object', properties: { name: { type: 'string' } } } }),
      { metadata: { name: 'other' } },
      `self.metadata.name == 'singleton'`,
      false,
    ],
    ['absent fields', object({ a: { type: 'string' } }), {}, '!has(self.a)', true],
    ['fields that are not declared are not seen', object({ a: { type: 'string' } }), { b: 'x' }, '!has(self.b)', true],
    [
      'names every object of JavaScript has',
      object({ constructor: { type: 'string' } }),
      {},
      '!has(self.constructor) && !has(self.toString)',
      true,
    ],
    [
      'escaped names',
      object({
        'namespace': { type: 'string' },
        'x-prop': { type: 'string' },
        'a.b': { type: 'string' },
        'redact__d': { type: 'string' },
        'a/b': { type: 'string' },
      }),
      { 'namespace': 'n', 'x-prop': 'x', 'a.b': 'd', 'redact__d': 'r', 'a/b': 's' },
      `self.__namespace__ + self.x__dash__prop + self.a__dot__b + self.redact__underscores__d + self.a__slash__b == 'nxdrs'`,
      true,
    ],
    [
      'sets',
      object({ set1: { type: 'array', items: { type: 'string' } }, set2: { type: 'array', items: { type: 'string' } } }),
      { set1: ['a'], set2: ['b'] },
      'self.set1.all(e, !(e in self.set2))',
      true,
    ],
    ['has in a list', object({ l: { type: 'array', items: object({ a: {} }) } }), { l: [{}] }, '!has(self.l[0].a)', true],
    ['has of an absent parent, which is an error', object({ a: object({ b: {} }) }), {}, '!has(self.a.b)', false],
    ['has in a text', object({ a: { type: 'string' } }), { a: 'has(x)' }, `self.a == "has(x)" && self.a == r'has(x)' && has(self.a)`, true],
    ['a field read without has', object({ a: { type: 'string' } }), {}, `self.a == 'x'`, false],
    ['integers of 64 bits', object({ a: { type: 'integer' } }), { a: 9007199254740991 }, 'self.a + 1 == 9007199254740992', true],
  ])('%s: %#', (_, schema, value, rule, passes) => {
    expect(see(schema, value, rule) === undefined).toBe(passes);
  });

  test('no name that cannot be written is made up', () => {
    expect(escapeName('1a')).toBeUndefined();
    expect(escapeName('a b')).toBeUndefined();
    expect(escapeName('self')).toBe('self');
    expect(escapeName('in')).toBe('__in__');
  });

  test('defaults fill what is absent, in lists and maps too, and never what is there', () => {
    const schema = object({
      list: { type: 'array', items: object({ a: { default: 1 }, b: object({ c: { default: 2 } }) }) },
      map: { type: 'object', additionalProperties: object({ a: { default: 3 } }) },
      whole: { type: 'object', default: {}, properties: { x: { default: true } } },
    });
    expect(withDefaults(schema, { list: [{ a: 0 }, { b: {} }], map: { k: {} } })).toEqual({
      list: [{ a: 0 }, { a: 1, b: { c: 2 } }],
      map: { k: { a: 3 } },
      whole: { x: true },
    });
  });

  test('a null that the schema does not allow is as good as absent', () => {
    const schema = object({ a: { type: 'string', default: 'x' }, b: { type: 'string' }, c: { type: 'string', nullable: true } });
    expect(withDefaults(schema, { a: null, b: null, c: null })).toEqual({ a: 'x', c: null });
  });

  test('bytes come out of base64', () => {
    expect(toCel({ type: 'string', format: 'byte' }, 'aGk=')).toEqual(new Uint8Array([104, 105]));
  });
});

describe('changes', () => {
  const listMap: RuleSchema = {
    'type': 'array',
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['name'],
    'items': {
      type: 'object',
      properties: {
        name: { type: 'string' },
        port: { type: 'integer', 'x-kubernetes-validations': [{ rule: 'self == oldSelf', message: 'port is fixed' }] },
      },
    },
  };

  test('rules about oldSelf say nothing about a new object', () => {
    expect(checkRules(listMap, [{ name: 'a', port: 1 }])).toEqual([]);
  });

  test('items of a list are told apart by its keys', () => {
    expect(
      checkRules(
        listMap,
        [
          { name: 'b', port: 2 },
          { name: 'a', port: 3 },
        ],
        [{ name: 'a', port: 1 }],
      ).map(({ path: where }) => where),
    ).toEqual([[1, 'port']]);
  });

  test('items of a list without keys are all new', () => {
    expect(checkRules({ ...listMap, 'x-kubernetes-list-type': 'atomic' }, [{ name: 'a', port: 3 }], [{ name: 'a', port: 1 }])).toEqual([]);
  });

  test('an optional oldSelf is empty for a new object', () => {
    const rule = { rule: `oldSelf.hasValue() ? oldSelf.value() == self : self == 'first'`, optionalOldSelf: true };
    expect([
      judge(rule, { type: 'string' }, 'first'),
      judge(rule, { type: 'string' }, 'x', 'x'),
      judge(rule, { type: 'string' }, 'x', 'y'),
    ]).toEqual([undefined, undefined, expect.any(String)]);
    expect(
      judge({ rule: `oldSelf.orValue('') == '' || oldSelf.value() == self`, optionalOldSelf: true }, { type: 'string' }, 'x'),
    ).toBeUndefined();
  });
});

describe('messages', () => {
  const schema: RuleSchema = {
    type: 'object',
    properties: { x: { type: 'integer' }, m: { type: 'object', properties: { 'a': {}, 'b.c': {} } } },
  };
  test.each<[Rule, string]>([
    [
      { rule: 'self.x > 5', messageExpression: `"x must be above 5, not " + string(self.x)`, message: 'fallback' },
      'x must be above 5, not 3',
    ],
    [{ rule: 'self.x > 5', messageExpression: `self.nothing`, message: 'fallback' }, 'fallback'],
    [{ rule: 'self.x > 5', messageExpression: `"two\\nlines"`, message: 'fallback' }, 'fallback'],
    [{ rule: 'self.x > 5', messageExpression: `"  "` }, 'failed rule: self.x > 5'],
    [{ rule: 'self.x > "a"', message: 'text' }, 'text (the rule cannot be evaluated: no such overload: dyn<int> > string)'],
  ])('%j says %s', (rule, message) => {
    expect(judge(rule, schema, { x: 3 })).toBe(message);
  });

  test('blame the field that the rule names', () => {
    const ruled = {
      ...schema,
      'x-kubernetes-validations': [{ rule: 'false', message: 'no', fieldPath: `.m['b.c']`, reason: 'FieldValueForbidden' }],
    };
    expect(checkRules(ruled, { x: 1 })).toEqual([
      { path: ['m', 'b.c'], message: 'no', rule: expect.objectContaining({ reason: 'FieldValueForbidden' }) as Rule },
    ]);
  });
});
