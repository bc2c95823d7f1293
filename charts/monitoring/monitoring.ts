import type { Construct } from 'constructs';
import type { ChartPin, Component, ComponentSource, Dependency } from '../core/component';
import { mergeValues, type HelmValues } from '../core/helm-values';
import { k8s } from '../core/k8s';
import { Layer, type Contributions } from '../core/layer';
import { MONITORING_ROOT } from '../core/root-names';
import { alertInhibitions } from './alert-inhibitions';
import { alertRouting, type AlertRouting, type AlertRoutingProps } from './alert-routing';
import { deployedConfig } from './deployed-config';
import { addDashboard } from './dashboards';
import { addMonitor } from './monitors';
import { monitoringValues, type MonitoringValuesProps } from './monitoring-values';
import { nodeRules } from './node-alerts';
import { watchdogRules } from './watchdog-alerts';

/** What monitoring is made from. What it looks at is up to the layers (Layer.addScrapeTarget, addDashboard, addDataSource). */
export interface MonitoringProps extends Omit<MonitoringValuesProps, 'dashboardReader' | 'alerting' | 'dataSources' | 'downloads'> {
  /** Who is told of which alert. */
  readonly alerting: Omit<AlertRoutingProps, 'namespace' | 'inhibitions'>;
  /** Whether the lab has a single node, so that a sleeping node means a sleeping lab. */
  readonly singleNode: boolean;
  /** Whether nodes have a ztunnel. @default true */
  readonly hasZtunnel?: boolean;
  /** The chart. */
  readonly pin: ChartPin;
  /** Helm values laid over the generated ones. @default - none */
  readonly values?: HelmValues;
  /** Definitions of Prometheus Operator's kinds, and the namespace. */
  readonly dependsOn: readonly Dependency[];
}

/** ClusterRole of Grafana's sidecars. The chart's own would let Grafana, which people log in to, read every Secret of the cluster. */
const DASHBOARD_READER = 'grafana-dashboard-reader';

/** Prometheus, Alertmanager and Grafana, and what they look at. */
export class Monitoring extends Layer {
  /** The charts' Application: Prometheus, Alertmanager, Grafana and the exporters. */
  public readonly stack: Component;
  /** What is scraped. */
  public readonly targets: Component;

  private asked: Pick<Contributions, 'dataSources' | 'downloads'> = { dataSources: [], downloads: [] };
  private inhibitions: readonly HelmValues[] = [];

  /**
   * @param scope - the lab
   * @param id - name of the folder
   * @param props - chart, sizes, and who is told
   */
  constructor(scope: Construct, id: string, private readonly props: MonitoringProps) {
    super(scope, id);
    const { namespace } = props;
    this.alerting.requiredSecrets.forEach((secret) => { this.requireSecret(secret); });
    new k8s.KubeClusterRole(this, DASHBOARD_READER, {
      metadata: { name: DASHBOARD_READER },
      rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] }],
    });
    this.requireSecret({
      namespace,
      name: props.grafana.adminSecret,
      keys: [
        { key: 'admin-user', description: 'Name of the first user of Grafana' },
        { key: 'admin-password', description: 'Password of that user' },
      ],
      purpose: 'Grafana does not start without it',
    });
    this.requireLoginSecret();

    this.targets = this.addOwnFolder({ namespace, dependsOn: props.dependsOn, root: MONITORING_ROOT });
    this.stack = this.addComponent({
      name: 'kube-prometheus-stack',
      namespace,
      source: this.chart(),
      // Grafana's sidecars fail until their ClusterRole is there.
      dependsOn: [this.targets],
      clusterKinds: ['ClusterRole', 'ClusterRoleBinding'].map((kind) => ({ group: 'rbac.authorization.k8s.io', kind })),
      // A headless Service before CoreDNS, whose pods no other Service exposes the metrics of.
      otherNamespaces: ['kube-system'],
      // Grafana's pod waits for the Secret with its password.
      root: MONITORING_ROOT,
      // Volumes stay: they are made by the operator, from templates.
      cascade: true,
    });
    // node-exporter shares the host's network and process list, and mounts its root.
    this.addNamespace({ name: namespace, ambient: false, podSecurity: 'privileged' });
    this.addAlerts(nodeRules(props));
    this.addAlerts(watchdogRules());
  }

  /**
   * Alertmanager's configuration as it is deployed, overrides included, as amtool takes it. It is whole once all layers have said what
   * their alerts silence (`complete`). Undefined where overrides leave Alertmanager out, or let something else configure it.
   */
  public get alertmanagerConfig(): HelmValues | undefined { return deployedConfig(this.merged()); }

  /** Makes what Prometheus scrapes and what Grafana shows of all layers. */
  public override complete(asked: Contributions): void {
    const { namespace } = this.props;
    this.asked = asked;
    this.inhibitions = alertInhibitions(asked.alerts);
    asked.scrapeTargets.forEach((target) => { addMonitor(this, namespace, target); });
    asked.dashboards.forEach((dashboard) => { addDashboard(this, namespace, dashboard); });
  }

  private requireLoginSecret(): void {
    const { namespace, grafana: { login } } = this.props;
    if (login === undefined) { return; }
    this.requireSecret({
      namespace, name: login.secretName,
      keys: [{ key: 'client-secret', description: `secret of the client ${login.clientID}, the same as in the namespace oauth2-proxy` }],
      purpose: 'Grafana does not start without it, since people log in to it by `login`',
    });
  }

  private get alerting(): AlertRouting {
    const { alerting, namespace } = this.props;
    return alertRouting({ ...alerting, namespace, inhibitions: this.inhibitions });
  }

  /** The chart with its values, which are made when they are read: layers may ask for data sources until then. */
  private chart(): ComponentSource {
    const values = (): HelmValues => this.merged();
    return { kind: 'helm', pin: this.props.pin, get values() { return values(); } };
  }

  private merged(): HelmValues {
    return mergeValues(
      monitoringValues({ ...this.props, ...this.asked, alerting: this.alerting, dashboardReader: DASHBOARD_READER }), this.props.values,
    );
  }
}
