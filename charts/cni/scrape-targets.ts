import type { ScrapeTarget } from '../core/scrape-target';

/** Cilium's metrics. Its chart has monitors of its own, but K3s installs it before ServiceMonitor is defined. */
export function ciliumTargets(namespace: string): ScrapeTarget[] {
  return [
    { name: 'hubble', through: 'service', namespaces: [namespace], labels: { 'k8s-app': 'hubble' }, port: 'hubble-metrics' },
    { name: 'cilium-agent', through: 'pods', namespaces: [namespace], labels: { 'k8s-app': 'cilium' }, port: 'prometheus' },
    { name: 'cilium-operator', through: 'pods', namespaces: [namespace], labels: { 'io.cilium/app': 'operator' }, port: 'prometheus' },
  ];
}
