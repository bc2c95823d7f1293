/** Any value that JSON can hold. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
/** An object of JSON. */
export type JsonObject = Record<string, Json>;

/** What is written for humans only. `message` of a validation rule is not among them: the checker shows it. */
const PROSE = new Set(['description', 'title', 'example', 'externalDocs']);
/** Keywords whose value is one schema, a list of schemas, or a map from names of the user's to schemas. */
const ONE = new Set(['items', 'additionalProperties', 'not']);
const LIST = new Set(['allOf', 'anyOf', 'oneOf']);
const MAP = new Set(['properties', 'patternProperties', 'definitions']);

/**
 * A schema without its prose, which is most of a CRD's size. It knows where schemas stand inside a schema, so a property that is *named*
 * `description` stays, as does whatever a default or an enum holds.
 */
export function stripProse(schema: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schema)
    .filter(([keyword]) => !PROSE.has(keyword))
    .map(([keyword, value]) => [keyword, stripKeyword(keyword, value)]));
}

function stripKeyword(keyword: string, value: Json): Json {
  if (ONE.has(keyword) && isObject(value)) { return stripProse(value); }
  if ((LIST.has(keyword) || ONE.has(keyword)) && Array.isArray(value)) {
    return value.map((item) => isObject(item) ? stripProse(item) : item);
  }
  if (MAP.has(keyword) && isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, isObject(item) ? stripProse(item) : item]));
  }
  return value;
}

/** The same value with the keys of every map in code-unit order, so that its text does not depend on who wrote it down. */
export function sortKeys(value: Json): Json {
  if (Array.isArray(value)) { return value.map(sortKeys); }
  if (!isObject(value)) { return value; }
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sortKeys(value[key] ?? null)]));
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
