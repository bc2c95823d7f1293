import { ADDON_DASHBOARDS } from './addons/all';
import { edge } from './edge';
import { dashboard } from './panel';
import { requestPath } from './request-path';
import { ztunnel } from './ztunnel';

/** The dashboards, by the folder below charts/ that each belongs to. */
const DASHBOARDS = {
  mesh: { 'request-path': requestPath }, ztunnel: { ztunnel }, gateway: { edge },
  ...Object.fromEntries(Object.entries(ADDON_DASHBOARDS).map(([addon, props]) => [`addons/${addon}`, { [addon]: props }])),
};

/** Path below charts/, and text, of every dashboard. */
export function renderDashboards(): Map<string, string> {
  return new Map(Object.entries(DASHBOARDS).flatMap(([folder, own]) => Object.entries(own).map(([name, props]): [string, string] => [
    `${folder}/dashboards/${name}.json`, `${JSON.stringify(dashboard(props), undefined, 1)}\n`,
  ])));
}
