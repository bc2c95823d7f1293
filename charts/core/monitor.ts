import type { Manifest } from './manifest';
import { at, list } from './rendered-lab';

/** API group of ServiceMonitors and PodMonitors. */
export const MONITORING = 'monitoring.coreos.com';

/** Which namespaces a ServiceMonitor or PodMonitor looks into: its own, those it names, or all. */
export function monitoredNamespaces(monitor: Manifest): (namespace: string) => boolean {
  const selector = at(monitor, 'spec', 'namespaceSelector');
  if (at(selector, 'any') === true) { return () => true; }
  const names = list(selector, 'matchNames');
  return (namespace) => names.length > 0 ? names.includes(namespace) : namespace === monitor.metadata.namespace;
}
