import { NAME, type Matcher, type PromqlSelector } from '../check/promql/selector';
import { selectorTakes } from '../charts/core/label-selector';
import type { Manifest } from '../charts/core/manifest';
import { monitoredNamespaces, MONITORING } from '../charts/core/monitor';
import { at, list, text } from '../charts/core/rendered-lab';
import { podsOf } from './pods';
import type { RenderedCharts } from './rendered-charts';
import { servicesOf } from './services';

/** What the samples of one target of a monitor have in common. */
export interface ScrapeJob {
  /** What makes it, such as `ServiceMonitor monitoring/grafana`. */
  readonly from: Manifest;
  /** Labels that are known; a label that is not here may have any value. An empty one is not there. */
  readonly labels: Readonly<Record<string, string>>;
  /** Rules by which samples are left out after they are read. */
  readonly metricRelabelings: readonly unknown[];
}

/** Every job that Prometheus will have, by the monitors of the lab and of its charts: prometheus-operator, pkg/prometheus/promcfg.go. */
export function scrapeJobs(charts: RenderedCharts): ScrapeJob[] {
  const [services, pods] = [servicesOf(charts), podsOf(charts)];
  return [
    ...charts.all.ofKind(MONITORING, 'ServiceMonitor').flatMap((from) => {
      return services.filter(isChosenBy(from)).flatMap(({ namespace, name, labels }) => list(from, 'spec', 'endpoints').map((endpoint) => {
        const job = labels[text(from, 'spec', 'jobLabel')] ?? name;
        return asJob(from, endpoint, { namespace, service: name, job });
      }));
    }),
    ...charts.all.ofKind(MONITORING, 'PodMonitor').flatMap((from) => {
      return pods.filter(isChosenBy(from)).flatMap(({ namespace, labels }) => list(from, 'spec', 'podMetricsEndpoints').map((endpoint) => {
        const job = labels[text(from, 'spec', 'jobLabel')] ?? `${from.metadata.namespace ?? ''}/${from.metadata.name}`;
        return asJob(from, endpoint, { namespace, service: '', job });
      }));
    }),
    ...charts.all.ofKind(MONITORING, 'Probe').map((from) => asJob(from, at(from, 'spec'), {
      job: text(from, 'spec', 'jobName') || `probe/${from.metadata.namespace ?? ''}/${from.metadata.name}`,
    })),
    ...charts.all.ofKind(MONITORING, 'ScrapeConfig').map((from) => asJob(from, at(from, 'spec'), {
      job: text(from, 'spec', 'jobName') || `scrapeConfig/${from.metadata.namespace ?? ''}/${from.metadata.name}`,
    })),
  ];
}

/** True if a Prometheus is given jobs that stand in no object: what they are called is not known then. */
export function hasOtherJobs({ all }: RenderedCharts): boolean {
  return all.ofKind(MONITORING, 'Prometheus').some((prometheus) => at(prometheus, 'spec', 'additionalScrapeConfigs') !== undefined);
}

/** True if a job may have samples that a selector chooses by these labels. */
export function mayGive({ labels }: ScrapeJob, matchers: readonly Matcher[]): boolean {
  return matchers.every(({ label, operator, value }) => {
    const has = labels[label];
    return has === undefined || matcherTakes(operator, value, has);
  });
}

/** True if a job leaves a metric out that it has read. What Prometheus itself writes about a target cannot be left out. */
export function leavesOut({ metricRelabelings }: ScrapeJob, metric: string): boolean {
  if (metric === 'up' || metric.startsWith('scrape_')) { return false; }
  return metricRelabelings.some((relabeling) => {
    const sources = list(relabeling, 'sourceLabels');
    const action = text(relabeling, 'action').toLowerCase();
    if (sources.length !== 1 || sources[0] !== NAME) { return false; }
    const matches = whole(text(relabeling, 'regex') || '(.*)', metric);
    return (action === 'drop' && matches) || (action === 'keep' && !matches);
  });
}

/** The name of the metric that a selector asks for; undefined if it asks for several. */
export function metricOf({ name, matchers }: PromqlSelector): string | undefined {
  return name ?? matchers.find(({ label, operator }) => label === NAME && operator === '=')?.value;
}

/** What a monitor chooses among: Services and pods. */
interface Target {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

function isChosenBy(monitor: Manifest): (target: Target) => boolean {
  const [where, selector] = [monitoredNamespaces(monitor), at(monitor, 'spec', 'selector')];
  return ({ namespace, labels }) => where(namespace) && selectorTakes(selector, labels);
}

function asJob(from: Manifest, endpoint: unknown, given: Readonly<Record<string, string>>): ScrapeJob {
  const labels: Record<string, string> = { ...given };
  // What the target itself says of these wins over what is known of the target.
  if (at(endpoint, 'honorLabels') === true) { delete labels['namespace']; delete labels['service']; }
  for (const relabeling of list(endpoint, 'relabelings')) {
    const target = text(relabeling, 'targetLabel');
    const replaces = ['', 'replace'].includes(text(relabeling, 'action').toLowerCase());
    if (target === '' || labels[target] === undefined) { continue; }
    // From other labels anything may come.
    if (replaces && list(relabeling, 'sourceLabels').length === 0) {
      labels[target] = text(relabeling, 'replacement');
    } else {
      delete labels[target];
    }
  }
  return { from, labels, metricRelabelings: list(endpoint, 'metricRelabelings') };
}

function matcherTakes(operator: Matcher['operator'], value: string, has: string): boolean {
  switch (operator) {
    case '=': return has === value;
    case '!=': return has !== value;
    case '=~': return whole(value, has);
    case '!~': return !whole(value, has);
  }
}

/** Regular expressions of Prometheus have to match the whole of a text. One that JavaScript cannot read is taken to match. */
function whole(regex: string, value: string): boolean {
  try { return new RegExp(`^(?:${regex})$`, 's').test(value); } catch { return true; }
}
