import { isAllowed } from '../check/allowances';
import type { ConfigPath } from '../config/problem';
import { describe } from '../charts/core/manifest';
import type { Judge, Objection } from './judge';
import { JUDGES } from './judges';
import { describeRelease, type Release } from './release';
import type { RenderedChart } from './render-charts';
import type { RenderedCharts } from './rendered-charts';

/** What a judge says of one object, with what is to blame. */
export interface RenderFinding {
  /** Name of the judge. */
  readonly rule: string;
  /** Errors make `homelab render` fail. */
  readonly severity: 'error' | 'warning';
  /** True if `allowUnsafe` names the judge. */
  readonly allowed: boolean;
  /** The object, such as `Service monitoring/loki`. */
  readonly object: string;
  /** The chart that makes it and the template: `chart loki 18.11.0, loki/templates/service.yaml`. Empty for the lab's own objects. */
  readonly chart: string;
  /** The key of homelab.yaml to change; empty where no key is the reason. */
  readonly path: ConfigPath;
  /** What is wrong. No full stop at the end. */
  readonly what: string;
  /** What to do about it. */
  readonly fix: string;
}

/** Name of the finding about a chart that helm refuses to render. */
export const CHART_RENDERS = 'chart-renders';

/** Lets every judge look at what charts make. The order is that of judges, then of objects. */
export function judgeCharts(charts: RenderedCharts, judges: readonly Judge[] = JUDGES): RenderFinding[] {
  const { allowUnsafe } = charts.lab.config;
  const findings = [
    ...charts.charts.flatMap((chart) => refusals(charts, chart)),
    ...judges.flatMap((judge) => judge.check(charts).map((objection) => asFinding(charts, judge, objection))),
  ];
  return findings.map((finding) => ({ ...finding, allowed: isAllowed(allowUnsafe, finding.rule, finding.object) }));
}

function refusals(charts: RenderedCharts, { release, refusal }: RenderedChart): Omit<RenderFinding, 'allowed'>[] {
  if (refusal === undefined) { return []; }
  return [{
    rule: CHART_RENDERS,
    severity: 'error',
    object: describe(release.owner),
    chart: describeRelease(release),
    path: keyOf(charts, release, []),
    what: `helm refuses these values: ${refusal}`,
    fix: 'change the value that it names',
  }];
}

function asFinding(
  charts: RenderedCharts, { name, severity }: Judge, { object, what, fix, value = [], ofOwner = false }: Objection,
): Omit<RenderFinding, 'allowed'> {
  const source = charts.source(object);
  const origin = charts.lab.source(object)?.origin;
  const own = origin && 'key' in origin ? origin.key : [];
  return {
    rule: name,
    severity,
    object: describe(object),
    chart: source ? [describeRelease(source.release), ...source.template === '' ? [] : [source.template]].join(', ') : '',
    path: source ? keyOf(charts, source.release, value, ofOwner) : own,
    what,
    fix,
  };
}

/** The key that holds the values of a release: those of the platform's charts, or those of somebody's own Application or webhook. */
function keyOf({ lab }: RenderedCharts, { name, owner }: Release, below: readonly string[], ofOwner = false): ConfigPath {
  const origin = lab.source(owner)?.origin;
  const key = origin && 'key' in origin ? origin.key : [];
  if (key[0] === 'appsFolder') { return key; }
  if (key[0] !== 'applications' && key.at(-1) !== 'chart') { return ['values', name, ...below]; }
  return ofOwner ? key : [...key, 'values', ...below];
}
