/**
 * An object without the keys that have no value. Charts leave such behind. The API server takes them for absent, of custom kinds too where
 * null is not a value.
 */
export function withoutNulls<T>(data: T): T {
  return strip(data) as T;
}

function strip(data: unknown): unknown {
  if (Array.isArray(data)) { return data.map(strip); }
  if (data === null || typeof data !== 'object') { return data; }
  return Object.fromEntries(Object.entries(data).flatMap(([key, value]) => value === null ? [] : [[key, strip(value)]]));
}
