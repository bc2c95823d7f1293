import { z } from 'zod';
import type { Objection } from './objection';

/** A mapping as it is written, before anything in it has been checked. */
export type Written = Readonly<Record<string, unknown>>;

/**
 * How mappings of a union are told apart and explained. zod says of a value that fits no option only that it fits none; this says which
 * option was meant, so that the file is measured by that one alone.
 */
export interface Kinds {
  /** The key that names the kind. @default - the keys that are there tell it */
  readonly discriminator?: string;
  /**
   * Place of the option that a mapping means; undefined if it means none, or more than one.
   *
   * @default - the option whose discriminator takes what is written
   */
  readonly choose?: (written: Written) => number | undefined;
  /** What is said of a mapping that means no option. @default - that its discriminator is not one of the possible values */
  readonly none?: (written: Written) => Objection;
  /**
   * What is said of a discriminator that names no kind, and is no misspelt one.
   *
   * @default - that it is not one of the possible values
   */
  readonly unlisted?: (value: string) => Objection | undefined;
  /** What is said of a key that only another kind has. */
  readonly foreign: (key: string, written: Written) => Objection;
  /** What is said where a key is missing that not every kind needs. @default - what is said of any missing key */
  readonly missing?: (key: string, written: Written) => Objection;
  /**
   * Values for keys that a kind cannot do without. They take the place of what is wrong while the rest of the file is checked; where a
   * mapping means no kind, the first one does. @default - none
   */
  readonly standIns?: Readonly<Record<string, unknown>>;
}

/** A union of mappings with what tells them apart. */
export interface KindUnion {
  /** The mappings it takes, one a kind. */
  readonly options: readonly z.ZodObject[];
  /** What tells them apart. */
  readonly kinds: Kinds;
}

/** Kept apart from zod's global registry, whose contents go into the JSON Schema. */
const registry = z.registry<Kinds>();

/** Says how the mappings of a union are told apart. Has to come last: every further method of the union would make another one. */
export function withKinds<Union extends z.ZodUnion<readonly z.ZodObject[]>>(union: Union, kinds: Kinds): Union {
  registry.add(union, kinds);
  return union;
}

/** The union that `withKinds` made of a schema; undefined for any other schema. */
export function kindUnion(schema: z.core.$ZodType | undefined): KindUnion | undefined {
  const kinds = schema instanceof z.ZodUnion ? registry.get(schema) : undefined;
  return kinds && { options: (schema as z.ZodUnion<readonly z.ZodObject[]>).options, kinds };
}

/** The option that a mapping means; undefined if it means none, or is no mapping. */
export function optionOf({ options, kinds: { discriminator, choose } }: KindUnion, value: unknown): z.ZodObject | undefined {
  if (!isMapping(value)) { return undefined; }
  const place = choose
    ? choose(value)
    : options.findIndex(({ shape }) => property(shape, discriminator ?? '')?.safeParse(value[discriminator ?? '']).success);
  return place === undefined ? undefined : options[place];
}

/**
 * A key that other kinds have, and that here may only say what is so without it. Editors take it and do not offer it.
 *
 * @param schema - takes the values that change nothing, no other
 */
export function noEffect<Schema extends z.ZodType>(schema: Schema): z.ZodOptional<Schema> {
  return schema.optional().meta({ description: 'Has no effect here.', doNotSuggest: true });
}

/** True for a schema that `noEffect` made. */
export function hasNoEffect(schema: z.ZodType | undefined): boolean {
  return schema?.meta()?.['doNotSuggest'] === true;
}

/** The schema of a key of a mapping; undefined where the mapping has no such key. */
export function property(shape: z.ZodRawShape, key: string): z.ZodType | undefined {
  return Object.hasOwn(shape, key) ? shape[key] as z.ZodType : undefined;
}

/**
 * What a mapping itself has at a key that somebody wrote: a plain lookup finds what every mapping of JavaScript has, such as `constructor`.
 */
export function ownOf<Value>(mapping: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(mapping, key) ? mapping[key] : undefined;
}

/** True for a mapping of keys, false for lists and single values. */
export function isMapping(value: unknown): value is Written {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
