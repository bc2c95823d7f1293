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

/** Why kube-state-metrics with these options does not tell of a metric; undefined if it may. */
export function resourceMissing(options: readonly string[], metric: string): string | undefined {
  const asked = options.flatMap((option) => /^--resources=(.*)$/.exec(option)?.[1]?.split(',') ?? []);
  const resource = RESOURCES.find((each) => `${metric}_`.startsWith(`kube_${singular(each)}_`));
  return resource === undefined || asked.length === 0 || asked.includes(resource) ? undefined
    : `kube-state-metrics does not tell of ${resource} (--resources)`;
}

/** Why node_exporter with these options does not tell of a metric; undefined if it may. */
export function collectorMissing(options: readonly string[], metric: string): string | undefined {
  const off = options.flatMap((option) => /^--no-collector\.([\w.-]+)$/.exec(option)?.[1] ?? []);
  const on = options.flatMap((option) => /^--collector\.([\w-]+)$/.exec(option)?.[1] ?? []);
  const collector = [...off, ...OFF.filter((each) => !on.includes(each))].find((each) => metric.startsWith(`node_${each}_`));
  return collector === undefined ? undefined : `the collector ${collector} of node_exporter is off`;
}

function singular(resource: string): string {
  if (resource.endsWith('ies')) { return `${resource.slice(0, -3)}y`; }
  return resource.endsWith('sses') ? resource.slice(0, -2) : resource.slice(0, -1);
}
