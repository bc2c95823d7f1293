import { series } from '../../alerts/series';

/** One series that a program tells. */
export interface Sample {
  /** Its labels, all that upstream's source gives it. */
  readonly labels: Readonly<Record<string, string>>;
  /** Its values, one a minute, in promtool's notation. */
  readonly values: string;
}

/** What one job of Prometheus tells, by metric. */
export type JobSamples = Readonly<Record<string, readonly Sample[]>>;

type Labels = Sample['labels'];

/** Series of a counter, which grows by one a minute. */
export const counter = (...labels: readonly Labels[]): Sample[] => each(labels, '0+1x30');
/** Series of a gauge. */
export const gauge = (value: number, ...labels: readonly Labels[]): Sample[] => each(labels, `${value}x30`);
/** The buckets of a histogram; the name of their metric ends in `_bucket`. */
export const buckets = (labels: Labels = {}): Sample[] => counter({ ...labels, le: '0.1' }, { ...labels, le: '+Inf' });

function each(labels: readonly Labels[], values: string): Sample[] {
  return (labels.length === 0 ? [{}] : labels).map((those) => ({ labels: those, values }));
}

/** Where Prometheus finds a job, and whose labels win. */
export interface Job {
  /** Labels that the target has, `job` among them. */
  readonly target: Labels;
  /** Whether labels of the samples win over those. */
  readonly honorLabels: boolean;
}

/** Series as Prometheus keeps them, in promtool's notation. */
export function kept(samples: JobSamples, { target, honorLabels }: Job): [series: string, values: string][] {
  return Object.entries(samples).flatMap(([metric, all]) => all.map(({ labels, values }): [string, string] => {
    const own = Object.entries(labels).map(([label, value]) => [label in target && !honorLabels ? `exported_${label}` : label, value]);
    return [series(metric, { ...target, ...Object.fromEntries(own) as Labels }), values];
  }));
}
