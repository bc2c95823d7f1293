import { at, list, text } from '../charts/core/rendered-lab';
import { podTemplate } from '../charts/core/pod-template';
import { containersOf } from './pods';
import type { RenderedCharts } from './rendered-charts';

/**
 * Kinds that kube-state-metrics can tell of, as its option `--resources` names them:
 * https://github.com/kubernetes/kube-state-metrics/tree/main/docs/metrics.
 */
const RESOURCES = [
  'certificatesigningrequests', 'configmaps', 'cronjobs', 'daemonsets', 'deployments', 'endpoints', 'endpointslices',
  'horizontalpodautoscalers', 'ingresses', 'jobs', 'leases', 'limitranges', 'mutatingwebhookconfigurations', 'namespaces',
  'networkpolicies', 'nodes', 'persistentvolumeclaims', 'persistentvolumes', 'poddisruptionbudgets', 'pods', 'replicasets',
  'replicationcontrollers', 'resourcequotas', 'secrets', 'services', 'statefulsets', 'storageclasses', 'validatingwebhookconfigurations',
  'volumeattachments',
];

/** Collectors of node_exporter that are off unless an option asks for them, and whose metrics begin with their name: its README. */
const OFF = [
  'buddyinfo', 'cgroups', 'drm', 'ethtool', 'interrupts', 'logind', 'network_route', 'ntp', 'perf', 'processes', 'qdisc', 'slabinfo',
  'sysctl', 'systemd', 'wifi', 'zoneinfo',
];

/** Why no exporter gives a metric; undefined if one may. */
export type MissingMetric = (metric: string) => string | undefined;

/** Exporters whose metrics have no label `job` of their own, by what their Services are called in `app.kubernetes.io/name`. */
const KEEPING_JOB = ['kubelet', 'kube-state-metrics'];

/** True for the labels of a Service whose target never says `job` itself, so that `honorLabels` leaves that one alone. */
export function keepsJob(labels: Readonly<Record<string, string>>): boolean {
  return KEEPING_JOB.includes(labels['app.kubernetes.io/name'] ?? '');
}

/** Reads off the options of kube-state-metrics and node_exporter what they do not tell. One that tells is enough. */
export function missingMetrics({ all }: RenderedCharts): MissingMetric {
  const containers = all.manifests.flatMap((manifest) => containersOf(at(podTemplate(manifest), 'spec')));
  const argumentsOf = (name: string): string[][] => {
    return containers.filter((container) => text(container, 'image').split(/[:@]/)[0]?.endsWith(`/${name}`))
      .map((container) => [...list(container, 'command'), ...list(container, 'args')].map(String));
  };
  const ofAll = (options: readonly string[][], reason: (options: readonly string[]) => string | undefined): string | undefined => {
    const reasons = options.map(reason);
    return reasons.includes(undefined) ? undefined : reasons[0];
  };
  const [state, node] = [argumentsOf('kube-state-metrics'), argumentsOf('node-exporter')];
  return (metric) => ofAll(state, (options) => resourceMissing(options, metric))
    ?? ofAll(node, (options) => collectorMissing(options, metric));
}

function resourceMissing(options: readonly string[], metric: string): string | undefined {
  const asked = options.flatMap((option) => /^--resources=(.*)$/.exec(option)?.[1]?.split(',') ?? []);
  const resource = RESOURCES.find((each) => `${metric}_`.startsWith(`kube_${singular(each)}_`));
  return resource === undefined || asked.length === 0 || asked.includes(resource) ? undefined
    : `kube-state-metrics does not tell of ${resource} (--resources)`;
}

function collectorMissing(options: readonly string[], metric: string): string | undefined {
  const off = options.flatMap((option) => /^--no-collector\.([\w.-]+)$/.exec(option)?.[1] ?? []);
  const on = options.flatMap((option) => /^--collector\.([\w-]+)$/.exec(option)?.[1] ?? []);
  const collector = [...off, ...OFF.filter((each) => !on.includes(each))].find((each) => metric.startsWith(`node_${each}_`));
  return collector === undefined ? undefined : `the collector ${collector} of node_exporter is off`;
}

function singular(resource: string): string {
  if (resource.endsWith('ies')) { return `${resource.slice(0, -3)}y`; }
  return resource.endsWith('sses') ? resource.slice(0, -2) : resource.slice(0, -1);
}
