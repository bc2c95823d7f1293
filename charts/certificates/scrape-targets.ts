import type { ScrapeTarget } from '../core/scrape-target';

/** Metrics of cert-manager's controller, which its chart has on by default. */
export function certManagerTarget(namespace: string): ScrapeTarget {
  return {
    name: 'cert-manager',
    through: 'pods',
    namespaces: [namespace],
    labels: { 'app.kubernetes.io/name': 'cert-manager', 'app.kubernetes.io/component': 'controller' },
    port: 'http-metrics',
    honorLabels: true,
  };
}
