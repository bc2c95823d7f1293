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
  check: ({ config }) => written(config).flatMap(wrongType),
};

/** Values that the charts themselves know nothing of, or cannot use. */
export const CHART_VALUE_RULES: readonly Rule[] = [chartValuesKnown, chartValuesTyped];

/** What a chart would not know, or could not use, of some values. */
export function valueFindings(name: ChartName, values: HelmValues): Finding[] {
  const all = writtenFor(name, values);
  return [...all.flatMap(unknownKeys), ...all.flatMap(wrongType)];
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
    return known ? below({ path: [...path, key], value: child, node: known }) : [];
  })];
}

function unknownKeys({ path, value, node: { keys, open } }: Written): Finding[] {
  if (!isMapping(value) || keys === undefined || open === true) { return []; }
  return Object.keys(value).filter((key) => keyOf({ keys }, key) === undefined).map((key) => ({
    path: [...path, key],
    what: `is no value that the chart ${String(path[1])} has, so it changes nothing`,
    fix: `remove it, or write ${suggestion(key, Object.keys(keys))}`,
  }));
}

function suggestion(key: string, known: readonly string[]): string {
  const guess = nearest(key, known);
  return guess === undefined ? `one of ${known.join(', ')}` : `"${guess}"`;
}

function wrongType({ path, value, node: { types } }: Written): Finding[] {
  // null removes what the chart says by itself.
  if (types === undefined || value === null || types.includes(typeOf(value))) { return []; }
  return [{
    path,
    what: `is ${NAMES[typeOf(value)]}, and the chart ${String(path[1])} takes ${types.map((type) => NAMES[type]).join(' or ')} here; `
      + 'it could not be rendered, and Argo CD would go on with what it has',
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
