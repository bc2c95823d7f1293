import type { Construct } from 'constructs';
import { platformClass } from '../../config/addons/nfs';
import { defaultReceiver } from '../../config/alerting';
import { LOGIN_SCOPES } from '../../config/login';
import { loginEndpoints } from '../../config/login-provider';
import { PLATFORM_NAMESPACES, platformInterfaces, TEXTFILE_DIRECTORY } from '../../config/platform';
import { proxyVariables } from '../../config/proxy';
import type { HomelabConfig } from '../../config/schema';
import { PROMETHEUS_DURATION, STORAGE_SIZE } from '../../config/units';
import { CHARTS } from '../../versions';
import type { Dependency } from '../core/component';
import { mergeValues, type HelmValues } from '../core/helm-values';
import type { AlertChannel } from './alert-routing';
import { dashboardPath } from './dashboards';
import { Monitoring, type MonitoringProps } from './monitoring';
import type { GrafanaProps } from './monitoring-values';
import { PrometheusRules } from './prometheus-rules';
import { repositoryLink } from './repository-link';

/** Metrics and dashboards; undefined where monitoring is off. */
export function monitoring(scope: Construct, config: HomelabConfig, dependsOn: readonly Dependency[]): Monitoring | undefined {
  if (!config.monitoring.enabled) { return undefined; }
  const { retention, storage, scrapeInterval, grafanaAdminSecretName } = config.monitoring;
  return new Monitoring(scope, 'monitoring', {
    pin: CHARTS['kube-prometheus-stack'],
    namespace: PLATFORM_NAMESPACES.monitoring,
    retention: PROMETHEUS_DURATION.of(retention),
    storage: STORAGE_SIZE.of(storage),
    storageClass: platformClass(config),
    scrapeInterval: PROMETHEUS_DURATION.of(scrapeInterval),
    textfileFolder: TEXTFILE_DIRECTORY,
    grafana: { adminSecret: grafanaAdminSecretName, ...grafanaHostname(config), ...grafanaLogin(config) },
    alerting: alertingOf(config),
    singleNode: config.nodes.length === 1,
    hasZtunnel: config.mesh.enabled,
    values: mergeValues(downloadValues(config), config.values['kube-prometheus-stack']),
    dependsOn,
  });
}

/** What the alerts need of the lab. */
export interface PrometheusRulesNeeds {
  /** Folder of the runbooks, from the root of the lab's repository. */
  readonly runbooks: string;
  /** The definition of PrometheusRule, and the namespace. */
  readonly dependsOn: readonly Dependency[];
}

/** The alert rules of all layers; undefined where monitoring is off. */
export function prometheusRules(
  scope: Construct, config: HomelabConfig, { runbooks, dependsOn }: PrometheusRulesNeeds,
): PrometheusRules | undefined {
  if (!config.monitoring.enabled) { return undefined; }
  const { repoURL, revision } = config.gitops;
  const { hostname } = grafanaHostname(config);
  return new PrometheusRules(scope, 'prometheus-rules', {
    namespace: PLATFORM_NAMESPACES.monitoring,
    runbook: (page) => repositoryLink(repoURL, revision, `${runbooks}/${page}`) ?? `${runbooks}/${page}`,
    ...hostname ? { dashboardUrl: (dashboard) => `https://${hostname}/${dashboardPath(dashboard)}` } : {},
    dependsOn,
  });
}

/** Grafana's container that downloads dashboards; there is none where nothing is downloaded. */
function downloadValues(config: HomelabConfig): HelmValues {
  const variables = proxyVariables(config);
  const { istio, argocd } = config.monitoring.dashboards;
  return variables && (istio || argocd) ? { grafana: { downloadDashboards: { env: { ...variables } } } } : {};
}

function alertingOf(config: HomelabConfig): MonitoringProps['alerting'] {
  const { monitoring: { alerting } } = config;
  const variables = proxyVariables(config);
  const { receivers, routes, quietHours, deadMan } = alerting;
  const receiver = defaultReceiver(alerting);
  return {
    receivers: receivers.map((each) => ({
      name: each.name, secretName: each.secretName ?? `alerting-${each.name}`, channel: channelOf(each),
    })),
    ...receiver ? { receiver } : {},
    routes: routes.map((route) => ({
      receiver: route.receiver,
      ...route.severity ? { severities: route.severity } : {},
      ...route.layer ? { layers: route.layer } : {},
    })),
    ...quietHours ? { quietHours: { ...quietHours, severities: quietHours.severity } } : {},
    ...variables ? { proxy: { url: variables.HTTPS_PROXY, direct: variables.NO_PROXY } } : {},
    ...deadMan ? { deadMan: { receiver: deadMan.receiver, every: PROMETHEUS_DURATION.of(deadMan.every) } } : {},
  };
}

function channelOf(receiver: HomelabConfig['monitoring']['alerting']['receivers'][number]): AlertChannel {
  switch (receiver.type) {
    case 'ntfy':
    case 'webhook': return { type: receiver.type, bearerToken: receiver.bearerToken };
    case 'discord': return { type: 'discord' };
    case 'slack': return { type: 'slack', ...receiver.channel ? { channel: receiver.channel } : {} };
    case 'telegram': return { type: 'telegram', chatID: receiver.chatID };
    case 'pushover': return { type: 'pushover', ...receiver.device ? { device: receiver.device } : {} };
    case 'email': {
      const { type, to, from, smarthost, username } = receiver;
      return { type, to, from, smarthost, ...username ? { username } : {} };
    }
  }
}

function grafanaHostname(config: HomelabConfig): { readonly hostname?: string } {
  const page = platformInterfaces(config).find(({ name }) => name === 'grafana');
  return page ? { hostname: page.hostname } : {};
}

/** The provider at which people log in to Grafana; nothing where nobody reaches its page, or where it is not known where that answers. */
function grafanaLogin(config: HomelabConfig): Pick<GrafanaProps, 'login'> {
  const { login } = config;
  const endpoints = loginEndpoints(config);
  if (!login || !endpoints || grafanaHostname(config).hostname === undefined) { return {}; }
  const { issuer, clientID, secretName, scopes, emailClaim, groupsClaim, admins, anyone } = login;
  const { emails = [], emailDomains = [], groups = [] } = login;
  return {
    login: {
      name: new URL(issuer).hostname, endpoints, clientID, secretName, scopes: [...LOGIN_SCOPES, ...scopes],
      claims: { email: emailClaim, groups: groupsClaim }, admins,
      ...anyone ? {} : { readers: { accounts: [...emails, ...groups], domains: emailDomains } },
      proxy: proxyVariables(config),
    },
  };
}
