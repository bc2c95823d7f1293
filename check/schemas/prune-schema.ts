import type { JsonSchema } from '../../charts/core/pinned-kinds';

/**
 * The schema without the fields that none of the samples has. It gives the same verdict on each of them: what a sample has is still
 * declared or still unknown, and what no sample has needs no rule. References are followed, as far down as the samples go.
 *
 * @param root - where references lead @default - the schema itself
 */
export function pruneSchema(schema: JsonSchema, samples: readonly unknown[], root: JsonSchema = schema): JsonSchema {
  const objects = samples.filter(isMapping);
  const pruned: Record<string, unknown> = { ...resolve(schema, root) };
  delete pruned['definitions'];
  const { properties, items, additionalProperties } = pruned;
  if (isMapping(properties)) {
    pruned['properties'] = Object.fromEntries(Object.entries(properties).flatMap(([key, child]) => {
      const values = objects.flatMap((object) => Object.hasOwn(object, key) ? [object[key]] : []);
      return values.length > 0 ? [[key, pruneSchema(child as JsonSchema, values, root)]] : [];
    }));
  }
  if (isMapping(additionalProperties)) {
    const declared = isMapping(properties) ? properties : {};
    const entries = objects.flatMap((object) => Object.entries(object));
    const values = entries.flatMap(([key, value]) => Object.hasOwn(declared, key) ? [] : [value]);
    pruned['additionalProperties'] = pruneSchema(additionalProperties, values, root);
  }
  if (isMapping(items)) {
    const keys = keyFields(pruned, resolve(items, root));
    const kept = pruneSchema(items, samples.flatMap((sample) => Array.isArray(sample) ? sample as unknown[] : []), root);
    pruned['items'] = keys ? { ...kept, properties: { ...keys, ...kept['properties'] as JsonSchema } } : kept;
  }
  return pruned;
}

/** What a reference to one of the root's `definitions` stands for. */
function resolve(schema: JsonSchema, { definitions }: JsonSchema): JsonSchema {
  const { $ref, ...beside } = schema;
  if (typeof $ref !== 'string') { return schema; }
  const target = isMapping(definitions) ? definitions[$ref.slice('#/definitions/'.length)] : undefined;
  if (!isMapping(target)) { throw new Error(`a schema refers to ${$ref}, which it does not hold`); }
  return { ...target, ...beside };
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
