import type { Construct } from 'constructs';
import { Cron } from 'croner';
import { defaultReceiver } from '../../config/alerting';
import { KUBE_SYSTEM, PLATFORM_NAMESPACES, platformInterfaces, TEXTFILE_DIRECTORY } from '../../config/platform';
import type { HomelabConfig } from '../../config/schema';
import { GO_DURATION } from '../../config/units';
import { ARGOCD_VERSION, CHARTS } from '../../versions';
import type { AlertChannel, AlertRoutingProps } from './alert-routing';
import type { LabNamespace } from '../namespaces/ambient-namespaces';
import type { Branch } from '../gitops/branches';
import type { Component } from '../core/component';
import { dashboardPath, type DashboardSource } from './dashboards';
import type { HelmValues } from '../core/helm-values';
import type { Layer } from '../core/layer';
import { Logs } from '../logs/logs';
import { Monitoring } from './monitoring';
import { PrometheusRules, type PlainRuleGroup } from './prometheus-rules';
import { repositoryLink } from './repository-link';
import { argocdRules } from '../gitops/alerts';
import { certManagerRules } from '../certificates/alerts';
import { ciliumRules } from '../cni/alerts';
import { gatewayRules } from '../gateway/alerts';
import { istioCniRules } from '../mesh/istio-cni-alerts';
import { istiodRules } from '../mesh/istiod-alerts';
import { meshRules } from '../mesh/alerts';
import { metalLbRules } from '../metallb/alerts';
import { nodeRules } from './node-alerts';
import type { RuleGroup } from '../core/alert-rule';
import { watchdogRules } from './watchdog-alerts';
import { ztunnelRules } from '../ztunnel/alerts';
import { ztunnelRestartRules } from '../ztunnel/restart-alerts';
import { Traces } from '../traces/traces';

/** Name of the branch of what waits for a person. */
const BRANCH = 'monitoring';

/** What the layers here need of others. */
export interface MonitoringNeeds {
  /** Folder of the runbooks, from the root of the lab's repository. */
  readonly runbooks: string;
  readonly namespaces: Component;
  /** Definitions of Prometheus Operator's kinds; missing exactly when monitoring is off. */
  readonly prometheusOperator: Component | undefined;
}

/** What is made here. */
export interface MonitoringLayers {
  readonly layers: readonly Layer[];
  /** Every rule group, as promtool takes them. */
  readonly rules: readonly PlainRuleGroup[];
  /** What waits for the world outside. */
  readonly branch: Branch;
  /** Alertmanager's configuration, as amtool takes it. */
  readonly alertmanagerConfig?: HelmValues;
}

/** Metrics, dashboards and alerts; nothing where monitoring is off. */
export function monitoringLayers(
  scope: Construct, config: HomelabConfig, { runbooks, namespaces, prometheusOperator }: MonitoringNeeds,
): MonitoringLayers {
  if (prometheusOperator === undefined) { return { layers: [], rules: [], branch: { name: BRANCH, components: [] } }; }
  const dependsOn = [prometheusOperator, namespaces];
  const rules = prometheusRules(scope, config, runbooks, dependsOn);
  const namespace = PLATFORM_NAMESPACES.monitoring;
  const { logs, traces } = config.monitoring;
  const extras = [
    ...logs === 'loki' ? [new Logs(scope, 'logs', { namespace, pins: { loki: CHARTS.loki, alloy: CHARTS.alloy }, values: config.values, dependsOn: [namespaces] })] : [],
    ...traces === 'tempo' ? [new Traces(scope, 'traces', { namespace, pin: CHARTS.tempo, values: config.values.tempo, dependsOn: [namespaces] })] : [],
  ];
  const stack = monitoring(scope, config, dependsOn, extras.map(({ dataSource }) => dataSource));
  // Grafana's pod waits for the Secret with its password.
  return { layers: [stack, rules, ...extras], rules: rules.plainGroups, alertmanagerConfig: stack.alertmanagerConfig, branch: { name: BRANCH, components: [stack.stack] } };
}

function monitoring(scope: Construct, config: HomelabConfig, dependsOn: readonly Component[], dataSources: readonly HelmValues[]): Monitoring {
  return new Monitoring(scope, 'monitoring', {
    pin: CHARTS['kube-prometheus-stack'],
    namespace: PLATFORM_NAMESPACES.monitoring,
    retention: config.monitoring.retention,
    storage: config.monitoring.storage,
    scrapeInterval: config.monitoring.scrapeInterval,
    textfileFolder: TEXTFILE_DIRECTORY,
    grafana: { adminSecret: config.monitoring.grafanaAdminSecretName, ...grafanaHostname(config) },
    alerting: alertingOf(config),
    dataSources,
    downloads: dashboardDownloads(config),
    targets: {
      argocd: PLATFORM_NAMESPACES.argocd,
      certManager: PLATFORM_NAMESPACES.certManager,
      cilium: KUBE_SYSTEM,
      istio: PLATFORM_NAMESPACES.istio,
      metallb: PLATFORM_NAMESPACES.metallb,
    },
    values: config.values['kube-prometheus-stack'],
    dependsOn,
  });
}

function prometheusRules(scope: Construct, config: HomelabConfig, runbooks: string, dependsOn: readonly Component[]): PrometheusRules {
  const { repoURL, revision } = config.gitops;
  const { hostname } = grafanaHostname(config);
  return new PrometheusRules(scope, 'prometheus-rules', {
    namespace: PLATFORM_NAMESPACES.monitoring,
    groups: ruleGroups(config),
    runbook: (page) => repositoryLink(repoURL, revision, `${runbooks}/${page}`) ?? `${runbooks}/${page}`,
    ...hostname ? { dashboardUrl: (dashboard) => `https://${hostname}/${dashboardPath(dashboard)}` } : {},
    dependsOn,
  });
}

/** The namespace of everything here. node-exporter shares the host's network and process list, and mounts its root. */
export function monitoringNamespaces(config: HomelabConfig): LabNamespace[] {
  return config.monitoring.enabled ? [{ name: PLATFORM_NAMESPACES.monitoring, ambient: false, podSecurity: 'privileged' }] : [];
}

/** Dashboards that Istio and Argo CD keep in their repositories; no chart of theirs brings them. */
function dashboardDownloads({ monitoring: { dashboards } }: HomelabConfig): DashboardSource[] {
  const istio = (file: string): [string, string] => [file.replace(/\..*$/, ''), `https://raw.githubusercontent.com/istio/istio/${CHARTS.istiod.version}/manifests/addons/dashboards/${file}`];
  return [
    ...dashboards.istio ? [{ folder: 'Istio', urls: Object.fromEntries(['istio-mesh-dashboard.gen.json', 'istio-workload-dashboard.json', 'pilot-dashboard.gen.json', 'ztunnel-dashboard.gen.json'].map(istio)) }] : [],
    ...dashboards.argocd ? [{ folder: 'Argo CD', urls: { 'argocd-dashboard': `https://raw.githubusercontent.com/argoproj/argo-cd/${ARGOCD_VERSION}/examples/dashboard.json` } }] : [],
  ];
}

function alertingOf({ monitoring: { alerting }, nodes }: HomelabConfig): Omit<AlertRoutingProps, 'namespace'> {
  const { receivers, routes, quietHours, deadMan } = alerting;
  const receiver = defaultReceiver(alerting);
  return {
    receivers: receivers.map((each) => ({ name: each.name, secretName: each.secretName ?? `alerting-${each.name}`, channel: channelOf(each) })),
    ...receiver ? { receiver } : {},
    routes: routes.map((route) => ({ receiver: route.receiver, ...route.severity ? { severities: route.severity } : {}, ...route.layer ? { layers: route.layer } : {} })),
    ...quietHours ? { quietHours: { from: quietHours.from, to: quietHours.to, timeZone: quietHours.timeZone, severities: quietHours.severity } } : {},
    ...deadMan ? { deadMan } : {},
    singleNode: nodes.length === 1,
  };
}

function channelOf(receiver: HomelabConfig['monitoring']['alerting']['receivers'][number]): AlertChannel {
  switch (receiver.type) {
    case 'ntfy':
    case 'webhook': return { type: receiver.type, bearerToken: receiver.bearerToken };
    case 'discord': return { type: 'discord' };
    case 'slack': return { type: 'slack', ...receiver.channel ? { channel: receiver.channel } : {} };
    case 'telegram': return { type: 'telegram', chatID: receiver.chatID };
    case 'email': {
      const { type, to, from, smarthost, username } = receiver;
      return { type, to, from, smarthost, ...username ? { username } : {} };
    }
  }
}

function ruleGroups(config: HomelabConfig): RuleGroup[] {
  const { istio, metallb } = PLATFORM_NAMESPACES;
  return [
    ztunnelRules({ namespace: istio, certificateTtlSeconds: GO_DURATION.of(config.mesh.workloadCertificateTTL).toSeconds() }),
    ztunnelRestartRules({ namespace: istio, cronJob: 'ztunnel-restart', periodSeconds: longestGapSeconds(config.mesh.ztunnelRestartSchedule) }),
    meshRules(),
    istioCniRules({ namespace: istio }),
    istiodRules(),
    gatewayRules({ name: config.gateway.name, namespace: config.gateway.namespace, address: config.gateway.address }),
    certManagerRules(),
    metalLbRules({ namespace: metallb }),
    ciliumRules({ namespace: KUBE_SYSTEM }),
    argocdRules(),
    nodeRules(),
    watchdogRules(),
  ];
}

function grafanaHostname(config: HomelabConfig): { readonly hostname?: string } {
  const page = platformInterfaces(config).find(({ key }) => key === 'grafana');
  return page ? { hostname: page.hostname } : {};
}

/** The longest time between two runs of a schedule, from its first runs after a fixed date. */
function longestGapSeconds(schedule: string): number {
  const runs = new Cron(schedule, { mode: '5-part', paused: true, timezone: 'Etc/UTC' }).nextRuns(60, new Date('2026-01-01T00:00:00Z'));
  const gaps = runs.slice(1).map((run, index) => (run.getTime() - (runs[index]?.getTime() ?? 0)) / 1000);
  // A schedule with a single run in all the years croner looks ahead has no gap; a year is then as good as any.
  return Math.max(...gaps, 3600) === 3600 && gaps.length === 0 ? 366 * 24 * 3600 : Math.max(...gaps);
}
