import { edge } from './edge';
import { dashboard } from './panel';
import { requestPath } from './request-path';
import { ztunnel } from './ztunnel';

/** The dashboards, by the layer that each belongs to. */
const DASHBOARDS = { mesh: { 'request-path': requestPath }, ztunnel: { ztunnel }, gateway: { edge } } as const;

/** Path below charts/, and text, of every dashboard. */
export function renderDashboards(): Map<string, string> {
  return new Map(Object.entries(DASHBOARDS).flatMap(([layer, own]) => Object.entries(own).map(([name, props]): [string, string] => [
    `${layer}/dashboards/${name}.json`, `${JSON.stringify(dashboard(props), undefined, 1)}\n`,
  ])));
}
