import type { JsonSchema } from './custom-schemas';

/**
 * The schema without the fields that none of the samples has. It gives the same verdict on each of them: what a sample has is still
 * declared or still unknown, and what no sample has needs no rule.
 */
export function pruneSchema(schema: JsonSchema, samples: readonly unknown[]): JsonSchema {
  const objects = samples.filter(isMapping);
  const pruned: Record<string, unknown> = { ...schema };
  const { properties, items, additionalProperties } = schema;
  if (isMapping(properties)) {
    pruned['properties'] = Object.fromEntries(Object.entries(properties).flatMap(([key, child]) => {
      const values = objects.flatMap((object) => Object.hasOwn(object, key) ? [object[key]] : []);
      return values.length > 0 ? [[key, pruneSchema(child as JsonSchema, values)]] : [];
    }));
  }
  if (isMapping(additionalProperties)) {
    const declared = isMapping(properties) ? properties : {};
    pruned['additionalProperties'] = pruneSchema(additionalProperties, objects.flatMap((object) => Object.entries(object).flatMap(([key, value]) => Object.hasOwn(declared, key) ? [] : [value])));
  }
  if (isMapping(items)) {
    const keys = keyFields(schema, items);
    const kept = pruneSchema(items, samples.flatMap((sample) => Array.isArray(sample) ? sample as unknown[] : []));
    pruned['items'] = keys ? { ...kept, properties: { ...keys, ...kept['properties'] as JsonSchema } } : kept;
  }
  return pruned;
}

/** The fields that tell items apart stay, for their defaults count even where they are absent. */
function keyFields(list: JsonSchema, items: JsonSchema): JsonSchema | undefined {
  const keys = list['x-kubernetes-list-map-keys'];
  const properties = items['properties'];
  if (!Array.isArray(keys) || !isMapping(properties)) { return undefined; }
  return Object.fromEntries((keys as string[]).flatMap((key) => Object.hasOwn(properties, key) ? [[key, properties[key]]] : []));
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
