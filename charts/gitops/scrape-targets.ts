import type { ScrapeTarget } from '../core/scrape-target';

/**
 * Argo CD's metrics. Its chart makes Services for them only when told to; the port is on the pods in any case, and the chart's network
 * policies let it through.
 */
export function argoCdTargets(namespace: string): ScrapeTarget[] {
  return ['application-controller', 'server', 'repo-server', 'applicationset-controller'].map((part): ScrapeTarget => ({
    name: `argocd-${part}`,
    through: 'pods',
    namespaces: [namespace],
    labels: { 'app.kubernetes.io/name': `argocd-${part}` },
    port: 'metrics',
    honorLabels: true,
  }));
}
