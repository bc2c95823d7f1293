import { EVERY_ADDON } from '../../../tools/charts/every-addon';
import { renderDashboards } from '../../../tools/dashboards/render';
import { addonSettings } from '../../charts/addons/settings';
import { labOf } from '../../util';

/** A dashboard as Grafana reads it, as far as tests look at it. */
export interface Dashboard {
  readonly uid: string;
  readonly panels: readonly {
    readonly type: string;
    readonly title: string;
    readonly description?: string;
    readonly targets?: readonly Query[];
  }[];
}

/** One line of a panel. */
export interface Query { readonly expr: string; readonly refId: string; readonly legendFormat: string }

/** File below charts/, and text, of every dashboard. */
export const RENDERED = [...renderDashboards()];
/** The same, read. */
export const DASHBOARDS = RENDERED.map(([file, text]): [string, Dashboard] => [file, JSON.parse(text) as Dashboard]);

/** All that a dashboard asks for. */
export const queriesOf = ({ panels }: Dashboard): Query[] => panels.flatMap(({ targets = [] }) => targets);

/** Labs that have every add-on between them, and a namespace for databases: no lab has both ways of making names known. */
export const LABS = [
  labOf([EVERY_ADDON, addonSettings('k8s-gateway'), addonSettings('oauth2-proxy'), 'namespaces: [{ name: shop }]'].join('\n')),
  labOf(addonSettings('external-dns')),
];
