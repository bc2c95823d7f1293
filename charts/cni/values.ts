import type { HelmValues } from '../core/helm-values';
import type { CniFiles } from './cni-files';

/** Folders of containerd's own default; K3s leaves them alone with flannel-backend none, so neither chart's K3s platform profile fits. */
const CNI_CONF_DIR = '/etc/cni/net.d';
const CNI_BIN_DIR = '/opt/cni/bin';

/** What Cilium's values depend on. */
export interface CiliumSettings {
  /** How many nodes the lab has. */
  readonly nodes: number;
  /** Where Cilium reaches the API server, as seen from every node. @default - K3s' own load balancer on the loopback, 127.0.0.1:6444 */
  readonly apiServer?: { readonly host: string; readonly port: number };
  /** Which of its Grafana dashboards Cilium's chart brings. @default - none */
  readonly dashboards?: { readonly cilium: boolean; readonly hubble: boolean };
}

/** Values of the Cilium chart. */
export function ciliumValues({
  nodes, apiServer = { host: '127.0.0.1', port: 6444 }, dashboards = { cilium: false, hubble: false },
}: CiliumSettings): HelmValues {
  return {
    // The agent needs the API server before there is a Service network. Servers and agents of K3s both listen here: servers with the API
    // server itself, agents with their load balancer, so the value holds for every node (k3s pkg/daemons/control/server.go,
    // --lb-server-port).
    k8sServiceHost: apiServer.host,
    k8sServicePort: apiServer.port,
    // K3s runs without kube-proxy.
    kubeProxyReplacement: true,
    // In pods, a connection to a Service must still carry the Service's address when ztunnel sees it.
    // https://docs.cilium.io/en/stable/network/servicemesh/istio/
    socketLB: { hostNamespaceOnly: true },
    // Exclusive, Cilium renames every other file of the folder to *.cilium_bak, Istio's too.
    cni: { exclusive: false, confPath: CNI_CONF_DIR, binPath: CNI_BIN_DIR },
    // Routing past the host's stack skips the rewrite of probe addresses, and ambient pods fail their probes (istio/istio#52208).
    bpf: { masquerade: false, hostLegacyRouting: true },
    // Pod networks are handed out by K3s per node. Never change this on a running cluster.
    ipam: { mode: 'kubernetes' },
    routingMode: 'tunnel',
    // MetalLB owns load-balancer addresses; Cilium must neither assign nor announce any.
    defaultLBServiceIPAM: 'none',
    l2announcements: { enabled: false },
    // Istio is the one Gateway controller.
    gatewayAPI: { enabled: false },
    ingressController: { enabled: false },
    // Copies of Secrets for policies that look into TLS, of which there are none. For that the operator may read every Secret.
    tls: { secretSync: { enabled: false } },
    // No DaemonSet of Envoys: HTTP is Istio's part. Should a policy need one, the agent starts it by itself.
    envoy: { enabled: false },
    rollOutCiliumPods: true,
    resources: { requests: { cpu: '100m', memory: '256Mi' } },
    operator: {
      // Two operators never share a node, so a second one would stay Pending on a lab of one.
      replicas: Math.min(nodes, 2),
      rollOutPods: true,
      // K3s' job that would install a mended Cilium does not tolerate this taint. Without a network the node is NotReady, which keeps pods
      // away by itself.
      setNodeTaints: false,
      resources: { requests: { cpu: '20m', memory: '64Mi' } },
      // Services to scrape, without the ServiceMonitors: their CRD does not exist when K3s installs this chart.
      prometheus: { enabled: true, metricsService: true },
      dashboards: { enabled: dashboards.cilium },
    },
    prometheus: { enabled: true, metricsService: true },
    dashboards: { enabled: dashboards.cilium },
    hubble: {
      relay: { enabled: true, rollOutPods: true, resources: { requests: { cpu: '10m', memory: '32Mi' } } },
      ui: {
        enabled: true,
        rollOutPods: true,
        frontend: { resources: { requests: { cpu: '5m', memory: '16Mi' } } },
        backend: { resources: { requests: { cpu: '5m', memory: '32Mi' } } },
      },
      // "helm", the default, makes new certificates each time the chart is rendered.
      tls: { auto: { method: 'cronJob' } },
      metrics: {
        enabled: ['dns:query;ignoreAAAA', 'drop', 'tcp', 'flow', 'icmp', 'port-distribution'],
        dashboards: { enabled: dashboards.hubble },
      },
    },
  };
}

/** Values of the istio-cni chart. */
export function istioCniValues(files: Required<CniFiles>): HelmValues {
  return {
    profile: 'ambient',
    cniConfDir: CNI_CONF_DIR,
    cniBinDir: CNI_BIN_DIR,
    chained: true,
    // The file to read: what istio-cni chains onto.
    cniConfFileName: files.cilium,
    // The file to write. Left off, istio-cni edits Cilium's file, which Cilium restores at each start: pods of that moment miss the mesh
    // (istio/istio#60882).
    istioOwnedCNIConfig: true,
    istioOwnedCNIConfigFileName: files.istio,
    // If the API server cannot say whether a pod is in the mesh, try again rather than let it start outside.
    ambient: { enableAmbientDetectionRetry: true },
    resources: { requests: { cpu: '10m', memory: '64Mi' } },
  };
}
