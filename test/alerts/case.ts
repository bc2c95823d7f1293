import type { Series } from './promtool';

/** What one alert does on given samples. */
export interface AlertCase {
  readonly alert: string;
  /** The situation, to complete "fires on" or "is silent on". */
  readonly on: string;
  readonly series: Series;
  /** Time at which to look, such as `20m`. */
  readonly at: string;
  /** The alerts that fire, by the labels of their series and the description a person reads. @default - none */
  readonly fires?: readonly { readonly labels: Readonly<Record<string, string>>; readonly description: string }[];
}
