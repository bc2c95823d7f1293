/** Anything that JSON can say. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Helm values: a tree as in a chart's values.yaml. */
export interface HelmValues { readonly [key: string]: JsonValue }

/**
 * Lays a user's overrides over generated values as Helm does with a second values file: mappings merge key by key, everything
 * else (lists included) is replaced, and null removes a default of the chart.
 */
export function mergeValues(base: HelmValues, overrides: HelmValues = {}): HelmValues {
  const merged: Record<string, JsonValue> = { ...base };
  for (const [key, value] of Object.entries(overrides)) {
    const below = Object.hasOwn(base, key) ? base[key] : undefined;
    merged[key] = isMapping(below) && isMapping(value) ? mergeValues(below, value) : value;
  }
  return merged;
}

/** True when a null stands anywhere in the tree. */
export function hasNull(value: JsonValue): boolean {
  if (value === null) { return true; }
  return typeof value === 'object' && Object.values(value).some(hasNull);
}

function isMapping(value: JsonValue | undefined): value is HelmValues {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
