import type { RenderedLab } from '../../charts/core/rendered-lab';
import { isMapping } from '../../config/kinds';
import type { ConfigPath } from '../../config/problem';
import { CHART_NAMES, type ChartName } from '../../config/schema';

/** A value that somebody wrote for a chart of the platform. */
export interface WrittenValue {
  /** The chart's release. */
  readonly release: ChartName;
  /** Way to it in homelab.yaml. */
  readonly path: ConfigPath;
  /** Keys below the release, list indexes left out. */
  readonly keys: readonly string[];
  /** Its own key; that of the list for an item of one. */
  readonly key: string;
  /** What is written. */
  readonly value: unknown;
}

/** Every value that `values` says, at any depth, for releases that the lab has. */
export function writtenValues(lab: RenderedLab): WrittenValue[] {
  return CHART_NAMES.filter((release) => lab.helmValues(release) !== undefined).flatMap((release) => {
    return below({ release, path: ['values', release], keys: [], key: '', value: lab.config.values[release] });
  });
}

function below(written: WrittenValue): WrittenValue[] {
  const { value, path, keys } = written;
  if (Array.isArray(value)) {
    return [written, ...value.flatMap((each: unknown, index) => below({ ...written, path: [...path, index], value: each }))];
  }
  if (!isMapping(value)) { return [written]; }
  return [written, ...Object.entries(value).flatMap(([key, each]) =>
    below({ ...written, path: [...path, key], keys: [...keys, key], key, value: each }))];
}
