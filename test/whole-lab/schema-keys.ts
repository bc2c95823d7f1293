import { z } from 'zod';
import { hasNoEffect } from '../../config/kinds';

/** Mappings with the same keys as another, by their paths: they count as one key. */
const ALIKE: ReadonlySet<string> = new Set(['domains[].dns01']);

/** Every key of the schema that holds a value, by its path; items of lists have `[]`. */
export function keysOf(schema: z.core.$ZodType, at = ''): string[] {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) {
    return keysOf(schema.unwrap(), at);
  }
  if (ALIKE.has(at)) { return [at]; }
  if (schema instanceof z.ZodArray) { return keysOf(schema.element, `${at}[]`); }
  if (schema instanceof z.ZodUnion) { return [...new Set(schema.options.flatMap((option) => keysOf(option, at)))]; }
  if (!(schema instanceof z.ZodObject)) { return [at]; }
  return Object.entries(schema.shape as Record<string, z.ZodType>).filter(([, child]) => !hasNoEffect(child))
    .flatMap(([key, child]) => keysOf(child, at === '' ? key : `${at}.${key}`));
}
