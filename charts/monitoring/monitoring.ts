import { k8s } from '../core/k8s';
import type { Construct } from 'constructs';
import { alertRouting, type AlertRoutingProps } from './alert-routing';
import type { ChartPin, Component } from '../core/component';
import { addDashboards } from './dashboards';
import { mergeValues, type HelmValues } from '../core/helm-values';
import { Layer } from '../core/layer';
import { addMonitor } from './monitors';
import { monitoringValues, type MonitoringValuesProps } from './monitoring-values';
import { METALLB_METRICS, scrapeTargets, type PlatformTargets } from './scrape-targets';

export interface MonitoringProps extends Omit<MonitoringValuesProps, 'dashboardReader' | 'alerting'> {
  /** Who is told of which alert. */
  readonly alerting: Omit<AlertRoutingProps, 'namespace'>;
  readonly pin: ChartPin;
  /** Where the components to scrape live. */
  readonly targets: PlatformTargets;
  /** Helm values laid over the generated ones. @default - none */
  readonly values?: HelmValues;
  /** Definitions of Prometheus Operator's kinds, and the namespace. */
  readonly dependsOn: readonly Component[];
}

/** ClusterRole of Grafana's sidecars. The chart's own would let Grafana, which people log in to, read every Secret of the cluster. */
const DASHBOARD_READER = 'grafana-dashboard-reader';

/** Prometheus, Alertmanager and Grafana, and what they look at. */
export class Monitoring extends Layer {
  /** The charts' Application: Prometheus, Alertmanager, Grafana and the exporters. */
  public readonly stack: Component;
  /** What is scraped. */
  public readonly targets: Component;
  /** Alertmanager's configuration, as amtool takes it. */
  public readonly alertmanagerConfig: HelmValues;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const alerting = alertRouting({ ...props.alerting, namespace: props.namespace });
    this.alertmanagerConfig = alerting.config;
    alerting.requiredSecrets.forEach((secret) => { this.requireSecret(secret); });
    scrapeTargets(props.targets).forEach((target) => addMonitor(this, props.namespace, target));
    this.addMetalLbService(props.targets.metallb);
    addDashboards(this, props.namespace);
    new k8s.KubeClusterRole(this, DASHBOARD_READER, {
      metadata: { name: DASHBOARD_READER },
      rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] }],
    });
    this.requireSecret({
      namespace: props.namespace,
      name: props.grafana.adminSecret,
      keys: [
        { key: 'admin-user', description: 'Name of the first user of Grafana' },
        { key: 'admin-password', description: 'Password of that user' },
      ],
      purpose: 'Grafana does not start without it',
    });

    this.targets = this.addOwnFolder({ namespace: props.namespace, dependsOn: props.dependsOn });
    this.stack = this.addComponent({
      name: 'kube-prometheus-stack',
      namespace: props.namespace,
      source: { kind: 'helm', pin: props.pin, values: mergeValues(monitoringValues({ ...props, alerting, dashboardReader: DASHBOARD_READER }), props.values) },
      // Grafana's sidecars fail until their ClusterRole is there.
      dependsOn: [this.targets],
      clusterKinds: [{ group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' }, { group: 'rbac.authorization.k8s.io', kind: 'ClusterRoleBinding' }],
      // A headless Service before CoreDNS, whose pods no other Service exposes the metrics of.
      otherNamespaces: ['kube-system'],
    });
  }

  /** The chart makes such a Service only along with monitors of its own. */
  private addMetalLbService(namespace: string): void {
    const { service, label, port } = METALLB_METRICS;
    new k8s.KubeService(this, service, {
      metadata: { name: service, namespace, labels: { 'app.kubernetes.io/name': label } },
      spec: {
        clusterIp: 'None',
        selector: { 'app.kubernetes.io/name': 'metallb' },
        ports: [{ name: port, port: 9120, protocol: 'TCP', targetPort: k8s.IntOrString.fromString(port) }],
      },
    });
  }
}
