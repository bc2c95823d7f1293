import { selectorsOf, type PromqlSelector } from '../../check/promql/selector';
import type { Manifest } from '../../charts/core/manifest';
import { MONITORING } from '../../charts/core/monitor';
import { at, list, text } from '../../charts/core/rendered-lab';
import { missingMetrics, type MissingMetric } from '../exporters';
import type { Judge, Objection } from '../judge';
import type { RenderedCharts } from '../rendered-charts';
import { hasOtherSeries, leavesOut, mayGive, metricOf, scrapeJobs, type ScrapeJob } from '../scrape-jobs';

/** Labels that come from how a target is found. */
const OF_TARGETS = ['job', 'namespace', 'service'];
/** A variable of Grafana. */
const VARIABLE = /\$|\[\[/;

/** An alert about samples that nobody reads never fires, and one about their absence always does. */
export const alertMetrics: Judge = {
  name: 'alert-metrics',
  severity: 'error',
  check: (charts) => {
    if (hasOtherSeries(charts) || charts.all.ofKind(MONITORING, 'Prometheus').length === 0) { return []; }
    const known = { jobs: scrapeJobs(charts), missing: missingMetrics(charts), recorded: recordedBy(charts) };
    return [
      ...charts.all.ofKind(MONITORING, 'PrometheusRule').filter((object) => isJudged(charts, object))
        .flatMap((object) => expressionsOfRules(object).flatMap((each) => objections(object, each, known))),
      // A chart's dashboards come as a whole: nobody can switch off the panel about what this lab does not have.
      ...charts.lab.ofKind('', 'ConfigMap').filter((object) => isJudged(charts, object))
        .flatMap((object) => expressionsOfDashboards(object).flatMap((each) => objections(object, each, known))),
    ];
  },
};

/** What of a lab is needed to tell whether samples exist. */
interface Known {
  readonly jobs: readonly ScrapeJob[];
  readonly missing: MissingMetric;
  /** Metrics that rules make. */
  readonly recorded: ReadonlySet<string>;
}

/** An expression, and where it stands in its object. */
interface Placed {
  readonly where: string;
  readonly expression: string;
}

/** What a lab's own code asks for may come from somebody's Application that cannot be rendered. */
function isJudged({ lab, unrendered, charts }: RenderedCharts, object: Manifest): boolean {
  const origin = lab.source(object)?.origin;
  // What a chart that is refused would make is not known, its monitors among it.
  if (charts.some(({ refusal }) => refusal !== undefined)) { return false; }
  return origin === undefined || 'key' in origin || unrendered.every(({ owner }) => lab.source(owner)?.origin === undefined);
}

function recordedBy({ all }: RenderedCharts): Set<string> {
  return new Set(all.ofKind(MONITORING, 'PrometheusRule').flatMap(rulesOf).map((rule) => text(rule, 'record')));
}

function rulesOf(object: Manifest): unknown[] {
  return list(object, 'spec', 'groups').flatMap((group) => list(group, 'rules'));
}

function expressionsOfRules(object: Manifest): Placed[] {
  return rulesOf(object).map((rule) => {
    const [alert, record] = [text(rule, 'alert'), text(rule, 'record')];
    return { where: alert === '' ? `the rule ${record}` : `the alert ${alert}`, expression: text(rule, 'expr') };
  });
}

/** The queries of panels, for Prometheus or for a data source that a variable chooses. */
function expressionsOfDashboards(object: Manifest): Placed[] {
  if (object.metadata.labels?.['grafana_dashboard'] === undefined) { return []; }
  return Object.entries(at(object, 'data') ?? {}).flatMap(([file, json]) => panelsOf(parse(json)).flatMap((panel) => {
    return list(panel, 'targets').map((target) => ({ where: `the panel "${text(panel, 'title')}" of ${file}`, target }))
      .filter(({ target }) => !['loki', 'tempo'].includes(text(target, 'datasource', 'type') || text(panel, 'datasource', 'type')))
      .map(({ where, target }) => ({ where, expression: text(target, 'expr') }));
  }));
}

function panelsOf(dashboard: unknown): unknown[] {
  return list(dashboard, 'panels').flatMap((panel) => [panel, ...panelsOf(panel)]);
}

function parse(json: unknown): unknown {
  try { return JSON.parse(String(json)); } catch { return undefined; }
}

function objections(object: Manifest, { where, expression }: Placed, known: Known): Objection[] {
  const found = selectorsOf(expression).flatMap((selector) => {
    const problem = problemOf(selector, known);
    return problem === undefined ? [] : [`${problem}, so that ${effectOn(selector)}`];
  });
  return [...new Set(found)].map((what) => ({
    object, what: `${where} asks for ${what}`,
    fix: 'switch off the rule or panel, or switch on what it is about',
  }));
}

/** What becomes of an expression is another matter: `a or b` shows the other one. */
function effectOn({ within }: PromqlSelector): string {
  const absent = within.find((name) => name === 'absent' || name === 'absent_over_time');
  return absent === undefined ? 'there is never anything to show' : `${absent}() always finds it missing`;
}

/** Why there are no samples for a selector; undefined if there may be some. */
function problemOf(selector: PromqlSelector, { jobs, missing, recorded }: Known): string | undefined {
  const metric = metricOf(selector);
  if (metric === undefined || isMadeByPrometheus(metric) || recorded.has(metric) || VARIABLE.test(metric)) { return undefined; }
  const anyName = jobs.some((job) => job.anyName);
  // Only rules make names with a colon: https://prometheus.io/docs/practices/rules/.
  if (metric.includes(':')) { return anyName ? undefined : `${metric}, which no rule records`; }
  const matchers = selector.matchers.filter(({ label, value }) => OF_TARGETS.includes(label) && !VARIABLE.test(value));
  const giving = jobs.filter((job) => mayGive(job, metric, matchers));
  const labels = matchers.map(({ label, operator, value }) => `${label}${operator}"${value}"`).join(', ');
  if (giving.length === 0) {
    return labels === '' ? `${metric}, and no monitor reads any target`
      : `${metric}{${labels}}, and no monitor reads targets with these labels`;
  }
  if (matchers.some(({ label }) => label === 'job') && giving.every((job) => leavesOut(job, metric))) {
    return `${metric}{${labels}}, which the metricRelabelings of its monitors leave out`;
  }
  const reason = anyName ? undefined : missing(metric);
  return reason === undefined ? undefined : `${metric}, and ${reason}`;
}

/** What no target is read for. */
function isMadeByPrometheus(metric: string): boolean {
  return metric === 'ALERTS' || metric === 'ALERTS_FOR_STATE';
}
