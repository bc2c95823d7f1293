import { edge } from './edge';
import { dashboard } from './panel';
import { requestPath } from './request-path';
import { ztunnel } from './ztunnel';

/** File name below charts/dashboards/, and text, of every dashboard. */
export function renderDashboards(): Map<string, string> {
  return new Map(Object.entries({ 'request-path': requestPath, ztunnel, edge }).map(([name, props]) => [`${name}.json`, `${JSON.stringify(dashboard(props), undefined, 1)}\n`]));
}
