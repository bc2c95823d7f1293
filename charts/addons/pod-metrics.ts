import type { AddonName } from '../../config/addons/names';
import type { ScrapeTarget } from '../core/scrape-target';

/** What Prometheus reads of the pods of an add-on: its job has the name of the add-on, as have its namespace and their label. */
export function podMetrics(addon: AddonName, port: string, more: Pick<ScrapeTarget, 'honorLabels'> = {}): ScrapeTarget {
  return { name: addon, through: 'pods', namespaces: [addon], labels: { 'app.kubernetes.io/name': addon }, port, ...more };
}
