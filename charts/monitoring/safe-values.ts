import { isOnNas, NODE_CLASS } from '../../config/addons/nfs';
import { numberOf, textOf } from '../core/plain-data';
import { withNames, withRights } from '../core/chart-parts';
import { groupOf, type Manifest } from '../core/manifest';
import { selectorTakes } from '../core/label-selector';
import { MONITORING } from '../core/monitor';
import { at, list, type RenderedLab } from '../core/rendered-lab';
import type { HelmValues } from '../core/helm-values';
import {
  isTruthy, off, on, overridden, running, unset, type SafeSettings, type SafeValue, type SafeValues, type ValueScene,
} from '../core/safe-values';
import { settingsIn } from '../core/settings';
import { bytesOf, secondsOf } from './amounts';
import { LONGEST_INTERVAL } from './duration-checks';

const SPEC = ['prometheus', 'prometheusSpec'] as const;
/** Way to the size of the volume of Prometheus. */
const VOLUME: readonly string[] = [...SPEC, 'storageSpec', 'volumeClaimTemplate', 'spec', 'resources', 'requests', 'storage'];
/** Way to its class. NFS: https://prometheus.io/docs/prometheus/latest/storage/#operational-aspects */
const CLASS: readonly string[] = [...SPEC, 'storageSpec', 'volumeClaimTemplate', 'spec', 'storageClassName'];
const ALERTMANAGER = ['alertmanager', 'alertmanagerSpec'] as const;
const spec = (key: string): string => [...SPEC, key].join('.');

/** A kind that Prometheus chooses by labels, and what it is called. */
const CHOSEN = [
  ['rule', 'PrometheusRule', 'alert rules'], ['serviceMonitor', 'ServiceMonitor', 'ServiceMonitors'],
  ['podMonitor', 'PodMonitor', 'PodMonitors'],
] as const;

/** Selectors that have to take every object of a kind that the lab makes. */
const SELECTORS: readonly SafeValue[] = CHOSEN.flatMap(([key, kind, what]): SafeValue[] => {
  const why = `Prometheus would ignore this lab's ${what}`;
  const objects = (lab: RenderedLab): Manifest[] => lab.manifests.filter((each) => each.kind === kind && groupOf(each) === MONITORING);
  return [
    { path: [...SPEC, `${key}SelectorNilUsesHelmValues`], safe: [false, null], why },
    {
      path: [...SPEC, `${key}Selector`], why, wanted: 'nothing',
      safe: (value, { lab }) => value !== null
        && (!isTruthy(value) || objects(lab).every(({ metadata: { labels = {} } }) => selectorTakes(value, labels))),
    },
    {
      path: [...SPEC, `${key}NamespaceSelector`], why, wanted: 'nothing',
      safe: (value, { lab }) => !isTruthy(value) || objects(lab).every(({ metadata: { namespace = '' } }) =>
        selectorTakes(value, { 'kubernetes.io/metadata.name': namespace, ...lab.namespaceLabels(namespace) })),
    },
  ];
});

/** What Prometheus and the alerts of the lab read, and who makes it. */
const SOURCES: readonly SafeValue[] = [
  on('kubeStateMetrics.enabled', 'alerts of the lab read what it says of nodes, pods and jobs, and would stay silent'),
  on('nodeExporter.enabled', 'alerts of the lab read what it says of disks, memory and clocks, and would stay silent'),
  on('kubelet.enabled', 'nobody would know of full volumes and of the memory of containers, and alerts about them would stay silent'),
  on('kubelet.serviceMonitor.enabled',
    'nobody would know of full volumes and of the memory of containers, and alerts about them would stay silent'),
  on('kubelet.serviceMonitor.https', 'the kubelet of K3s answers by https alone, and nobody would know of full volumes'),
  on('kubelet.serviceMonitor.kubelet', 'nobody would know of full volumes, and alerts about them would stay silent'),
  on('kubelet.serviceMonitor.cAdvisor', 'nobody would know of the memory of containers', { warns: true }),
  on('prometheusOperator.kubeletService.enabled', 'Prometheus would not find the kubelets, and alerts about volumes would stay silent'),
  on('kubernetesServiceMonitors.enabled', 'Prometheus would read neither kubelets nor API server'),
  ...[['kubeControllerManager'], ['kubeScheduler'], ['kubeProxy'], ['kubeEtcd']].map(([part = '']) =>
    off(`${part}.enabled`, 'K3s runs it inside of its one process, without an address of its own to read', { warns: true })),
  ...([
    ['etcd', 'kubeEtcd'], ['kubeControllerManager', 'kubeControllerManager'], ['kubeProxy', 'kubeProxy'],
    ['kubeSchedulerAlerting', 'kubeScheduler'],
  ] as const).flatMap(([rule, part]) => [
    off(`defaultRules.rules.${rule}`, 'K3s has no such process to read, so the alert that it is down would never end', {
      safe: (value, { values }) => !isTruthy(value) || !isTruthy(at(values, part, 'enabled')),
    }),
    off(`defaultRules.rules.${rule}`, `it changes nothing without ${part}.enabled, and K3s has no such process to read`, { warns: true }),
  ]),
  on('defaultRules.disabled.Watchdog', 'the lab has an alert Watchdog of its own, and two would be sent', { warns: true }),
  // node_exporter: the clock guard leaves files for it.
  {
    path: ['prometheus-node-exporter', 'extraArgs'],
    wanted: 'a list with --collector.textfile.directory=/var/lib/node_exporter/textfile_collector',
    safe: (value, { values }) => settingsIn(value).some(({ name, value: folder }) => name === 'collector.textfile.directory'
      && list(values, 'prometheus-node-exporter', 'extraHostVolumeMounts').some((mount) => at(mount, 'mountPath') === folder)),
    why: 'a list replaces the generated one, and what the clock guard and the certificates of ztunnel say would not be read',
  },
  {
    path: ['prometheus-node-exporter', 'extraHostVolumeMounts'],
    wanted: 'a list with the folder /var/lib/node_exporter/textfile_collector too',
    safe: (value) => Array.isArray(value) && value.some((each) => at(each, 'hostPath') === '/var/lib/node_exporter/textfile_collector'),
    why: 'a list replaces the generated one, and what the clock guard says would not be read',
  },
  {
    path: ['prometheus-node-exporter', 'prometheus', 'monitor', 'relabelings'], wanted: 'a list with targetLabel: node too',
    safe: (value) => Array.isArray(value) && value.some((each) => at(each, 'targetLabel') === 'node'),
    why: 'a list replaces the generated one, and alerts about nodes name them by the label node',
  },
  on('prometheus-node-exporter.prometheus.monitor.enabled', 'alerts of the lab about disks, memory and clocks would stay silent'),
  on('kube-state-metrics.prometheus.monitor.enabled', 'alerts of the lab about nodes, pods and jobs would stay silent'),
  on('prometheus-node-exporter.hostRootFsMount.enabled', 'it would see its own disk instead of the disks of the node'),
  {
    path: ['kube-state-metrics', 'collectors'],
    wanted: `a list with ${['cronjobs', 'daemonsets', 'deployments', 'jobs', 'nodes', 'services'].join(', ')}`,
    safe: (value) => !Array.isArray(value)
      || ['cronjobs', 'daemonsets', 'deployments', 'jobs', 'nodes', 'services'].every((each) => value.includes(each)),
    why: 'alerts of the lab read what it says of these, and would stay silent',
  },
  {
    path: ['kube-state-metrics', 'collectorsExclude'], wanted: 'a list with secrets',
    safe: (value) => Array.isArray(value) && value.includes('secrets'),
    why: 'it would be allowed to read every Secret of the cluster',
  },
  unset('kube-state-metrics.namespaces', 'it would look at these namespaces alone, and alerts about others would stay silent'),
];

const RETENTION_SIZE: readonly string[] = [...SPEC, 'retentionSize'];

/** True where Prometheus begins to delete before its volume is full; also where one of the two is not said, or not a size. */
function fitsVolume(values: HelmValues): boolean {
  const [kept, volume] = [bytesOf(at(values, ...RETENTION_SIZE)), bytesOf(at(values, ...VOLUME))];
  return Number.isNaN(kept) || Number.isNaN(volume) || kept <= 0.95 * volume;
}

function isRetentionOverridden({ lab }: ValueScene): boolean {
  return overridden(lab.config.values['kube-prometheus-stack'], RETENTION_SIZE) !== undefined;
}

/** True for an interval of which two fit into the windows of rules; the chart's own are shorter. */
function isInterval(value: unknown): boolean {
  return value === undefined || value === null || (secondsOf(value) >= 1 && secondsOf(value) * 1000 <= LONGEST_INTERVAL.toMilliseconds());
}

/** True for jobs as Prometheus takes them, each with another name. */
function areJobs(jobs: readonly unknown[]): boolean {
  const names = jobs.map((job) => at(job, 'job_name'));
  return names.every((name) => typeof name === 'string' && name !== '') && new Set(names).size === names.length;
}

/** Prometheus itself. */
const PROMETHEUS: readonly SafeValue[] = [
  { path: ['crds', 'enabled'], safe: [false], why: 'two Applications would own the same CRDs' },
  on('prometheus.enabled', 'nothing would be measured, and no alert be raised; monitoring.enabled: false leaves all of it out'),
  on('prometheusOperator.enabled', 'nobody would make Prometheus and Alertmanager'),
  off('prometheus.agentMode', 'an agent looks at no rules, so no alert would be raised'),
  running(spec('replicas'), 'nothing would be measured, and no alert be raised'),
  off(spec('paused'), 'the operator would leave Prometheus as it is, and take up no rule'),
  off(spec('listenLocal'), 'nobody could ask Prometheus, Grafana neither'),
  {
    path: [...SPEC, 'shards'], safe: (value) => value === undefined || value === null || numberOf(value) === 1, wanted: '1',
    why: 'each shard would measure a part, and rules about all of it would be wrong',
  },
  off(spec('ignoreNamespaceSelectors'),
    'monitors of the lab are in one namespace and choose others, so nothing of the platform would be measured'),
  off(spec('overrideHonorLabels'),
    'what kube-state-metrics says of others would carry its own name and namespace, and alerts would name the wrong ones'),
  off(spec('enforcedNamespaceLabel'), 'every rule of the lab would look at the namespace monitoring alone'),
  unset(spec('enforcedSampleLimit'), 'targets with more samples would be left out whole', { warns: true }),
  unset(spec('alertingEndpoints'), "alerts would be sent there instead of to the lab's Alertmanager"),
  {
    path: [...SPEC, 'additionalScrapeConfigs'], wanted: 'a list in which each entry has a job_name of its own',
    safe: (value) => !Array.isArray(value) || areJobs(value),
    why: 'Prometheus would refuse its whole configuration, and keep the old one',
  },
  {
    path: [...SPEC, 'externalUrl'], wanted: 'an address with http:// or https://', why: 'Prometheus would not start',
    safe: (value) => !isTruthy(value) || /^https?:\/\/[^\s]+$/.test(textOf(value)) || textOf(value).includes('{{'),
  },
  {
    path: [...SPEC, 'scrapeInterval'], wanted: 'monitoring.scrapeInterval, with 2m30s at most',
    safe: isInterval,
    why: 'alerts look at windows of five minutes, which need at least two samples',
  },
  {
    path: [...SPEC, 'evaluationInterval'], wanted: '2m30s at most',
    safe: isInterval,
    why: 'alerts would be raised late, or not at all',
  },
  {
    path: [...SPEC, 'scrapeTimeout'], wanted: 'less than the scrape interval',
    safe: (value, { values }) => !isTruthy(value) || secondsOf(value) <= secondsOf(at(values, ...SPEC, 'scrapeInterval')),
    why: 'the operator refuses a timeout that is longer than the interval, and Prometheus would keep its old configuration',
  },
  {
    path: [...SPEC, 'retention'], wanted: 'monitoring.retention, such as 15d',
    safe: (value) => value === undefined || value === null || secondsOf(value) > 0,
    why: 'the API server refuses what is no duration of Prometheus',
  },
  {
    path: RETENTION_SIZE, wanted: 'less than the volume, or monitoring.storage',
    // Where the volume alone is overridden, its own promise says so.
    safe: (_, scene) => fitsVolume(scene.values) || !isRetentionOverridden(scene),
    why: 'its volume would be full before, and Prometheus stops on a full disk',
  },
  {
    path: VOLUME, wanted: 'a size, larger than prometheusSpec.retentionSize',
    safe: (_, scene) => fitsVolume(scene.values) || isRetentionOverridden(scene),
    why: 'prometheusSpec.retentionSize is larger, so the volume would be full before; monitoring.storage sets both',
  },
  {
    path: [...SPEC, 'storageSpec'], warns: true, safe: (value) => isTruthy(value) && at(value, 'emptyDir') === undefined,
    wanted: 'a volumeClaimTemplate',
    why: 'samples would be lost with the pod',
  },
  {
    path: CLASS, wanted: NODE_CLASS, safe: (value, { lab }) => !isOnNas(lab.config, value),
    why: 'its volume would be on the NAS, and over NFS the files of Prometheus are damaged beyond repair',
  },
  ...['prometheusOperator.namespaces.releaseNamespace'].map((path) =>
    on(path, 'the operator would look at other namespaces than the one of the lab')),
  {
    path: ['prometheusOperator', 'denyNamespaces'], wanted: 'a list without monitoring',
    why: 'the operator would not look at the objects of the lab',
    safe: (value) => !Array.isArray(value) || !value.includes('monitoring'),
  },
  ...['prometheusInstanceNamespaces', 'alertmanagerInstanceNamespaces'].map((key): SafeValue => ({
    path: ['prometheusOperator', key], wanted: 'nothing', why: 'the operator would not look at the objects of the lab',
    safe: (value) => !Array.isArray(value) || value.length === 0 || value.includes('monitoring'),
  })),
  {
    path: ['prometheusOperator', 'tls', 'enabled'], wanted: 'false',
    why: 'its certificate would come from hooks that are off, and the operator would not start',
    safe: (value, { values }) => value !== undefined
      && (!isTruthy(value) || isTruthy(at(values, 'prometheusOperator', 'admissionWebhooks', 'enabled'))),
  },
  ...withRights('global.rbac.create', 'prometheus.serviceAccount.create', 'prometheusOperator.serviceAccount.create',
    'alertmanager.serviceAccount.create'),
  ...withNames('fullnameOverride', 'nameOverride', 'namespaceOverride', 'cleanPrometheusOperatorObjectNames'),
];

/** Alertmanager: monitoring/alertmanager.yaml says what it is configured with, and these would make it another. */
const NOTIFIED: readonly SafeValue[] = [
  {
    path: ['alertmanager', 'enabled'], wanted: 'true', why: 'monitoring.alerting names receivers, and nobody would tell them',
    safe: (value, { lab }) => value === undefined || isTruthy(value) || lab.config.monitoring.alerting.receivers.length === 0,
  },
  {
    path: ['alertmanager', 'enabled'], wanted: 'true', warns: true,
    why: 'Grafana would show no alerts, since it asks Alertmanager for them',
    safe: (value, { lab }) => value === undefined || isTruthy(value) || lab.config.monitoring.alerting.receivers.length > 0,
  },
  off('alertmanager.tplConfig', "Helm would take what the lab's messages say for templates of its own, and could not render the chart", {
    safe: (value, { values }) => !isTruthy(value) || !JSON.stringify(at(values, 'alertmanager', 'config') ?? '').includes('{{'),
  }),
  ...['useExistingSecret', 'configSecret', 'alertmanagerConfiguration'].map((key) =>
    unset([...ALERTMANAGER, key].join('.'), 'Alertmanager would be configured by something else than monitoring.alerting')),
  running([...ALERTMANAGER, 'replicas'].join('.'), 'nobody would be told of any alert'),
  off([...ALERTMANAGER, 'paused'].join('.'), 'the operator would leave Alertmanager as it is'),
  off([...ALERTMANAGER, 'listenLocal'].join('.'), 'Prometheus could not reach Alertmanager, and nobody would be told of any alert'),
];

const BY_LABEL = 'the dashboards of the lab have the label grafana_dashboard: "1", and Grafana would show none of them';

/** Grafana. */
const GRAFANA: readonly SafeValue[] = [
  {
    path: ['grafana', 'persistence', 'storageClassName'], wanted: NODE_CLASS, warns: true,
    safe: (value, { lab }) => !isOnNas(lab.config, value),
    why: 'its database is SQLite, whose locks do not hold over NFS (https://www.sqlite.org/faq.html#q5)',
  },
  on('grafana.sidecar.dashboards.enabled', 'Grafana would show none of the dashboards of the lab'),
  { path: ['grafana', 'sidecar', 'dashboards', 'label'], safe: ['grafana_dashboard'], why: BY_LABEL },
  { path: ['grafana', 'sidecar', 'dashboards', 'labelValue'], safe: ['1', 1], why: BY_LABEL },
  { path: ['grafana', 'sidecar', 'dashboards', 'searchNamespace'], safe: ['ALL'],
    why: 'dashboards of Cilium are in kube-system, and Grafana would not show them' },
  {
    path: ['grafana', 'sidecar', 'dashboards', 'folderAnnotation'], safe: ['grafana_folder'], warns: true,
    why: 'dashboards would not be in the folders that they name',
  },
  ...['dashboards', 'datasources'].map((part): SafeValue => ({
    path: ['grafana', 'sidecar', part, 'resource'], safe: ['configmap'],
    why: 'it would need the right to read every Secret, which it does not have, and fail',
  })),
  on('grafana.sidecar.datasources.enabled', 'Grafana would have no data sources, and its dashboards would be empty'),
  on('grafana.sidecar.datasources.defaultDatasourceEnabled', 'Grafana would have no Prometheus, and its dashboards would be empty'),
  { path: ['grafana', 'sidecar', 'datasources', 'uid'], safe: ['prometheus', undefined],
    why: 'the dashboards of the lab ask the data source "prometheus"' },
  on('grafana.sidecar.datasources.alertmanager.enabled', 'Grafana would not show which alerts are silenced', { warns: true }),
  {
    path: ['grafana', 'additionalDataSources'], wanted: 'a list that has the generated ones too',
    safe: (value, { lab }) =>
      [...lab.config.monitoring.logs === 'loki' ? ['loki'] : [], ...lab.config.monitoring.traces === 'tempo' ? ['tempo'] : []]
      .every((uid) => Array.isArray(value) && value.some((each) => at(each, 'uid') === uid)),
    why: 'a list replaces the generated one, and Grafana could not show the logs or traces of the lab',
  },
  {
    path: ['grafana', 'admin', 'existingSecret'], wanted: 'what monitoring.grafanaAdminSecretName says, by that key',
    safe: (value, { lab }) => value === lab.config.monitoring.grafanaAdminSecretName,
    why: 'the chart would invent a password at every render, or wait for a Secret that nobody is asked for',
  },
  { path: ['grafana', 'admin', 'userKey'], safe: ['admin-user'], why: 'the Secret that the lab asks for has the key admin-user' },
  { path: ['grafana', 'admin', 'passwordKey'], safe: ['admin-password'],
    why: 'the Secret that the lab asks for has the key admin-password' },
  on('grafana.rbac.create', 'its sidecars would not be allowed to read dashboards'),
  {
    path: ['grafana', 'rbac', 'useExistingClusterRole'],
    safe: (value, { lab }) => value !== null
        && at(lab.config.values['kube-prometheus-stack'], 'grafana', 'rbac', 'useExistingClusterRole') === undefined,
    wanted: 'nothing', why: 'the ClusterRole of the chart may read every Secret, and that of the lab may not',
  },
  on('grafana.serviceAccount.create', 'its pod would not start'),
  running('grafana.replicas', 'Grafana would not answer'),
  {
    path: ['grafana', 'replicas'], wanted: '1', why: 'its database is one file on one volume, which two of them would lock for each other',
    safe: (value, { values }) => value === undefined || numberOf(value) <= 1
      || at(values, 'grafana', 'grafana.ini', 'database') !== undefined,
  },
  {
    path: ['grafana', 'grafana.ini', 'server', 'root_url'], wanted: 'what interfaces.grafana.host makes, by that key', warns: true,
    safe: (value, { lab }) => !lab.config.interfaces.grafana.expose
      || value === `https://${lab.config.interfaces.grafana.host}.${lab.config.domain}`
      || value === `https://${lab.config.interfaces.grafana.host}.${lab.config.domain}/`,
    why: 'links and redirects would lead to a host name that no route has',
  },
  {
    path: ['grafana', 'grafana.ini', 'server', 'serve_from_sub_path'], wanted: 'false', safe: (value) => !isTruthy(value),
    why: 'the route leads to Grafana at the root of its host name',
  },
  {
    path: ['grafana', 'grafana.ini', 'auth.anonymous', 'enabled'], wanted: 'false', warns: true,
    safe: (value) => !isTruthy(value) || value === 'false',
    why: 'everybody on the network could look at it without a password',
  },
  {
    path: ['grafana', 'grafana.ini', 'auth.anonymous', 'org_role'], wanted: 'Viewer',
    safe: (value, { values }) => !/^(admin|editor)$/i.test(textOf(value))
      || !isTruthy(at(values, 'grafana', 'grafana.ini', 'auth.anonymous', 'enabled')),
    why: 'everybody on the network could change it without a password',
  },
  ...withNames('grafana.namespaceOverride', 'kube-state-metrics.namespaceOverride', 'prometheus-node-exporter.namespaceOverride'),
];

/** Values of kube-prometheus-stack without which something fails quietly. */
export const MONITORING_SAFE_VALUES: SafeValues = {
  'kube-prometheus-stack': [...PROMETHEUS, ...SELECTORS, ...SOURCES, ...NOTIFIED, ...GRAFANA],
};

/**
 * Arguments that the operator sets itself, and refuses from anybody else (pkg/prometheus/promcfg.go of prometheus-operator,
 * intersection of arguments): it would then make no Prometheus at all.
 */
const OPERATORS = [
  'config.file', 'storage.tsdb.path', 'storage.tsdb.retention.time', 'storage.tsdb.retention.size', 'web.enable-lifecycle',
  'web.external-url',
  'web.route-prefix', 'web.listen-address', 'web.console.templates', 'web.console.libraries', 'web.config.file',
];

/** Arguments and variables that go round values. */
export const MONITORING_SAFE_SETTINGS: SafeSettings = {
  'kube-prometheus-stack': [
    ...OPERATORS.map((name) => ({
      path: [...SPEC, 'additionalArgs'], name, why: 'the operator sets it itself, and makes no Prometheus where somebody else does',
    })),
    ...['config.file', 'storage.path', 'data.retention', 'web.external-url', 'web.listen-address',
      'cluster.listen-address'].map((name) => ({
      path: [...ALERTMANAGER, 'additionalArgs'], name,
      why: 'the operator sets it itself, and makes no Alertmanager where somebody else does',
    })),
    ...['namespaces', 'prometheus-instance-namespaces', 'alertmanager-instance-namespaces', 'deny-namespaces',
      'prometheus-instance-selector', 'alertmanager-instance-selector'].map((name) => ({
      path: ['prometheusOperator', 'extraArgs'], name, why: 'the operator would not look at the objects of the lab',
    })),
    ...['GF_SERVER_ROOT_URL', 'GF_SERVER_HTTP_PORT', 'GF_SERVER_PROTOCOL', 'GF_SERVER_SERVE_FROM_SUB_PATH'].map((name) => ({
      path: ['grafana', 'env'], name, why: 'the route leads to Grafana at port 3000, by http, at the root of its host name',
    })),
  ],
};
