import type { HelmValues } from '../core/helm-values';

/**
 * Values of the chart loki, for one node. Keys: charts/loki/values.yaml at 18.11.0.
 *
 * @param storageClass - class of its volume; undefined for the cluster's own
 */
export function lokiValues(storageClass?: string): HelmValues {
  return {
    fullnameOverride: 'loki',
    deploymentMode: 'Monolithic',
    loki: {
      auth_enabled: false,
      commonConfig: { replication_factor: 1 },
      storage: { type: 'filesystem' },
      // The day only has to lie before the first log line; it must never change.
      schemaConfig: {
        configs: [{
          from: '2026-01-01', store: 'tsdb', object_store: 'filesystem', schema: 'v13', index: { prefix: 'index_', period: '24h' },
        }],
      },
      limits_config: { retention_period: '168h' },
      compactor: { retention_enabled: true, delete_request_store: 'filesystem' },
      analytics: { reporting_enabled: false },
    },
    singleBinary: {
      replicas: 1,
      resources: { requests: { cpu: '50m', memory: '256Mi' }, limits: { memory: '768Mi' } },
      persistence: { size: '10Gi', ...storageClass === undefined ? {} : { storageClass } },
      // Only finds rule files, of which there are none.
      sidecar: false,
    },
    // What that container may do is granted all the same: reading every Secret of the cluster.
    sidecar: { rules: { enabled: false } },
    rbac: { namespaced: true },
    read: { replicas: 0 }, write: { replicas: 0 }, backend: { replicas: 0 },
    // Sized by default for a cluster: the cache of chunks alone asks for gigabytes.
    chunksCache: { enabled: false },
    resultsCache: { enabled: false },
    gateway: { enabled: false },
    lokiCanary: { enabled: false },
    test: { enabled: false },
  };
}

/**
 * Values of the chart alloy. Keys: operations/helm/charts/alloy/values.yaml at 1.11.1.
 *
 * @param loki - address of Loki
 */
export function alloyValues(loki: string): HelmValues {
  return {
    fullnameOverride: 'alloy',
    crds: { create: false },
    // One that reads through the API server, instead of one per node that needs root and a host path. For a few nodes that is cheap.
    controller: { type: 'deployment', replicas: 1 },
    // The default may read every Secret. Neither list may be empty: the chart writes them one after the other, and YAML does not take
    // `[]` behind an item (templates/rbac.yaml).
    rbac: {
      rules: [{ apiGroups: [''], resources: ['pods', 'namespaces'], verbs: ['get', 'list', 'watch'] }],
      clusterRules: [{ apiGroups: [''], resources: ['pods/log'], verbs: ['get', 'list', 'watch'] }],
    },
    alloy: {
      enableReporting: false,
      configMap: { content: alloyConfig(loki) },
      resources: { requests: { cpu: '20m', memory: '128Mi' }, limits: { memory: '256Mi' } },
    },
    configReloader: { resources: { requests: { cpu: '5m', memory: '24Mi' } } },
  };
}

function alloyConfig(loki: string): string {
  const label = (from: string, to: string): string =>
    `  rule {\n    source_labels = ["__meta_kubernetes_${from}"]\n    target_label  = "${to}"\n  }`;
  return [
    'discovery.kubernetes "pods" {',
    '  role = "pod"',
    '}',
    'discovery.relabel "pods" {',
    '  targets = discovery.kubernetes.pods.targets',
    label('namespace', 'namespace'),
    label('pod_name', 'pod'),
    label('pod_container_name', 'container'),
    label('pod_node_name', 'node'),
    '}',
    'loki.source.kubernetes "pods" {',
    '  targets    = discovery.relabel.pods.output',
    '  forward_to = [loki.write.loki.receiver]',
    '}',
    'loki.write "loki" {',
    '  endpoint {',
    `    url = "${loki}/loki/api/v1/push"`,
    '  }',
    '}',
    '',
  ].join('\n');
}
