import type { ValueNode } from '../../charts/core/chart-data';
import { mergeValues, type HelmValues, type JsonValue } from '../../charts/core/helm-values';
import { isMapping } from '../../config/kinds';
import { ISTIO_DEFAULTS, type ChartSource } from './values';

/** One value, and another that it is set to so that it shows what depends on it. */
export interface Probe {
  /** Way to the value. */
  readonly path: readonly string[];
  /** What it is. @default - nothing */
  readonly from?: string | number | boolean;
  /** What it is set to. */
  readonly to: string | number | boolean;
}

/** A name that occurs in no chart. Short, because charts cut names off (kube-prometheus-stack at 26 letters). */
export const PROBE_NAME = 'zq9';
/** A port that no chart uses. */
export const PROBE_PORT = 23456;

/** Keys of values that give names to something. */
const NAMES = /name|override|revision/i;
/** Keys of values that are a port, or its name. */
const PORTS = /port/i;

/**
 * What is tried of a chart: every boolean, and every name and single port by its key. What stands in lists, such as more ports of a
 * Service or whole manifests, is not; the rules in check/services/ say nothing where such a value may bring what they miss.
 *
 * @param source - the chart
 * @param known - the values that it takes
 * @param values - those that the lab gives it
 */
export function probesOf(source: ChartSource, known: ValueNode, values: HelmValues): Probe[] {
  return below([], known, mergeValues(defaultsOf(source), values));
}

/** The chart's own values, those of the charts in it included. */
function defaultsOf({ defaults, parts }: ChartSource): HelmValues {
  const written = defaults[ISTIO_DEFAULTS];
  const own = (isMapping(written) ? written : defaults) as HelmValues;
  return Object.entries(parts).reduce((values, [key, part]): HelmValues => {
    const given = values[key];
    return { ...values, [key]: mergeValues(defaultsOf(part), isMapping(given) ? given : {}) };
  }, own);
}

function below(path: readonly string[], { keys, types }: ValueNode, value: JsonValue | undefined): Probe[] {
  const inner = isMapping(value) ? value : {};
  const names = [...new Set([...Object.keys(keys ?? {}), ...Object.keys(inner)])].sort();
  if (names.length > 0) {
    return names.flatMap((key) => below([...path, key], keys && Object.hasOwn(keys, key) ? keys[key] ?? {} : {}, inner[key]));
  }
  const key = path.at(-1) ?? '';
  const canBe = (type: 'string' | 'number'): boolean => types === undefined || types.includes(type);
  if (typeof value === 'boolean') { return [{ path, from: value, to: !value }]; }
  if (PORTS.test(key) && !NAMES.test(key)) { return asPort(path, value, canBe('number')); }
  if (!NAMES.test(key)) { return []; }
  if (typeof value === 'string') { return [{ path, from: value, to: PROBE_NAME }]; }
  return (value === undefined || value === null) && canBe('string') ? [{ path, to: PROBE_NAME }] : [];
}

function asPort(path: readonly string[], value: JsonValue | undefined, canBeNumber: boolean): Probe[] {
  if (typeof value === 'number') { return [{ path, from: value, to: PROBE_PORT }]; }
  if (typeof value === 'string') { return [{ path, from: value, to: /^\d+$/.test(value) ? String(PROBE_PORT) : PROBE_NAME }]; }
  return (value === undefined || value === null) && canBeNumber ? [{ path, to: PROBE_PORT }] : [];
}
