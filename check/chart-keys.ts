import { distance } from 'fastest-levenshtein';
import { chartData, type ValueNode, type ValueType } from '../charts/core/chart-data';
import type { HelmValues } from '../charts/core/helm-values';
import type { RenderedLab } from '../charts/core/rendered-lab';
import type { Finding, Rule } from '../charts/core/rule';
import { isMapping } from '../config/kinds';
import { nearest } from '../config/nearest';
import type { ConfigPath } from '../config/problem';
import { CHART_NAMES, type ChartName } from '../config/schema';

/** What a person wrote at a place of `values`, and what the chart makes of that place. */
interface Written {
  readonly path: ConfigPath;
  readonly value: unknown;
  readonly node: ValueNode;
}

const chartValuesKnown: Rule = {
  name: 'chart-values-known',
  severity: 'warning',
  check: ({ config }) => written(config).flatMap(unknownKeys),
};

const chartValuesTyped: Rule = {
  name: 'chart-values-typed',
  severity: 'error',
  check: ({ config }) => written(config).flatMap((each) => [...wrongType(each), ...refusedKeys(each)]),
};

/** Values that the charts themselves know nothing of, or cannot use. */
export const CHART_VALUE_RULES: readonly Rule[] = [chartValuesKnown, chartValuesTyped];

/** What a chart would not know, or could not use, of some values. */
export function valueFindings(name: ChartName, values: HelmValues): Finding[] {
  const all = writtenFor(name, values);
  return [...all.flatMap(unknownKeys), ...all.flatMap(wrongType), ...all.flatMap(refusedKeys)];
}

/** Everything that `values` says of charts. */
function written({ values }: RenderedLab['config']): Written[] {
  return CHART_NAMES.filter((name) => Object.keys(values[name]).length > 0).flatMap((name) => writtenFor(name, values[name]));
}

function writtenFor(name: ChartName, values: HelmValues): Written[] {
  return below({ path: ['values', name], value: values, node: chartData(name).values });
}

function below(here: Written): Written[] {
  const { path, value, node } = here;
  if (!isMapping(value)) { return [here]; }
  return [here, ...Object.entries(value).flatMap(([key, child]) => {
    const known = keyOf(node, key);
    // In a mapping that is handed on, a text may be what its reader wants.
    const loose = node.open === true && key !== 'enabled' && key !== 'create';
    return known ? below({ path: [...path, key], value: child, node: loose ? { ...known, flag: false } : known }) : [];
  })];
}

function unknownKeys(written: Written): Finding[] {
  const { path, value, node: { keys, open, closed } } = written;
  if (!isMapping(value) || keys === undefined || closed === true) { return []; }
  return open === true ? nearKeys(path, value, keys) : otherKeys(written, 'so it changes nothing');
}

function refusedKeys(written: Written): Finding[] {
  return written.node.closed === true ? otherKeys(written, `so ${NOT_RENDERED}`) : [];
}

const NOT_RENDERED = 'it could not be rendered, and Argo CD would go on with what it has';

/** Keys that a chart does not have. */
function otherKeys({ path, value, node: { keys = {} } }: Written, outcome: string): Finding[] {
  if (!isMapping(value)) { return []; }
  return Object.keys(value).filter((key) => keyOf({ keys }, key) === undefined).map((key) => ({
    path: [...path, key],
    what: `is no value that the chart ${String(path[1])} has, ${outcome}`,
    fix: `remove it, or write ${suggestion(key, Object.keys(keys), chartData(path[1] as ChartName).values)}`,
  }));
}

/** A mapping that is handed on may have any key; one letter beside a key that the chart has, it is likely meant for that. */
function nearKeys(path: ConfigPath, value: Readonly<Record<string, unknown>>, keys: Readonly<Record<string, ValueNode>>): Finding[] {
  return Object.keys(value).filter((key) => !Object.hasOwn(keys, key) && key.length >= 6).flatMap((key) => {
    const near = Object.keys(keys).find((each) => !Object.hasOwn(value, each) && (bare(each) === bare(key) || distance(each, key) === 1));
    return near === undefined ? [] : [{
      path: [...path, key],
      what: `is no value that the chart ${String(path[1])} lists, so it most likely changes nothing`,
      fix: `remove it, or write "${near}"`,
    }];
  });
}

/** As many keys as a message lists. */
const LISTED = 12;

/** What somebody may have meant: a key here with another spelling, a way written with dots, or a key of that name elsewhere. */
function suggestion(key: string, known: readonly string[], root: ValueNode): string {
  const alike = known.find((each) => bare(each) === bare(key));
  if (alike !== undefined) { return `"${alike}"`; }
  const dotted = key.split('.');
  if (dotted.length > 1 && hasPath(root, dotted)) {
    return `the keys one below the other: ${dotted.join(': { ')}: ...${' }'.repeat(dotted.length - 1)}`;
  }
  const guess = nearest(key, known);
  if (guess !== undefined) { return `"${guess}"`; }
  const elsewhere = placesOf(root, bare(key), []).sort((one, other) => one.length - other.length);
  if (elsewhere.length > 0 && elsewhere.length <= 8) {
    return `it where the chart has it: ${elsewhere.slice(0, 3).map((each) => each.join('.')).join(' or ')}`;
  }
  if (known.length <= LISTED) { return `one of ${known.join(', ')}`; }
  const away = (each: string): number => distance(key.toLowerCase(), each.toLowerCase());
  const near = [...known].sort((one, other) => away(one) - away(other));
  return `one of ${near.slice(0, LISTED).join(', ')} and others`;
}

/** A key without what spellings differ in: `kube-proxy-replacement`, `kubeProxyReplacement`. */
function bare(key: string): string { return key.toLowerCase().replaceAll(/[-_]/g, ''); }

function hasPath(root: ValueNode, [key = '', ...rest]: readonly string[]): boolean {
  const below = keyOf(root, key);
  return below !== undefined && (rest.length === 0 || hasPath(below, rest));
}

function placesOf({ keys = {} }: ValueNode, name: string, path: readonly string[]): (readonly string[])[] {
  return Object.entries(keys).flatMap(([key, below]) => {
    const here = [...path, key];
    return [...bare(key) === name ? [here] : [], ...placesOf(below, name, here)];
  });
}

function wrongType({ path, value, node: { types, flag } }: Written): Finding[] {
  // A template of Go takes any text for true.
  if (flag === true && typeof value === 'string' && !/^(true|)$/i.test(value.trim()) && !value.includes('{{')) {
    return [{
      path, what: `is the text "${value}", which the templates of the chart ${String(path[1])} take for true, as any text`,
      fix: 'write true or false, without quotes',
    }];
  }
  // null removes what the chart says by itself.
  if (types === undefined || value === null || types.includes(typeOf(value))) { return []; }
  return [{
    path,
    what: `is ${NAMES[typeOf(value)]}, and the chart ${String(path[1])} takes ${types.map((type) => NAMES[type]).join(' or ')} here; `
      + NOT_RENDERED,
    fix: `write ${types.map((type) => NAMES[type]).join(' or ')}, or remove it`,
  }];
}

const NAMES: Readonly<Record<ValueType, string>> = {
  array: 'a list', boolean: 'true or false', number: 'a number', object: 'a mapping', string: 'text',
};

function typeOf(value: unknown): ValueType {
  return Array.isArray(value) ? 'array' : typeof value as ValueType;
}

function keyOf({ keys }: Pick<ValueNode, 'keys'>, key: string): ValueNode | undefined {
  return keys && Object.hasOwn(keys, key) ? keys[key] : undefined;
}
