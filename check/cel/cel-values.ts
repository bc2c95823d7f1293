import { Duration } from '@marcbachmann/cel-js/evaluator';
import { isMapping } from '../../config/kinds';

/** A schema of a custom resource definition, as far as rules depend on it. Keywords are those of JSON Schema and of Kubernetes. */
export interface RuleSchema {
  /** One type, or several of which any will do. @default - any */
  readonly type?: string | readonly string[];
  /** `date`, `date-time`, `byte` and `duration` have a type of their own in CEL. @default - none */
  readonly format?: string;
  /** The declared fields. @default - none */
  readonly properties?: Readonly<Record<string, RuleSchema>>;
  /** Every other field: rules do not see them if it is false or absent. @default false */
  readonly additionalProperties?: boolean | RuleSchema;
  /** Every item of a list. @default - anything */
  readonly items?: RuleSchema;
  /** What the API server fills in. @default - nothing */
  readonly default?: unknown;
  /** False where the API server drops a null. @default false */
  readonly nullable?: boolean;
  /** True for a number or a text. @default false */
  readonly 'x-kubernetes-int-or-string'?: boolean;
  /** True if fields that are not declared stay. @default false */
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  /** `map` for a list whose items are told apart by keys. @default - items are not told apart */
  readonly 'x-kubernetes-list-type'?: string;
  /** The fields that tell items apart. @default - none */
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  /** Rules about the value. @default - none */
  readonly 'x-kubernetes-validations'?: readonly Rule[];
}

/** One of `x-kubernetes-validations`. */
export interface Rule {
  /** An expression in CEL that is true for what is allowed. */
  readonly rule: string;
  /** What is said of what is not. @default - the rule itself */
  readonly message?: string;
  /** An expression that gives the message. @default - `message` */
  readonly messageExpression?: string;
  /** Such as `FieldValueForbidden`, for programs. @default - FieldValueInvalid */
  readonly reason?: string;
  /** The field to blame, below the value: `.spec.host`. @default - the value */
  readonly fieldPath?: string;
  /** True if `oldSelf` is an optional, so that the rule holds for new objects as well. @default false */
  readonly optionalOldSelf?: boolean;
}

/**
 * The value after the API server has filled in the schema's defaults and dropped nulls that the schema does not allow. It does both before
 * it looks at rules, and rules rely on it: they compare `group` of a reference without asking whether it is there.
 */
export function withDefaults(schema: RuleSchema, value: unknown): unknown {
  if (Array.isArray(value)) { return schema.items ? value.map((item) => withDefaults(schema.items!, item)) : value; }
  if (!isMapping(value)) { return value; }
  const filled: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [key, child] of Object.entries(value)) {
    const childSchema = schemaOf(schema, key);
    if (child === null && childSchema && childSchema.nullable !== true) { continue; }
    filled[key] = childSchema ? withDefaults(childSchema, child) : child;
  }
  for (const [key, childSchema] of Object.entries(schema.properties ?? {})) {
    if (!(key in filled) && childSchema.default !== undefined) { filled[key] = withDefaults(childSchema, childSchema.default); }
  }
  return filled;
}

/** The value as a rule sees it: numbers typed by the schema, dates and durations parsed, property names escaped. */
export function toCel(schema: RuleSchema | undefined, value: unknown): unknown {
  if (typeof value === 'number') { return isDouble(schema) || !Number.isInteger(value) ? value : BigInt(value); }
  if (typeof value === 'string') { return parseFormat(schema, value); }
  if (Array.isArray(value)) { return value.map((item) => toCel(schema?.items, item)); }
  if (!isMapping(value)) { return value ?? null; }
  const cel = new Map<string, unknown>();
  for (const [key, child] of Object.entries(value)) {
    const property = ownProperty(schema?.properties, key);
    // Keys of a map stay as they are; names of fields have to be identifiers.
    if (property || schema === undefined) {
      const name = escapeName(key);
      if (name !== undefined) { cel.set(name, toCel(property, child)); }
    } else if (typeof schema.additionalProperties === 'object' || schema.additionalProperties === true) {
      cel.set(key, toCel(schema.additionalProperties === true ? undefined : schema.additionalProperties, child));
    }
    // Anything else is not declared, and so not visible to rules.
  }
  return cel;
}

/** Whether a whole number is a double all the same. */
function isDouble(schema: RuleSchema | undefined): boolean {
  const type = schema?.type;
  return type === 'number' || (typeof type === 'object' && type.includes('number'));
}

/** What a rule sees of one field of a value that it sees; undefined if it does not see it. */
export function fieldOf(schema: RuleSchema, cel: unknown, key: string): unknown {
  if (!(cel instanceof Map)) { return undefined; }
  const name = ownProperty(schema.properties, key) ? escapeName(key) : key;
  return name === undefined ? undefined : cel.get(name);
}

/** The schema of a field or of a map's values. */
export function schemaOf(schema: RuleSchema, key: string): RuleSchema | undefined {
  return ownProperty(schema.properties, key) ?? (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined);
}

/**
 * Words of the CEL language, which a field has to be escaped for; see "Escaping" at
 * https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/.
 */
const WORDS = new Set([
  'true', 'false', 'null', 'in', 'as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import', 'let', 'loop', 'package',
  'namespace', 'return', 'var', 'void', 'while',
]);

const escapedNames = new Map<string, string | undefined>();

/** The name under which rules see a field; undefined if there is no way to write it. */
export function escapeName(name: string): string | undefined {
  if (escapedNames.has(name)) { return escapedNames.get(name); }
  const escaped = escape(name);
  escapedNames.set(name, escaped);
  return escaped;
}

function escape(name: string): string | undefined {
  if (WORDS.has(name)) { return `__${name}__`; }
  const escaped = name.replaceAll(/__|[.\-/]/g, (part) => ESCAPES[part]!);
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(escaped) ? escaped : undefined;
}

const ESCAPES: Readonly<Record<string, string>> = { '__': '__underscores__', '.': '__dot__', '-': '__dash__', '/': '__slash__' };

function parseFormat(schema: RuleSchema | undefined, text: string): unknown {
  switch (schema?.format) {
    case 'date': case 'date-time': return new Date(text);
    case 'byte': return new Uint8Array(Buffer.from(text, 'base64'));
    case 'duration': return parseDuration(text);
    default: return text;
  }
}

function parseDuration(text: string): Duration {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)];
  const milliseconds = parts.reduce((total, [, count, unit]) => total + Number(count) * MILLISECONDS[unit!]!, 0);
  const seconds = Math.trunc(milliseconds / 1000);
  return new Duration(seconds, Math.round((milliseconds - seconds * 1000) * 1e6));
}

const MILLISECONDS: Readonly<Record<string, number>> = {
  'ns': 1e-6, 'us': 1e-3, 'µs': 1e-3, 'ms': 1, 's': 1000, 'm': 60_000, 'h': 3_600_000,
};

function ownProperty(properties: Readonly<Record<string, RuleSchema>> | undefined, key: string): RuleSchema | undefined {
  return properties && Object.hasOwn(properties, key) ? properties[key] : undefined;
}
