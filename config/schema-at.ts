import { z } from 'zod';
import { hasNoEffect, kindUnion, optionOf, property, type KindUnion } from './kinds';
import { valueAt, type ConfigPath } from './problem';

/* Finding one's way in the schema, where a file decides which option of a union counts. */

/** A union that a path leads into. */
export interface UnionAt extends KindUnion {
  /** Where its mapping is. */
  readonly path: ConfigPath;
}

/** The schema of the value at a path, through defaults, options, lists and the kinds that the data means. */
export function schemaAt(schema: z.core.$ZodType, path: ConfigPath, data: unknown): z.core.$ZodType | undefined {
  const [head, ...rest] = path;
  if (head === undefined) { return unwrap(schema); }
  const child = childrenOf(schema, data).map((each) => childAt(each, head)).find((each) => each !== undefined);
  return child && schemaAt(child, rest, valueAt(data, [head]));
}

/** The outermost union on the way to a path, of those that have kinds. */
export function unionAt(schema: z.core.$ZodType, path: ConfigPath, data: unknown, before: ConfigPath = []): UnionAt | undefined {
  const here = unwrap(schema);
  const union = kindUnion(here);
  if (union) { return { ...union, path: before }; }
  const [head, ...rest] = path;
  const child = head === undefined ? undefined : childAt(here, head);
  return child && head !== undefined ? unionAt(child, rest, valueAt(data, [head]), [...before, head]) : undefined;
}

/** The keys that the mapping at a path may have: those of the kind that the data means, or of all kinds. */
export function keysAt(schema: z.core.$ZodType, path: ConfigPath, data: unknown): string[] {
  const here = schemaAt(schema, path, data);
  if (here === undefined) { return []; }
  const shapes = childrenOf(here, valueAt(data, path)).flatMap((each) => each instanceof z.ZodObject ? [each.shape] : []);
  return [...new Set(shapes.flatMap((shape) => Object.keys(shape).filter((key) => !hasNoEffect(property(shape, key)))))];
}

/** The schema itself or, for a union, the option that a value means; every option where it means none. */
function childrenOf(schema: z.core.$ZodType, value: unknown): readonly z.core.$ZodType[] {
  const here = unwrap(schema);
  const union = kindUnion(here);
  if (!union) { return [here]; }
  const option = optionOf(union, value);
  return option ? [option] : union.options;
}

function childAt(schema: z.core.$ZodType, key: string | number): z.core.$ZodType | undefined {
  // One text or a list of texts: only the list has something below it.
  if (schema instanceof z.ZodUnion) { return schema.options.map((option) => childAt(option, key)).find((each) => each !== undefined); }
  if (schema instanceof z.ZodArray) { return schema.element; }
  return schema instanceof z.ZodObject ? property(schema.shape, String(key)) : undefined;
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  const wrapped = schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional;
  return wrapped ? unwrap(schema.unwrap()) : schema;
}
