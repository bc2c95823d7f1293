import { Size, type Duration } from 'cdk8s';
import { PROMETHEUS_DURATION, prometheusSize, STORAGE_SIZE } from '../../config/units';
import type { DashboardDownload } from '../core/dashboard';
import { mergeValues, type HelmValues } from '../core/helm-values';
import type { AlertRouting } from './alert-routing';
import { downloadedDashboards } from './dashboards';
import { grafanaLoginValues, type GrafanaLogin } from './grafana-login';

/** A number of bytes in the form Kubernetes writes it, such as `20Gi`. */
export type Quantity = string;

/** What Grafana needs to know. */
export interface GrafanaProps {
  /** Secret with the keys admin-user and admin-password. */
  readonly adminSecret: string;
  /** Host name it is reached by. @default - only through port-forward */
  readonly hostname?: string;
  /** The provider at which people log in. @default - the first user alone logs in, with its password */
  readonly login?: GrafanaLogin;
}

/** What the values of the chart depend on. */
export interface MonitoringValuesProps {
  /** Namespace of everything. */
  readonly namespace: string;
  /** How long Prometheus keeps samples. */
  readonly retention: Duration;
  /** Disk of Prometheus. */
  readonly storage: Size;
  /** Class of the volumes of Prometheus, Alertmanager and Grafana. @default - the cluster's own */
  readonly storageClass?: string | undefined;
  /** How often targets are scraped and rules evaluated. */
  readonly scrapeInterval: Duration;
  /** Folder on the nodes with metrics in text files. */
  readonly textfileFolder: string;
  /** Grafana. */
  readonly grafana: GrafanaProps;
  /** Alertmanager's configuration and the Secrets it reads. */
  readonly alerting: Pick<AlertRouting, 'config' | 'volumes' | 'volumeMounts'>;
  /** Data sources of Grafana beside Prometheus and Alertmanager. */
  readonly dataSources: readonly HelmValues[];
  /** Dashboards that Grafana downloads. */
  readonly downloads: readonly DashboardDownload[];
  /** ClusterRole that lets Grafana's sidecars read ConfigMaps. */
  readonly dashboardReader: string;
}

/** Beginnings of metrics that K3s' kubelet repeats, because the API server and the controllers are in the same process. */
const OF_THE_API_SERVER = [
  'apiserver', 'apiextensions', 'aggregator', 'authentication', 'authorization', 'etcd', 'scheduler', 'node_authorizer', 'node_ipam',
  'nodesync', 'node_collector', 'garbagecollector', 'cronjob', 'job_controller', 'endpoint_slice', 'ttl', 'pv_collector',
  'service_controller', 'serviceaccount', 'field_validation', 'watch_cache',
];

/** Mounts of containers and of the kernel: those of node_exporter's default, and those of K3s. */
const NO_MOUNTS = ['dev', 'proc', 'sys', 'run/containerd/.+', 'run/k3s/.+', 'var/lib/docker/.+', 'var/lib/kubelet/.+'];

/** File systems that are no disks: those of node_exporter's default, and erofs. */
const NO_DISKS = [
  'autofs', 'binfmt_misc', 'bpf', 'cgroup2?', 'configfs', 'debugfs', 'devpts', 'devtmpfs', 'fusectl', 'hugetlbfs', 'iso9660', 'mqueue',
  'nsfs', 'overlay', 'proc', 'procfs', 'pstore', 'rpc_pipefs', 'securityfs', 'selinuxfs', 'squashfs', 'sysfs', 'tracefs', 'erofs',
];

/** Disk of Grafana: its database holds users and preferences, since dashboards come from git. */
const GRAFANA_STORAGE = Size.gibibytes(1);

/** Requests and memory limits on one node of 12 GiB. Nothing is limited in CPU: that only makes alerts late. */
function resources(cpu: string, memory: Quantity, memoryLimit: Quantity): HelmValues {
  return { requests: { cpu, memory }, limits: { memory: memoryLimit } };
}

/** Values of kube-prometheus-stack for a small cluster of K3s. Keys: values.yaml of the chart and of its subcharts, at 88.5.3. */
export function monitoringValues(props: MonitoringValuesProps): HelmValues {
  return {
    // The definitions come in an Application of their own, before anything that uses them.
    crds: { enabled: false },
    defaultRules: {
      rules: {
        // In K3s these are parts of one process without endpoints of their own, so their alerts would say "down" for ever.
        etcd: false, kubeControllerManager: false, kubeSchedulerAlerting: false, kubeSchedulerRecording: false, kubeProxy: false,
        // Error budgets of the API server: dozens of costly series about a service level nobody promised at home.
        kubeApiserverAvailability: false, kubeApiserverBurnrate: false, kubeApiserverHistogram: false, kubeApiserverSlos: false,
        // The lab's own rules cover nodes, with runbooks for this setup.
        nodeExporterAlerting: false,
        windows: false,
      },
      disabled: { Watchdog: true, KubeNodeNotReady: true, KubeNodeUnreachable: true },
      // Routing goes by layer.
      additionalRuleLabels: { layer: 'cluster' },
    },
    kubeControllerManager: { enabled: false },
    kubeScheduler: { enabled: false },
    kubeEtcd: { enabled: false },
    kubeProxy: { enabled: false },
    kubelet: {
      serviceMonitor: {
        // K3s' kubelet endpoint repeats what the API server's has, under other labels: https://github.com/k3s-io/k3s/issues/12917
        metricRelabelings: [
          { sourceLabels: ['__name__'], regex: `(${OF_THE_API_SERVER.join('|')})_.+`, action: 'drop' },
        ],
      },
    },
    prometheusOperator: {
      // The webhook would need a certificate, made by hook Jobs, and while the operator is down it would refuse every rule. The lab's rules
      // are checked at synth, and the operator itself leaves out what does not parse.
      admissionWebhooks: { enabled: false },
      // The certificate of this port would come from those Jobs too.
      tls: { enabled: false },
      resources: resources('10m', '64Mi', '256Mi'),
      prometheusConfigReloader: { resources: resources('5m', '24Mi', '64Mi') },
    },
    prometheus: {
      prometheusSpec: {
        // By default the operator takes only objects with the label of the chart's release. Here every one counts.
        ruleSelectorNilUsesHelmValues: false,
        serviceMonitorSelectorNilUsesHelmValues: false,
        podMonitorSelectorNilUsesHelmValues: false,
        probeSelectorNilUsesHelmValues: false,
        scrapeConfigSelectorNilUsesHelmValues: false,
        scrapeInterval: PROMETHEUS_DURATION.format(props.scrapeInterval),
        evaluationInterval: PROMETHEUS_DURATION.format(props.scrapeInterval),
        retention: PROMETHEUS_DURATION.format(props.retention),
        retentionSize: retentionSize(props.storage),
        // Prometheus has to work when the mesh does not.
        podMetadata: { labels: { 'istio.io/dataplane-mode': 'none' } },
        resources: resources('200m', '1Gi', '2Gi'),
        storageSpec: volumeClaim(props.storage, props.storageClass),
      },
    },
    alertmanager: {
      config: props.alerting.config,
      alertmanagerSpec: {
        volumes: props.alerting.volumes,
        volumeMounts: props.alerting.volumeMounts,
        // For AlertmanagerConfigs of the user's own: otherwise one would match only alerts about its own namespace, and those about nodes
        // never.
        alertmanagerConfigMatcherStrategy: { type: 'None' },
        podMetadata: { labels: { 'istio.io/dataplane-mode': 'none' } },
        resources: resources('10m', '48Mi', '128Mi'),
        storage: volumeClaim(Size.gibibytes(1), props.storageClass),
      },
    },
    grafana: mergeValues(grafanaValues(props), props.grafana.login && grafanaLoginValues(props.grafana.login)),
    // Metrics about Secrets, which nothing here looks at, take the right to read every one of them.
    'kube-state-metrics': { resources: resources('10m', '48Mi', '192Mi'), collectorsExclude: ['secrets'] },
    'prometheus-node-exporter': {
      resources: resources('10m', '24Mi', '96Mi'),
      extraArgs: [
        // A list replaces the chart's, so its two are repeated.
        `--collector.filesystem.mount-points-exclude=^/(${NO_MOUNTS.join('|')})($|/)`,
        `--collector.filesystem.fs-types-exclude=^(${NO_DISKS.join('|')})$`,
        `--collector.textfile.directory=${props.textfileFolder}`,
      ],
      extraHostVolumeMounts: [
        {
          name: 'textfile', hostPath: props.textfileFolder, type: 'DirectoryOrCreate', mountPath: props.textfileFolder, readOnly: true,
          mountPropagation: 'HostToContainer',
        },
      ],
      prometheus: { monitor: { relabelings: [{ sourceLabels: ['__meta_kubernetes_pod_node_name'], targetLabel: 'node' }] } },
    },
  };
}

function grafanaValues(props: MonitoringValuesProps): HelmValues {
  const { namespace, grafana, storageClass, dashboardReader, dataSources, downloads } = props;
  const sidecar = { resource: 'configmap' };
  return {
    // The article's HTTPRoute asks for Service grafana on port 3000; by default both are different.
    fullnameOverride: 'grafana',
    service: { port: 3000 },
    // Without such a Secret the chart invents a password at every render, and Argo CD would see a change each time.
    admin: { existingSecret: grafana.adminSecret, userKey: 'admin-user', passwordKey: 'admin-password' },
    // Users, tokens and what people change in the browser outlive the pod.
    persistence: {
      enabled: true,
      size: STORAGE_SIZE.format(GRAFANA_STORAGE),
      ...storageClass === undefined ? {} : { storageClassName: storageClass },
      // The volume stays when monitoring goes, as those of Prometheus and Alertmanager do.
      annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' },
    },
    // One pod at a time, because of the database. Recreate would say the same, but the API server refuses it for a Deployment that was
    // RollingUpdate before.
    deploymentStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
    // Would run as root to give the folder to Grafana, which may write to it anyway: K3s' class makes folders for everybody.
    initChownData: { enabled: false },
    // A pod that only `helm test` would run.
    testFramework: { enabled: false },
    rbac: { useExistingClusterRole: dashboardReader },
    defaultDashboardsTimezone: 'browser',
    ...dataSources.length > 0 ? { additionalDataSources: dataSources } : {},
    ...downloadedDashboards(downloads),
    'grafana.ini': {
      analytics: { check_for_updates: false, check_for_plugin_updates: false, reporting_enabled: false },
      ...grafana.hostname ? { server: { domain: grafana.hostname, root_url: `https://${grafana.hostname}` } } : {},
      users: { default_theme: 'system' },
    },
    resources: resources('50m', '192Mi', '512Mi'),
    sidecar: {
      resources: resources('5m', '64Mi', '128Mi'),
      dashboards: {
        ...sidecar,
        label: 'grafana_dashboard', labelValue: '1', searchNamespace: 'ALL', folderAnnotation: 'grafana_folder',
        provider: { foldersFromFilesStructure: true },
      },
      // Only the chart's own: whoever may write a ConfigMap elsewhere must not be able to add a data source.
      datasources: { ...sidecar, searchNamespace: namespace },
    },
  };
}

/** K3s' default class makes no volume larger or smaller than asked, it is a folder; so Prometheus has to keep to the size itself. */
function retentionSize(storage: Size): string {
  // Room for the write-ahead log and for a compaction, which holds old and new blocks at once.
  return prometheusSize(storage, 0.8);
}

function volumeClaim(storage: Size, storageClassName: string | undefined): HelmValues {
  const resources = { requests: { storage: STORAGE_SIZE.format(storage) } };
  const named: HelmValues = storageClassName === undefined ? {} : { storageClassName };
  return { volumeClaimTemplate: { spec: { ...named, accessModes: ['ReadWriteOnce'], resources } } };
}
