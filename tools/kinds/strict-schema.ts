import type { JsonSchema } from '../../charts/core/pinned-kinds';

/*
 * A CustomResourceDefinition's schema is a dialect of JSON Schema: unknown fields are allowed by its words but refused by strict field
 * validation, and extensions stand for types. This turns it into the JSON Schema that says what the API server does. The schemas of
 * Kubernetes' own kinds are written in the same dialect (tools/openapi/definitions.ts).
 * https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
 */

/** The same schema of a whole object with every mapping closed, and with Kubernetes' own types spelt out. */
export function toStrictSchema(schema: JsonSchema): JsonSchema {
  const root = closeSchema(schema);
  // The API server adds these three to every definition, and checks the metadata itself.
  const fields = { ...root['properties'] as JsonSchema, ...OBJECT_FIELDS };
  return {
    ...root,
    properties: Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))),
    required: union(['apiVersion', 'kind', 'metadata'], root['required']),
  };
}

const OBJECT_FIELDS: JsonSchema = { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: { type: 'object' } };

/**
 * Keywords whose schemas only narrow a value down. Structural schemas declare no fields in them, so closing them would refuse everything.
 */
const NARROWING = ['allOf', 'anyOf', 'oneOf'];

/** The same for a part of an object. */
export function closeSchema(schema: JsonSchema): JsonSchema {
  const closed: Record<string, unknown> = { ...schema };
  for (const keyword of ['anyOf', 'oneOf']) {
    const types = typeChoice(schema[keyword]);
    if (types && schema['type'] === undefined) { closed['type'] = types; closed[keyword] = undefined; }
  }
  if (schema['x-kubernetes-int-or-string'] === true) { closed['type'] = ['integer', 'string']; }
  for (const keyword of ['properties', 'definitions']) {
    if (isSchema(schema[keyword])) { closed[keyword] = mapValues(schema[keyword], closeSchema); }
  }
  if (isSchema(schema['items'])) { closed['items'] = closeSchema(schema['items']); }
  if (isSchema(schema['additionalProperties'])) { closed['additionalProperties'] = closeSchema(schema['additionalProperties']); }
  const open = schema['additionalProperties'] !== undefined || schema['x-kubernetes-preserve-unknown-fields'] === true;
  if (schema['type'] === 'object' && !open) {
    closed['additionalProperties'] = false;
    closed['properties'] ??= {};
  }
  if (schema['x-kubernetes-embedded-resource'] === true) {
    closed['properties'] = { ...closed['properties'] as JsonSchema | undefined, ...OBJECT_FIELDS };
    closed['required'] = union(['apiVersion', 'kind'], schema['required']);
  }
  if (schema['x-kubernetes-list-type'] === 'set') { closed['uniqueItems'] = true; }
  if (schema['nullable'] === true && typeof closed['type'] === 'string') { closed['type'] = [closed['type'], 'null']; }
  for (const keyword of NARROWING) {
    const choices = closed[keyword];
    if (Array.isArray(choices)) { closed[keyword] = choices.map((choice: JsonSchema) => narrow(choice)); }
  }
  if (isSchema(schema['not'])) { closed['not'] = narrow(schema['not']); }
  return closed;
}

/** Inside a narrowing keyword nothing is closed. */
function narrow(schema: JsonSchema): JsonSchema {
  const known = Object.fromEntries(Object.entries(schema).filter(([keyword]) => keyword !== 'nullable'));
  return mapValues(known, (value, keyword) => {
    if (keyword === 'properties' && isSchema(value)) { return mapValues(value, (each) => isSchema(each) ? narrow(each) : each); }
    if (NARROWING.includes(keyword) && Array.isArray(value)) { return value.map((each: JsonSchema) => narrow(each)); }
    return (keyword === 'not' || keyword === 'items') && isSchema(value) ? narrow(value) : value;
  });
}

function union(names: readonly string[], more: unknown): string[] {
  return [...new Set([...names, ...Array.isArray(more) ? more as string[] : []])];
}

/** The types of a choice that is about nothing else; `type` says the same, and its complaint is shorter. */
function typeChoice(choices: unknown): string[] | undefined {
  if (!Array.isArray(choices)) { return undefined; }
  const types = (choices as JsonSchema[]).flatMap(({ type, ...more }) => {
    return typeof type === 'string' && Object.keys(more).length === 0 ? [type] : [];
  });
  return types.length === choices.length ? types : undefined;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapValues(schema: JsonSchema, change: (value: JsonSchema, key: string) => unknown): JsonSchema {
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, change(value as JsonSchema, key)]));
}
