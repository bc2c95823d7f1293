import { isMapping } from '../../config/kinds';
import { formatValue } from '../../config/problem';
import type { ChartName } from '../../config/schema';
import type { Finding } from './rule';
import { at, type RenderedLab } from './rendered-lab';

/** A Helm value that decides whether the lab works. */
export interface SafeValue {
  /** Way to the value in the chart's values. */
  readonly path: readonly string[];
  /** Every value it may have; undefined stands for the chart's own default. */
  readonly safe: readonly (string | number | boolean | undefined)[];
  /** What happens with any other. */
  readonly why: string;
}

/** Such values, by the release whose they are. */
export type SafeValues = Readonly<Partial<Record<ChartName, readonly SafeValue[]>>>;

/** Findings for every value of a release that is not safe, blamed on the override that changed it. */
export function compareValues(lab: RenderedLab, release: ChartName, values: readonly SafeValue[]): Finding[] {
  const actual = lab.helmValues(release);
  if (!actual) { return []; }
  return values.flatMap(({ path, safe, why }): Finding[] => {
    const value = at(actual, ...path);
    if (safe.some((each) => each === value)) { return []; }
    const override = overridden(lab.config.values[release], path);
    const wanted = [...new Set(safe.filter((each) => each !== undefined).map(String))].join(' or ') || 'nothing';
    return [{
      ...override ? { path: ['values', release, ...override] } : {},
      what: `${release} must not have ${path.join('.')} = ${formatValue(value)}: ${why}`,
      fix: `${override ? 'remove the override, or set it to' : 'set it to'} ${wanted}`,
    }];
  });
}

/** The part of a path that a user's overrides reach: all of it, or up to what has nothing below it, such as a null or a list. */
export function overridden(overrides: unknown, path: readonly string[]): readonly string[] | undefined {
  const last = path.findIndex((_, index) => {
    const value = at(overrides, ...path.slice(0, index + 1));
    return value !== undefined && !isMapping(value);
  });
  if (last >= 0) { return path.slice(0, last + 1); }
  return at(overrides, ...path) === undefined ? undefined : path;
}
