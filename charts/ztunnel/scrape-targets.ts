import type { ScrapeTarget } from '../core/scrape-target';

/**
 * ztunnel's metrics. The port is named in the DaemonSet; they are at both /metrics and /stats/prometheus, the latter being Envoy's path
 * too.
 */
export function ztunnelTarget(namespace: string): ScrapeTarget {
  return {
    name: 'ztunnel', through: 'pods', namespaces: [namespace], labels: { app: 'ztunnel' }, port: 'ztunnel-stats', path: '/stats/prometheus',
    copyLabels: { app: 'app' },
  };
}
