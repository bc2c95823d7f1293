import type { ScrapeTarget } from '../core/scrape-target';

/**
 * Metrics of the control plane, of the node agents, and of the proxies that istiod makes for Gateways and waypoints.
 *
 * @param hasAgents - whether the nodes have agents, by which pods join the mesh
 */
export function istioTargets(namespace: string, hasAgents: boolean): ScrapeTarget[] {
  return [
    // Gateways and waypoints: istiod labels every pod it makes for a Gateway. files/kube-gateway.yaml and files/waypoint.yaml name the
    // port.
    {
      name: 'istio-proxies',
      through: 'pods',
      hasLabels: ['gateway.networking.k8s.io/gateway-name'],
      port: 'metrics',
      path: '/stats/prometheus',
      copyLabels: { 'gateway.networking.k8s.io/gateway-name': 'gateway' },
    },
    { name: 'istiod', through: 'service', namespaces: [namespace], labels: { istio: 'pilot' }, port: 'http-monitoring' },
    ...hasAgents ? [{
      name: 'istio-cni', through: 'pods' as const, namespaces: [namespace], labels: { 'k8s-app': 'istio-cni-node' }, port: 'metrics',
    }] : [],
  ];
}
