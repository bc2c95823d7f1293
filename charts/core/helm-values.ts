import { ownOf } from '../../config/kinds';
/** Anything that JSON can say. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Helm values: a tree as in a chart's values.yaml. */
export interface HelmValues {
  /** A value, or a tree of them. */
  readonly [key: string]: JsonValue;
}

/**
 * Lays a user's overrides over generated values as Helm does with a second values file: mappings merge key by key, everything
 * else (lists included) is replaced, and null removes a default of the chart.
 */
export function mergeValues(base: HelmValues, overrides: HelmValues = {}): HelmValues {
  const merged: Record<string, JsonValue> = { ...base };
  for (const [key, value] of Object.entries(overrides)) {
    const below = ownOf(base, key);
    merged[key] = isMapping(below) && isMapping(value) ? mergeValues(below, value) : value;
  }
  return merged;
}

/**
 * True for values that only text carries to Helm. cdk8s drops a null from an object, but to Helm it means "remove the chart's default"; and
 * it takes a mapping with a key named `constructor` for an instance of some class, and refuses it.
 */
export function needsText(value: JsonValue): boolean {
  if (value === null) { return true; }
  return typeof value === 'object' && (Object.hasOwn(value, 'constructor') || Object.values(value).some(needsText));
}

function isMapping(value: JsonValue | undefined): value is HelmValues {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
