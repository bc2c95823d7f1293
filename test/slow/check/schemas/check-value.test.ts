import coreIndex from '../../../../schemas/core/index.json';
import customIndex from '../../../../schemas/crds/index.json';
import { findKind } from '../../../../charts/core/pinned-kinds';
import { checkValue } from '../../../../check/schemas/check-value';
import { compiledKind } from '../../../../check/schemas/compiled-kinds';
import type { CompiledSchema } from '../../../../check/schemas/compiled-schema';
import type { Violation } from '../../../../check/schemas/violation';
import { toStrictSchema } from '../../../../tools/kinds/strict-schema';
import { WHOLE } from '../../../whole';
import { checkWithAjv } from '../../../check/schemas/ajv';

/** Objects that are tried for each kind. */
const OBJECTS = WHOLE ? 1000 : 60;

/** Numbers from 0 to 1 that are the same at every run: a linear congruential generator, by Numerical Recipes. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const JUNK: readonly unknown[] = [
  null, true, 0, -1, 1.5, 70000, NaN, '', 'x', 'A b', '10.0.0.0/8', '2Gi', 'a'.repeat(300), [], [1, 1], {}, { 'x': {}, 'a/b': 1 },
];

/** A value that a schema mostly allows. */
function makeUp(schema: CompiledSchema, random: () => number, depth = 0): unknown {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  if (random() < 0.04) { return pick(JUNK); }
  if (schema.enum) { return pick(schema.enum); }
  switch ([schema.type].flat()[0]) {
    case 'string': return pick(['x', 'example', '1', '', '2026-11-29T00:00:00Z', '10.0.0.0/8', '100m', 'aGk=', 'http://a.example', 'Name']);
    case 'integer': return pick([0, 1, 80, 443, 70000, -5]);
    case 'number': return pick([0, 0.5, 100]);
    case 'boolean': return pick([true, false]);
    case 'null': return null;
    case 'array': return Array.from({ length: Math.floor(random() * 4) }, () => makeUp(schema.items ?? {}, random, depth + 1));
    default: return makeUpObject(schema, random, depth);
  }
}

function makeUpObject(
  { properties = {}, required = [], additionalProperties }: CompiledSchema,
  random: () => number,
  depth: number,
): unknown {
  // Wide kinds would be enormous if each level had half of its fields.
  const share = Math.min(0.7, 6 / (Object.keys(properties).length * (depth + 1)));
  const fields = Object.entries(properties)
    .filter(([key]) => random() < (required.includes(key) ? 0.95 : share))
    .map(([key, schema]): [string, unknown] => [key, depth > 12 ? 'x' : makeUp(schema, random, depth + 1)]);
  const more =
    random() < 0.05 || typeof additionalProperties === 'object'
      ? [
          [
            `other${Math.floor(random() * 20)}`,
            makeUp(typeof additionalProperties === 'object' ? additionalProperties : {}, random, depth + 1),
          ],
        ]
      : [];
  return Object.fromEntries([...fields, ...more]) as unknown;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) { return value.map(sorted); }
  if (typeof value !== 'object' || value === null) { return value; }
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, sorted(each)]));
}

const seen = new Map<string, number>();

describe('gives the answers of ajv for', () => {
  const kinds = [...coreIndex, ...customIndex]
    .map(({ group, version, kind }) => [`${group === '' ? '' : `${group}/`}${version}`, kind] as const);
  test.each(kinds)('%s %s', (apiVersion, kind) => {
    // GIVEN
    const judge = checkWithAjv(toStrictSchema(findKind(apiVersion, kind)!.schema));
    const { schema } = compiledKind(apiVersion, kind)!;
    const random = numbers(kind.length * 7919 + apiVersion.length);
    for (let count = 0; count < OBJECTS; count++) {
      // Manifests are sorted, and the order of complaints follows that.
      const object = sorted(makeUp(schema, random));
      // WHEN
      const found: Violation[] = checkValue(schema, object);
      // THEN
      expect({ object, found }).toEqual({ object, found: judge(object) });
      for (const { message } of found) {
        const sort = message.replace(/".*"|-?\d+(\.\d+)?/g, 'N').split(' ').slice(0, 5).join(' ');
        seen.set(sort, (seen.get(sort) ?? 0) + 1);
      }
    }
  });

  test('complaints of every sort', () => {
    const sorts = [
      'is a field this kind',
      'lacks the field',
      'must be of type',
      'must be one of',
      'must be >= N',
      'must be <= N',
      'must match pattern N',
      'must match format N',
      'must NOT have fewer than',
      'must NOT have more than',
      'must NOT have duplicate items',
      'must match exactly one schema',
      'must match a schema in',
      'must NOT be valid',
      'has the same',
    ];
    expect(sorts.filter((sort) => ![...seen.keys()].some((each) => each.startsWith(sort)))).toEqual([]);
  });
});
