import { z } from 'zod';

/** Beyond so many places a key means nothing without its surroundings. */
const MOST_PLACES = 3;

/**
 * The places of a schema that have a key, as messages write them: `tls.email`, `nodes[].memoryGiB`. It is for people who know a key, and
 * not where it belongs.
 *
 * @returns nothing for a key that many places have, such as `name`
 */
export function placesOf(schema: z.core.$ZodType, key: string): string[] {
  let places = known.get(schema);
  if (!places) {
    places = new Map();
    collect(schema, '', places);
    known.set(schema, places);
  }
  const found = [...places.get(key) ?? []];
  return found.length > MOST_PLACES ? [] : found;
}

const known = new WeakMap<z.core.$ZodType, Map<string, Set<string>>>();

function collect(schema: z.core.$ZodType, at: string, places: Map<string, Set<string>>): void {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) {
    collect(schema.unwrap(), at, places);
  } else if (schema instanceof z.ZodArray) {
    collect(schema.element, `${at}[]`, places);
  } else if (schema instanceof z.ZodUnion) {
    schema.options.forEach((option) => { collect(option, at, places); });
  } else if (schema instanceof z.ZodObject) {
    for (const [key, child] of Object.entries(schema.shape)) {
      const place = at === '' ? key : `${at}.${key}`;
      places.set(key, (places.get(key) ?? new Set()).add(place));
      collect(child as z.core.$ZodType, place, places);
    }
  }
}
