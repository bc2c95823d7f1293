import { NAME, type Matcher, type PromqlSelector } from '../check/promql/selector';
import { selectorTakes } from '../charts/core/label-selector';
import { describe, type Manifest } from '../charts/core/manifest';
import { monitoredNamespaces, MONITORING } from '../charts/core/monitor';
import { matchesWhole } from '../charts/core/re2';
import { at, list, text } from '../charts/core/rendered-lab';
import { foreignObjects } from './foreign-objects';
import { podsOf } from './pods';
import { mayChange, relabel, type KnownLabels } from './relabeling';
import type { RenderedCharts } from './rendered-charts';
import { servicesOf } from './services';

/** What the samples of one target of a monitor have in common. */
export interface ScrapeJob {
  /** What makes it, such as `ServiceMonitor monitoring/grafana`. */
  readonly from: Manifest;
  /** Labels of what Prometheus itself writes about the target. */
  readonly target: KnownLabels;
  /** Labels of the samples that it reads there. */
  readonly samples: KnownLabels;
  /** Rules by which samples are left out after they are read. */
  readonly metricRelabelings: readonly unknown[];
  /** True if samples may come with any name, such as those that a rule of another Prometheus has recorded. */
  readonly anyName: boolean;
}

/**
 * Every job that Prometheus will have, by the monitors of the lab and of its charts. Labels are set in the order of prometheus-operator
 * (pkg/prometheus/promcfg.go).
 */
export function scrapeJobs(charts: RenderedCharts): ScrapeJob[] {
  return charts.all.ofKind(MONITORING, 'Prometheus').flatMap((prometheus) => [
    ...ofServiceMonitors(charts, prometheus), ...ofPodMonitors(charts, prometheus), ...ofProbes(charts, prometheus),
    ...ofScrapeConfigs(charts, prometheus),
  ]);
}

/** True if a Prometheus is given series that no monitor reads: what they are called is not known then. */
export function hasOtherSeries({ all }: RenderedCharts): boolean {
  return all.ofKind(MONITORING, 'Prometheus').some(({ spec }) => {
    const receives = at(spec, 'enableRemoteWriteReceiver') === true || at(spec, 'enableOTLPReceiver') === true;
    // Flags by their names in the options or in the patch of a container: web.enable-remote-write-receiver, web.enable-otlp-receiver.
    const flags = JSON.stringify([at(spec, 'additionalArgs'), at(spec, 'containers'), at(spec, 'enableFeatures')]);
    return receives || flags.includes('receiver') || at(spec, 'additionalScrapeConfigs') !== undefined
      || list(spec, 'remoteRead').length > 0;
  });
}

/** True if a job may have samples of a metric that a selector chooses by these labels. */
export function mayGive({ target, samples }: ScrapeJob, metric: string, matchers: readonly Matcher[]): boolean {
  const isTaken = (labels: KnownLabels): boolean => matchers.every(({ label, operator, value }) => {
    const has = labels[label];
    return has === undefined || matcherTakes(operator, value, has);
  });
  return isTaken(OF_TARGET.includes(metric) ? target : samples);
}

/** True if a job leaves a metric out that it has read. */
export function leavesOut({ metricRelabelings, anyName }: ScrapeJob, metric: string): boolean {
  if (OF_TARGET.includes(metric) || anyName) { return false; }
  return metricRelabelings.some((relabeling) => {
    const sources = list(relabeling, 'sourceLabels');
    const action = text(relabeling, 'action').toLowerCase();
    if (sources.length !== 1 || sources[0] !== NAME) { return false; }
    const matches = matchesWhole(text(relabeling, 'regex') || '(.*)', metric);
    return (action === 'drop' && matches === true) || (action === 'keep' && matches === false);
  });
}

/** The name of the metric that a selector asks for; undefined if it asks for several. */
export function metricOf({ name, matchers }: PromqlSelector): string | undefined {
  return name ?? matchers.find(({ label, operator }) => label === NAME && operator === '=')?.value;
}

/**
 * What Prometheus writes about each target, with the target's labels and behind all `metricRelabelings`:
 * https://prometheus.io/docs/concepts/jobs_instances/#automatically-generated-labels-and-time-series.
 */
const OF_TARGET = [
  'up', 'scrape_duration_seconds', 'scrape_samples_scraped', 'scrape_samples_post_metric_relabeling', 'scrape_series_added',
  'scrape_timeout_seconds', 'scrape_sample_limit', 'scrape_body_size_bytes',
];

function ofServiceMonitors(charts: RenderedCharts, prometheus: Manifest): ScrapeJob[] {
  const made = new Map(charts.all.ofKind('', 'Service').map((service) => {
    return [`${service.metadata.namespace ?? 'default'}/${service.metadata.name}`, describe(service)];
  }));
  const [services, foreign] = [servicesOf(charts), foreignObjects(charts)];
  return charts.all.ofKind(MONITORING, 'ServiceMonitor').flatMap((from) => services.filter(isChosenBy(from)).flatMap((service) => {
    const { namespace, name, labels } = service;
    const written = made.get(`${namespace}/${name}`);
    // Labels that a controller adds are not all known.
    const job = jobOf(from, labels, name, written !== undefined);
    const copied = [...copies(list(from, 'spec', 'targetLabels')), ...podLabelsOf(from, prometheus)];
    const given = { ...relabel({ namespace, service: name }, copied), ...job === undefined ? {} : { job } };
    const isKnown = written === undefined || !foreign.has(written);
    return list(from, 'spec', 'endpoints').map((endpoint) => asJob(from, prometheus, endpoint, given, isKnown));
  }));
}

function ofPodMonitors(charts: RenderedCharts, prometheus: Manifest): ScrapeJob[] {
  const [pods, foreign] = [podsOf(charts), foreignObjects(charts)];
  return charts.all.ofKind(MONITORING, 'PodMonitor').flatMap((from) => pods.filter(isChosenBy(from)).flatMap((pod) => {
    const { namespace, labels } = pod;
    const job = jobOf(from, labels, `${from.metadata.namespace ?? ''}/${from.metadata.name}`, false);
    const given = { ...relabel({ namespace, service: '' }, podLabelsOf(from, prometheus)), ...job === undefined ? {} : { job } };
    return list(from, 'spec', 'podMetricsEndpoints').map((endpoint) => asJob(from, prometheus, endpoint, given, !foreign.has(pod.from)));
  }));
}

function ofProbes(charts: RenderedCharts, prometheus: Manifest): ScrapeJob[] {
  return charts.all.ofKind(MONITORING, 'Probe').map((from) => {
    const targets = at(from, 'spec', 'targets');
    const kind = at(targets, 'staticConfig') === undefined ? 'ingress' : 'staticConfig';
    const given = namedJob(from, `probe/${from.metadata.namespace ?? ''}/${from.metadata.name}`, [at(targets, 'staticConfig', 'labels')]);
    return asJob(from, prometheus, {
      relabelings: list(targets, kind, 'relabelingConfigs'), metricRelabelings: list(from, 'spec', 'metricRelabelings'),
    }, given);
  });
}

function ofScrapeConfigs(charts: RenderedCharts, prometheus: Manifest): ScrapeJob[] {
  return charts.all.ofKind(MONITORING, 'ScrapeConfig').map((from) => {
    // Files and answers of a server bring labels as static targets do. All other ways to find targets give labels that relabelings read.
    const brings = [...list(from, 'spec', 'fileSDConfigs'), ...list(from, 'spec', 'httpSDConfigs')].map(() => ({ job: undefined }));
    const labels = [...list(from, 'spec', 'staticConfigs').map((each) => at(each, 'labels')), ...brings];
    const name = `scrapeConfig/${from.metadata.namespace ?? ''}/${from.metadata.name}`;
    return asJob(from, prometheus, at(from, 'spec'), namedJob(from, name, labels));
  });
}

/** The job of targets with labels of their own, which win over the name of the job but not over `jobName`. */
function namedJob(from: Manifest, name: string, labels: readonly unknown[]): KnownLabels {
  const job = text(from, 'spec', 'jobName');
  if (job !== '') { return { job }; }
  return labels.some((each) => typeof each === 'object' && each !== null && 'job' in each) ? {} : { job: name };
}

/** The job by `jobLabel`. @returns undefined where a label that is not known may say it */
function jobOf(monitor: Manifest, labels: KnownLabels, otherwise: string, isComplete: boolean): string | undefined {
  const wanted = text(monitor, 'spec', 'jobLabel');
  if (wanted === '') { return otherwise; }
  // Prometheus knows labels of Kubernetes by names without dots and slashes.
  const [, value] = Object.entries(labels).find(([label]) => plain(label) === plain(wanted)) ?? [];
  return value ?? (isComplete ? otherwise : undefined);
}

function plain(label: string): string { return label.replaceAll(/[^\w]/g, '_'); }

/** Copies of labels of the Service or the pod, if it has them. */
function copies(labels: readonly unknown[]): unknown[] {
  return labels.map((label) => ({ sourceLabels: ['__meta'], regex: '(.+)', targetLabel: plain(String(label)) }));
}

function podLabelsOf(monitor: Manifest, prometheus: Manifest): unknown[] {
  return copies([...list(monitor, 'spec', 'podTargetLabels'), ...list(prometheus, 'spec', 'podTargetLabels')]);
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

/** @param isKnown - true for a program of the platform: none of them has a label `job` of its own */
function asJob(from: Manifest, prometheus: Manifest, endpoint: unknown, given: KnownLabels, isKnown = false): ScrapeJob {
  const scrapeClass = classOf(from, prometheus);
  const enforced = copies([text(prometheus, 'spec', 'enforcedNamespaceLabel')]);
  const relabelings = (key: string): unknown[] => [...list(scrapeClass, key), ...list(endpoint, key), ...enforced];
  const [target, metricRelabelings] = [relabel(given, relabelings('relabelings')), relabelings('metricRelabelings')];
  const honors = at(endpoint, 'honorLabels') === true;
  const path = `${text(endpoint, 'path')}${text(endpoint, 'metricsPath')}`;
  return {
    from,
    // What is honored may be another Prometheus' own "up".
    target: honors && !isKnown ? {} : target,
    samples: relabel(honors ? onlyJob(target, isKnown) : present(target), metricRelabelings),
    metricRelabelings,
    anyName: mayChange(NAME, metricRelabelings) || path.includes('federate') || (honors && from.kind === 'ScrapeConfig'),
  };
}

/** The class of a monitor, or that of all that name none. */
function classOf(monitor: Manifest, prometheus: Manifest): unknown {
  const name = text(monitor, 'spec', 'scrapeClass');
  return list(prometheus, 'spec', 'scrapeClasses').find((each) => name === '' ? at(each, 'default') === true : text(each, 'name') === name);
}

/** Where labels are honored, what the target says of itself wins. */
function onlyJob({ job }: KnownLabels, isKnown: boolean): KnownLabels {
  return isKnown && job !== undefined ? { job } : {};
}

/** A label that the target does not have, its samples may bring. */
function present(labels: KnownLabels): KnownLabels {
  return Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''));
}

/** An expression that RE2 refuses is taken to match: somebody else says what is wrong with it. */
function matcherTakes(operator: Matcher['operator'], value: string, has: string): boolean {
  const matches = operator.endsWith('~') ? matchesWhole(value, has) : has === value;
  return matches === undefined || matches === (operator === '=' || operator === '=~');
}
