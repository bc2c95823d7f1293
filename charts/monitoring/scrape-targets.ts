/** Pods or a Service that Prometheus reads metrics from. */
export interface ScrapeTarget {
  /** Name of the object, and the `job` label of the series. */
  readonly name: string;
  /** Whether pods are found by their own labels or through a Service. */
  readonly through: 'pods' | 'service';
  /** Namespaces to look in. @default - all */
  readonly namespaces?: readonly string[];
  /** Labels the pods or the Service must have. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Labels that must be there, with any value. */
  readonly hasLabels?: readonly string[];
  /** Name of the port. */
  readonly port: string;
  /** @default /metrics */
  readonly path?: string;
  /**
   * Set for an https endpoint that asks who is there: Prometheus shows its own service account's token. The certificate is not
   * verified, as it is one the workload made for itself. @default false
   */
  readonly authenticated?: boolean;
  /** Whether labels of the series win over those of the target, such as the `namespace` a certificate is in. @default false */
  readonly honorLabels?: boolean;
  /** Labels of the pod to copy to its series: pod label to series label. @default - none */
  readonly copyLabels?: Readonly<Record<string, string>>;
}

/** Where the platform's own components live. */
export interface PlatformTargets {
  readonly argocd: string;
  readonly certManager: string;
  readonly cilium: string;
  readonly istio: string;
  readonly metallb: string;
}

/** Service this layer puts before MetalLB's pods, because a PodMonitor cannot show a token. */
export const METALLB_METRICS = { service: 'metallb-metrics', label: 'metallb-metrics', port: 'metricshttps' } as const;

/**
 * What of the platform is scraped. Labels and port names are those of the charts at their pinned versions. The charts' own monitors stay
 * off: Cilium and Argo CD are installed before ServiceMonitor is defined, Cilium's chart makes the Services of agent and operator only
 * along with its monitors, and MetalLB's PodMonitor names a port that no longer exists (charts/metallb/templates/podmonitor.yaml, v0.16.1).
 */
export function scrapeTargets({ argocd, certManager, cilium, istio, metallb }: PlatformTargets): ScrapeTarget[] {
  return [
    // The port is named in the DaemonSet; its metrics are at both /metrics and /stats/prometheus, the latter being Envoy's path too.
    { name: 'ztunnel', through: 'pods', namespaces: [istio], labels: { app: 'ztunnel' }, port: 'ztunnel-stats', path: '/stats/prometheus', copyLabels: { app: 'app' } },
    // Gateways and waypoints: istiod labels every pod it makes for a Gateway. files/kube-gateway.yaml and files/waypoint.yaml name the port.
    {
      name: 'istio-proxies', through: 'pods', hasLabels: ['gateway.networking.k8s.io/gateway-name'], port: 'metrics', path: '/stats/prometheus',
      copyLabels: { 'gateway.networking.k8s.io/gateway-name': 'gateway' },
    },
    { name: 'istiod', through: 'service', namespaces: [istio], labels: { istio: 'pilot' }, port: 'http-monitoring' },
    { name: 'istio-cni', through: 'pods', namespaces: [istio], labels: { 'k8s-app': 'istio-cni-node' }, port: 'metrics' },
    { name: 'hubble', through: 'service', namespaces: [cilium], labels: { 'k8s-app': 'hubble' }, port: 'hubble-metrics' },
    { name: 'cilium-agent', through: 'pods', namespaces: [cilium], labels: { 'k8s-app': 'cilium' }, port: 'prometheus' },
    { name: 'cilium-operator', through: 'pods', namespaces: [cilium], labels: { 'io.cilium/app': 'operator' }, port: 'prometheus' },
    // The chart makes metrics Services only when told to; the port is on the pods in any case, and its network policies let it through.
    ...['application-controller', 'server', 'repo-server', 'applicationset-controller'].map((part): ScrapeTarget => (
      { name: `argocd-${part}`, through: 'pods', namespaces: [argocd], labels: { 'app.kubernetes.io/name': `argocd-${part}` }, port: 'metrics', honorLabels: true }
    )),
    { name: 'cert-manager', through: 'pods', namespaces: [certManager], labels: { 'app.kubernetes.io/name': 'cert-manager', 'app.kubernetes.io/component': 'controller' }, port: 'http-metrics', honorLabels: true },
    { name: 'metallb', through: 'service', namespaces: [metallb], labels: { 'app.kubernetes.io/name': METALLB_METRICS.label }, port: METALLB_METRICS.port, authenticated: true, honorLabels: true },
  ];
}
