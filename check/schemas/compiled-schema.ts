import type { MapKey } from './list-map';
import type { Rule } from '../cel/cel-values';

/** What a schema says about one value, without what it says about the values inside. Keywords are those of JSON Schema. */
interface Keywords {
  /** One type, or several of which any will do. @default - any */
  readonly type?: string | readonly string[];
  /** Name of a format (formats.ts). @default - any */
  readonly format?: string;
  /** Regular expression in Go's dialect. @default - any text */
  readonly pattern?: string;
  /** The values that are allowed. @default - all */
  readonly enum?: readonly unknown[];
  /** Fields that have to be there. @default - none */
  readonly required?: readonly string[];
  /** Smallest number. @default - none */
  readonly minimum?: number;
  /** Largest number. @default - none */
  readonly maximum?: number;
  /** The number has to be larger. @default - none */
  readonly exclusiveMinimum?: number;
  /** The number has to be smaller. @default - none */
  readonly exclusiveMaximum?: number;
  /** The number has to be a multiple. @default - none */
  readonly multipleOf?: number;
  /** Fewest characters, counted as Unicode code points. @default 0 */
  readonly minLength?: number;
  /** Most characters, counted as Unicode code points. @default - no limit */
  readonly maxLength?: number;
  /** Fewest items. @default 0 */
  readonly minItems?: number;
  /** Most items. @default - no limit */
  readonly maxItems?: number;
  /** Fewest fields. @default 0 */
  readonly minProperties?: number;
  /** Most fields. @default - no limit */
  readonly maxProperties?: number;
  /** True if no two items may be equal. @default false */
  readonly uniqueItems?: boolean;
  /** True if it asks for a type and nothing more; most fields do. @default false */
  readonly plain?: boolean;
  /** The fields that tell items apart; no two items may have the same. @default - items are not told apart */
  readonly keys?: readonly MapKey[];
  /** True where null is as good as absent: the API server does not drop it. @default false */
  readonly nullable?: boolean;
  /** What the API server fills in before it looks at rules. @default - nothing */
  readonly default?: unknown;
  /** Rules in CEL. @default - none */
  readonly 'x-kubernetes-validations'?: readonly Rule[];
}

/** The parts of a schema that are schemas themselves, with whatever stands for one. */
interface Parts<T> {
  /** The declared fields. @default - none */
  readonly properties?: Readonly<Record<string, T>>;
  /** Every other field: false if there may be none, true or absent if it may be anything. @default true */
  readonly additionalProperties?: boolean | T;
  /** Every item of a list. @default - anything */
  readonly items?: T;
  /** All of them have to hold. @default - none */
  readonly allOf?: readonly T[];
  /** One of them has to hold. @default - none */
  readonly anyOf?: readonly T[];
  /** Exactly one of them has to hold. @default - none */
  readonly oneOf?: readonly T[];
  /** It must not hold. @default - none */
  readonly not?: T;
}

/** A schema ready to check values with: everything in it is spelt out, and references are what they refer to. */
export type CompiledSchema = Keywords & Parts<CompiledSchema>;

/** A schema in a file: parts stand as numbers for the schemas of a list, each of which is there once. */
export type TableSchema = Keywords & Parts<number>;

/** Name of the table that stands for the metadata of every kind. */
export const METADATA = 'ObjectMeta';

/** A kind in a file: one line of `lib/kinds.jsonl`, which `npm run build` writes (tools/kinds/). */
export interface KindTable {
  /** `apiVersion/kind`, such as `v1/Pod`. It is the first field, so that a line is found without reading it. */
  readonly name: string;
  /** True if the schema has rules in CEL. */
  readonly ruled: boolean;
  /** Every schema of the kind; the last one is that of the whole object. */
  readonly schemas: readonly TableSchema[];
}

/** The parts of a schema that stand for one other. */
const SINGLE = ['additionalProperties', 'items', 'not'] as const;
/** Those that stand for several. */
const SEVERAL = ['allOf', 'anyOf', 'oneOf'] as const;

/**
 * The schema of a whole object, out of its table. The table becomes the schemas: a lab has thousands of them, and a copy of each would take
 * longer than to check all objects with them.
 */
export function linkSchemas(schemas: readonly TableSchema[]): CompiledSchema {
  const at = (number: unknown): unknown => {
    const found = schemas[Number(number)];
    if (!found) { throw new Error(`the table of a kind has no schema ${String(number)}; build the program again`); }
    return found;
  };
  for (const schema of schemas as readonly Record<string, unknown>[]) {
    const fields = schema['properties'] as Record<string, unknown> | undefined;
    for (const key in fields) { fields[key] = at(fields[key]); }
    for (const keyword of SINGLE) {
      if (typeof schema[keyword] === 'number') { schema[keyword] = at(schema[keyword]); }
    }
    for (const keyword of SEVERAL) {
      if (schema[keyword] !== undefined) { schema[keyword] = (schema[keyword] as unknown[]).map(at); }
    }
  }
  return at(schemas.length - 1) as CompiledSchema;
}
