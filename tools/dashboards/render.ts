import { edge } from './edge';
import { dashboard } from './panel';
import { requestPath } from './request-path';
import { ztunnel } from './ztunnel';

/** File name below charts/dashboards/, and text, of every dashboard. */
export function renderDashboards(): Map<string, string> {
  return new Map([['request-path', requestPath], ['ztunnel', ztunnel], ['edge', edge]].map(([name, props]) => [`${String(name)}.json`, `${JSON.stringify(dashboard(props as typeof edge), undefined, 1)}\n`]));
}
