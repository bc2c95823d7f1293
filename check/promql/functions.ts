/** What an expression can be. */
export type ValueType = 'vector' | 'range' | 'scalar' | 'string';

/** A function of PromQL. */
export interface PromqlFunction {
  /** Types of its arguments, in their order. */
  readonly takes: readonly ValueType[];
  /** Least number of arguments. */
  readonly least: number;
  /** Greatest number of arguments; those beyond `takes` are of the last type there. */
  readonly most: number;
  /** What a call is. */
  readonly gives: ValueType;
  /** The flag of Prometheus that switches it on. @default - none, it is always there */
  readonly feature?: string;
}

const EXPERIMENTAL = 'promql-experimental-functions';

/** The letters of signatures below. */
const TYPES: Readonly<Record<string, ValueType>> = { v: 'vector', r: 'range', s: 'scalar', t: 'string' };

/** Of one signature: types of arguments, an optional one in brackets, `...` for any number of the last; `->` and what it gives. */
const SIGNATURES: readonly (readonly [signature: string, names: string, feature?: string])[] = [
  ['v->v', 'abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor histogram_avg histogram_count histogram_stddev '
    + 'histogram_stdvar histogram_sum ln log10 log2 rad sgn sin sinh sort sort_desc sqrt tan tanh timestamp'],
  ['r->v', 'absent_over_time avg_over_time changes count_over_time delta deriv first_over_time idelta increase irate last_over_time '
    + 'max_over_time min_over_time present_over_time rate resets stddev_over_time stdvar_over_time sum_over_time'],
  ['(v)->v', 'day_of_month day_of_week day_of_year days_in_month hour minute month year'],
  ['->s', 'pi time'],
  ['v->s', 'scalar'],
  ['s->v', 'vector'],
  ['v(s)->v', 'round'],
  ['vs->v', 'clamp_max clamp_min'],
  ['vss->v', 'clamp'],
  ['ssv->v', 'histogram_fraction'],
  ['sv->v', 'histogram_quantile'],
  ['sr->v', 'quantile_over_time'],
  ['rs->v', 'predict_linear'],
  ['vtttt->v', 'label_replace'],
  ['vtt(t)...->v', 'label_join'],
  ['->s', 'start end range step', EXPERIMENTAL],
  ['ss->s', 'max_of min_of', EXPERIMENTAL],
  ['r->v', 'mad_over_time ts_of_first_over_time ts_of_last_over_time ts_of_max_over_time ts_of_min_over_time', EXPERIMENTAL],
  ['rss->v', 'double_exponential_smoothing', EXPERIMENTAL],
  ['v(t)...->v', 'sort_by_label sort_by_label_desc', EXPERIMENTAL],
  ['vts(s)(s)(s)(s)(s)(s)(s)(s)(s)->v', 'histogram_quantiles', EXPERIMENTAL],
  ['v(v)->v', 'info', EXPERIMENTAL],
  ['v->v', 'start_timestamp', 'use-start-timestamps'],
];

/** The Prometheus whose functions and templates are known here: the one that the pinned kube-prometheus-stack runs. */
export const PROMETHEUS_VERSION = '3.14';

/** The functions of that version: https://prometheus.io/docs/prometheus/latest/querying/functions/. */
export const FUNCTIONS: ReadonlyMap<string, PromqlFunction> = new Map(SIGNATURES.flatMap(([signature, names, feature]) => {
  const found = { ...read(signature), ...feature === undefined ? {} : { feature } };
  return names.split(' ').map((name) => [name, found] as const);
}));

/** An operator that makes one series of many. */
export interface Aggregation {
  /** Type of its first argument if it has two. @default - it has one, a vector */
  readonly parameter?: ValueType;
  /** The flag of Prometheus that switches it on. @default - none, it is always there */
  readonly feature?: string;
}

/** The aggregations of the same version: https://prometheus.io/docs/prometheus/latest/querying/operators/#aggregation-operators. */
export const AGGREGATIONS: ReadonlyMap<string, Aggregation> = new Map<string, Aggregation>([
  ...['avg', 'count', 'group', 'max', 'min', 'stddev', 'stdvar', 'sum'].map((name) => [name, {}] as const),
  ...['bottomk', 'quantile', 'topk'].map((name) => [name, { parameter: 'scalar' }] as const),
  ['count_values', { parameter: 'string' }],
  ...['limitk', 'limit_ratio'].map((name) => [name, { parameter: 'scalar', feature: EXPERIMENTAL }] as const),
]);

function read(signature: string): PromqlFunction {
  const [takes = '', gives = ''] = signature.split('->');
  const letters = [...takes.matchAll(/[a-z]/g)].map(([letter]) => TYPES[letter]!);
  const optional = [...takes.matchAll(/\(/g)].length;
  return {
    takes: letters, least: letters.length - optional, most: takes.endsWith('...') ? Infinity : letters.length, gives: TYPES[gives]!,
  };
}
