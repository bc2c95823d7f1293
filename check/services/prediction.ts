import { isDeepStrictEqual } from 'node:util';
import { VALUE, type Change, type ChartPods, type ChartPort, type ChartService, type ValueChange } from '../../charts/core/chart-objects';
import type { HelmValues } from '../../charts/core/helm-values';
import { at } from '../../charts/core/rendered-lab';

/** A value that differs from what was rendered, and what it changes. */
export interface Cause {
  /** What was recorded of it. */
  readonly change: ValueChange;
  /** What it is now. */
  readonly value: unknown;
}

/** What becomes of a Service or of pods with some values. */
export type Prediction<T> =
  /** As it is with the lab's own values, or differently. */
  | { readonly kind: 'there'; readonly object: T; readonly causes: readonly Cause[] }
  | { readonly kind: 'gone'; readonly causes: readonly Cause[] }
  /** The values may change it in a way that was not tried. */
  | { readonly kind: 'unknown' };

/** What of an object a change may concern. */
type Field = 'name' | 'namespace' | 'labels' | 'ports';
const FIELDS: readonly Field[] = ['name', 'namespace', 'labels', 'ports'];

/**
 * What becomes of an object of a chart.
 *
 * @param object - what was recorded
 * @param changeOf - what a value changes of it; undefined if nothing
 * @param changes - everything that was recorded of the chart's values
 * @param release - name of the release, which names of objects begin with
 * @param values - the values that the release gets
 */
export function predict<T extends ChartService | ChartPods>(
  object: T, changeOf: (change: ValueChange) => Change<T> | undefined, changes: readonly ValueChange[], release: string, values: HelmValues,
): Prediction<T> {
  const causes = changes.flatMap((change): (Cause & { readonly made: Change<T> })[] => {
    const made = changeOf(change);
    const value = at(values, ...change.path);
    return made === undefined || value === undefined || value === change.from ? [] : [{ change, value, made }];
  });
  const effects = causes.map((cause) => effectOf(cause, cause.made, release));
  if (effects.includes(undefined)) { return { kind: 'unknown' }; }
  const gone = causes.filter((_, index) => effects[index] === null);
  if (gone.length > 0) { return { kind: 'gone', causes: gone }; }
  let result: T = object;
  for (const field of FIELDS) {
    const versions = effects.flatMap((effect) => effect?.[field] === undefined ? [] : [effect[field]]);
    const merged = field === 'ports' ? mergePorts(object.ports, versions as Ports[]) : agreed(object[field], versions);
    if (merged === CONFLICT) { return { kind: 'unknown' }; }
    if (merged !== undefined) { result = { ...result, [field]: merged }; }
  }
  return { kind: 'there', object: result, causes: causes.map(({ change, value }) => ({ change, value })) };
}

/** Ports of a Service, or names of those of pods. */
type Ports = readonly (ChartPort | string)[];

/** Several values want different things, and which of them wins only the chart knows. */
const CONFLICT = Symbol('conflict');

function agreed<V>(base: V, versions: readonly unknown[]): V | typeof CONFLICT {
  const [first, ...others] = versions;
  if (others.some((other) => !isDeepStrictEqual(other, first))) { return CONFLICT; }
  return first === undefined ? base : first as V;
}

/** Two values may each change a port of their own. */
function mergePorts(base: Ports, versions: readonly Ports[]): unknown {
  if (versions.length < 2) { return versions[0] ?? base; }
  if (versions.some((version) => version.length !== base.length)) { return agreed(base, versions); }
  const ports = base.map((port, index) => {
    return agreed(port, versions.flatMap((version) => isDeepStrictEqual(version[index], port) ? [] : [version[index]]));
  });
  return ports.includes(CONFLICT) ? CONFLICT : ports;
}

/** What a value makes of an object; undefined where another value than the one that was tried says too little. */
function effectOf<T>({ change, value }: Cause, made: Change<T>, release: string): Change<T> | undefined {
  if (typeof change.from === 'boolean') { return typeof value === 'boolean' ? made : undefined; }
  // Another name or port that the chart could not use either: empty text stands for the chart's own choice.
  if (made === null || (typeof value !== 'string' && typeof value !== 'number') || value === '') { return undefined; }
  const pattern = JSON.stringify(made);
  const { name } = made as { readonly name?: string };
  // Charts leave out what the name of the release already says.
  if (!pattern.includes(VALUE) || (name !== undefined && !name.startsWith(VALUE) && release.includes(String(value)))) { return undefined; }
  const isPort = /^\d+$/.test(String(value));
  if (pattern.includes(`"port":"${VALUE}"`) && !isPort) { return undefined; }
  const text = JSON.stringify(String(value)).slice(1, -1);
  return JSON.parse(pattern.replaceAll(`"port":"${VALUE}"`, () => `"port":${text}`).replaceAll(VALUE, () => text)) as Change<T>;
}
