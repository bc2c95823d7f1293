import type { Construct } from 'constructs';
import {
  PodMonitor, PodMonitorSpecPodMetricsEndpointsRelabelingsAction, ServiceMonitor, ServiceMonitorSpecEndpointsRelabelingsAction,
  ServiceMonitorSpecEndpointsScheme,
} from '../../imports/monitoring.coreos.com';
import { k8s } from '../core/k8s';
import { noteOrigin } from '../core/origin';
import type { MetricsService, ScrapeTarget } from '../core/scrape-target';

/**
 * Makes the PodMonitor or ServiceMonitor of a target, and the Service it needs.
 *
 * @throws Error for pods that ask for a token, which a PodMonitor cannot show, and for a Service whose port has no name
 */
export function addMonitor(scope: Construct, namespace: string, target: ScrapeTarget): void {
  const { port } = target;
  const metadata = { name: target.name, namespace };
  const namespaceSelector = target.namespaces ? { matchNames: [...target.namespaces] } : { any: true };
  const selector = {
    ...target.labels ? { matchLabels: { ...target.labels } } : {},
    ...target.hasLabels ? { matchExpressions: target.hasLabels.map((key) => ({ key, operator: 'Exists' })) } : {},
  };
  const endpoint = {
    path: target.path ?? '/metrics',
    ...target.interval === undefined ? {} : { interval: target.interval },
    ...target.honorLabels ? { honorLabels: true } : {},
  };
  if (target.through === 'pods') {
    if (target.authenticated) { throw new Error(`${target.name}: a PodMonitor cannot show a token; scrape it through a Service`); }
    const replacing = relabelings(target, PodMonitorSpecPodMetricsEndpointsRelabelingsAction.REPLACE);
    const made = new PodMonitor(scope, target.name, {
      metadata,
      spec: {
        namespaceSelector, selector,
        podMetricsEndpoints: [{ ...typeof port === 'number' ? { portNumber: port } : { port }, ...endpoint, relabelings: replacing }],
      },
    });
    noteOrigin(made, target.origin);
    return;
  }
  if (typeof port === 'number') { throw new Error(`${target.name}: ports of a Service go by name; scrape the pods, or name the port`); }
  if (target.service) { addService(scope, target.service, port); }
  const made = new ServiceMonitor(scope, target.name, {
    metadata,
    spec: {
      namespaceSelector,
      selector,
      endpoints: [{
        port,
        ...endpoint,
        relabelings: relabelings(target, ServiceMonitorSpecEndpointsRelabelingsAction.REPLACE),
        ...target.authenticated ? {
          scheme: ServiceMonitorSpecEndpointsScheme.HTTPS,
          tlsConfig: { insecureSkipVerify: true },
          bearerTokenFile: '/var/run/secrets/kubernetes.io/serviceaccount/token',
        } : {},
      }],
    },
  });
  noteOrigin(made, target.origin);
}

function addService(scope: Construct, { name, namespace, selector, port }: MetricsService, portName: string): void {
  new k8s.KubeService(scope, name, {
    metadata: { name, namespace, labels: { 'app.kubernetes.io/name': name } },
    spec: {
      clusterIp: 'None',
      selector: { ...selector },
      ports: [{ name: portName, port, protocol: 'TCP', targetPort: k8s.IntOrString.fromString(portName) }],
    },
  });
}

interface Relabeling<Action> {
  readonly action: Action;
  readonly sourceLabels?: string[];
  readonly targetLabel: string;
  readonly replacement?: string;
}

/**
 * A `job` that rules can rely on whatever finds the target, the node a pod runs on, and labels of the pod.
 *
 * @param action - the API's default, which inside a list would otherwise show as drift
 */
function relabelings<Action>({ name, copyLabels = {} }: ScrapeTarget, action: Action): Relabeling<Action>[] {
  return [
    { action, targetLabel: 'job', replacement: name },
    { action, sourceLabels: ['__meta_kubernetes_pod_node_name'], targetLabel: 'node' },
    ...Object.entries(copyLabels).map(([from, targetLabel]) => ({
      action, sourceLabels: [`__meta_kubernetes_pod_label_${from.replace(/[^A-Za-z0-9_]/g, '_')}`], targetLabel,
    })),
  ];
}
