import type { ScrapeTarget } from '../core/scrape-target';

/** Name of the Service before MetalLB's pods. */
const SERVICE = 'metallb-metrics';
/** Name of the metrics port of MetalLB's pods, and its number. */
const PORT = { name: 'metricshttps', number: 9120 } as const;

/**
 * MetalLB's metrics, over https with a token, which a PodMonitor cannot show. The chart makes such a Service only along with monitors of
 * its own, and its PodMonitor names a port that no longer exists (charts/metallb/templates/podmonitor.yaml, v0.16.1).
 */
export function metalLbTarget(namespace: string): ScrapeTarget {
  return {
    name: 'metallb', through: 'service', namespaces: [namespace], labels: { 'app.kubernetes.io/name': SERVICE }, port: PORT.name,
    authenticated: true, honorLabels: true,
    service: { name: SERVICE, namespace, selector: { 'app.kubernetes.io/name': 'metallb' }, port: PORT.number },
  };
}
