import type { ValueNode, ValueType } from '../../charts/core/chart-data';
import { isMapping } from '../../config/kinds';
import { readTemplates, type TemplateUse } from './templates';

/** A chart as its archive has it. */
export interface ChartSource {
  /** Name of the chart. */
  readonly name: string;
  /** Its version. */
  readonly version: string;
  /** What values.yaml says. */
  readonly defaults: Readonly<Record<string, unknown>>;
  /** What values.schema.json says. @default - there is none */
  readonly schema?: JsonSchema;
  /** Texts of its templates. */
  readonly templates: readonly string[];
  /** Charts in it, by the key of `values` that they read. */
  readonly parts: Readonly<Record<string, ChartSource>>;
}

/** As much of JSON Schema as charts use to say what a value may be. */
export interface JsonSchema {
  /** Another place of the same schema, `#/$defs/NAME`. @default - none */
  readonly $ref?: string;
  /** What it may be. @default - anything */
  readonly type?: string | readonly string[];
  /** What keys of a mapping may be. @default - not said */
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  /** Whether a mapping may have other keys, or what those may be. @default - true */
  readonly additionalProperties?: boolean | JsonSchema;
  /** Alternatives. @default - none */
  readonly anyOf?: readonly JsonSchema[];
  /** Alternatives that exclude each other. @default - none */
  readonly oneOf?: readonly JsonSchema[];
  /** Places that `$ref` names. @default - none */
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
}

/** Keys that helm gives every chart, and the condition of a dependency. */
const EVERYWHERE: Readonly<Record<string, ValueNode>> = { global: {}, enabled: {}, tags: {} };
/** Istio's charts keep their defaults below this key, and take its contents beside it or below the chart's own old key too. */
export const ISTIO_DEFAULTS = '_internal_defaults_do_not_set';
/** The old key of each of those charts: https://github.com/istio/istio/tree/master/manifests/charts, zzz_profile.yaml. */
const ISTIO_KEYS = ['base', 'cni', 'pilot', 'ztunnel'];

/**
 * What a chart takes as values: the keys of its values.yaml, those that its templates name, and what its schema says.
 *
 * A mapping is closed, so that another key in it has no effect, only if no template reads it as a whole: one that is handed on as it is
 * may hold anything.
 */
export function chartValues(source: ChartSource): ValueNode {
  const use = readTemplates([...source.templates, ...templatesIn(source.defaults)]);
  const written = source.defaults[ISTIO_DEFAULTS];
  const defaults = isMapping(written) ? written : source.defaults;
  const root = mapping(defaults, [], use);
  const named = [...use.paths].reduce<ValueNode>((node, each) => withPath(node, each.split('.')), root);
  const parts = Object.entries(source.parts)
    .reduce<ValueNode>((node, [key, part]) => withKey(node, key, partValues(node.keys?.[key], part, use.whole.has(key))), named);
  const all: ValueNode = { ...parts, keys: { ...EVERYWHERE, ...parts.keys } };
  const typed = source.schema ? withSchema(all, source.schema, source.schema) : all;
  if (!isMapping(written)) { return sorted(typed); }
  const old = Object.fromEntries(ISTIO_KEYS.map((key): [string, ValueNode] => [key, {}]));
  return sorted({ ...typed, keys: { ...old, ...typed.keys } });
}

/** Texts of values.yaml that are templates themselves: charts hand them to `tpl`, such as the configuration of Loki and of Tempo. */
function templatesIn(value: unknown): string[] {
  if (typeof value === 'string') { return value.includes('{{') ? [value] : []; }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(templatesIn) : [];
}

/** The values of a chart inside another, which may have defaults for it and read it too. */
function partValues(outer: ValueNode | undefined, part: ChartSource, isReadWhole: boolean): ValueNode {
  const inner = chartValues(part);
  return isReadWhole ? { types: ['object'] } : merged(inner, outer ?? {});
}

function mapping(defaults: Readonly<Record<string, unknown>>, path: readonly string[], use: TemplateUse): ValueNode {
  const keys = Object.fromEntries(Object.entries(defaults).map(([key, value]) => [key, node(value, [...path, key], use)]));
  const isOpen = path.length > 0 && (use.isDynamic || isRead(path, use));
  return { ...path.length > 0 ? { types: ['object'] } : {}, keys, ...isOpen ? { open: true } : {} };
}

function node(value: unknown, path: readonly string[], use: TemplateUse): ValueNode {
  if (Array.isArray(value)) { return { types: ['array'] }; }
  if (typeof value === 'boolean') { return { flag: true }; }
  if (!isMapping(value)) { return {}; }
  return Object.keys(value).length === 0 ? { types: ['object'] } : mapping(value, path, use);
}

/** True if a template may hand on the mapping itself, or one that it is in. */
function isRead(path: readonly string[], { whole }: TemplateUse): boolean {
  return path.some((_, index) => whole.has(path.slice(0, index + 1).join('.')));
}

/** The node with a path in it that a template names, where the node does not know it yet. */
function withPath(at: ValueNode, [key, ...rest]: readonly string[]): ValueNode {
  if (key === undefined) { return at; }
  const known = at.keys?.[key];
  // What is not a mapping in values.yaml, but is read like one, has keys that nobody lists.
  if (known && !known.keys) { return at; }
  if (known) { return withKey(at, key, withPath(known, rest)); }
  return withKey(at, key, {});
}

function withKey(at: ValueNode, key: string, child: ValueNode): ValueNode {
  return { ...at, keys: { ...at.keys, [key]: child } };
}

/** Two views of one value: what either knows is known, and what either takes is taken. */
function merged(one: ValueNode, other: ValueNode): ValueNode {
  if (!one.keys || !other.keys) {
    // A mapping of which one side knows the keys and the other nothing.
    const known = one.keys ? one : other;
    return { ...known, types: ['object'] };
  }
  const names = [...new Set([...Object.keys(one.keys), ...Object.keys(other.keys)])];
  const keys = Object.fromEntries(names.map((name): [string, ValueNode] => {
    const [left, right] = [one.keys?.[name], other.keys?.[name]];
    if (!left || !right) { return [name, left ?? right ?? {}]; }
    if (left.keys && right.keys) { return [name, merged(left, right)]; }
    return [name, sameTypes(left, right) ? { ...left, ...left.flag === true || right.flag === true ? { flag: true } : {} } : {}];
  }));
  return { types: ['object'], keys, ...one.open === true || other.open === true ? { open: true } : {} };
}

function sameTypes(one: ValueNode, other: ValueNode): boolean {
  return JSON.stringify(one.types) === JSON.stringify(other.types);
}

/** What helm holds values against before it renders anything. */
function withSchema(at: ValueNode, schema: JsonSchema, root: JsonSchema): ValueNode {
  const here = resolved(schema, root);
  const types = typesOf(here, root);
  const properties = Object.entries(here.properties ?? {});
  const keys = { ...at.keys };
  for (const [key, property] of properties) { keys[key] = withSchema(keys[key] ?? {}, property, root); }
  const isClosed = here.additionalProperties === false;
  return {
    ...at,
    ...types ? { types } : {},
    ...Object.keys(keys).length > 0 ? { keys } : {},
    ...at.open === undefined && !isClosed && !at.keys && properties.length > 0 ? { open: true } : {},
    ...isClosed ? { open: false, closed: true } : {},
  };
}

function resolved(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const name = schema.$ref === undefined ? undefined : /^#\/\$defs\/(.+)$/.exec(schema.$ref)?.[1];
  const target = name === undefined ? undefined : root.$defs?.[name];
  return target ? resolved(target, root) : schema;
}

/** The types that a schema takes; undefined where it takes any, or says so in a way that is not read here. */
function typesOf(schema: JsonSchema, root: JsonSchema): ValueType[] | undefined {
  const options = schema.anyOf ?? schema.oneOf;
  if (options) {
    const each = options.map((option) => typesOf(resolved(option, root), root));
    return each.every((types) => types !== undefined) ? [...new Set(each.flat())].sort() : undefined;
  }
  if (schema.type === undefined) { return undefined; }
  const names = (typeof schema.type === 'string' ? [schema.type] : schema.type).filter((name) => name !== 'null');
  return [...new Set(names.map((name) => (name === 'integer' ? 'number' : name) as ValueType))].sort();
}

function sorted(at: ValueNode): ValueNode {
  const { types, flag, keys, open, closed } = at;
  const isOpen = open ?? false;
  return {
    ...types ? { types } : {},
    // What a schema says is checked by the type.
    ...flag === true && !types ? { flag } : {},
    ...keys ? { keys: Object.fromEntries(Object.keys(keys).sort().map((key) => [key, sorted(keys[key] ?? {})])) } : {},
    ...keys && isOpen ? { open: true } : {},
    ...keys && closed === true ? { closed } : {},
  };
}
