import type { Construct } from 'constructs';
import edge from '../gateway/dashboards/edge.json';
import requestPath from '../mesh/dashboards/request-path.json';
import ztunnel from '../ztunnel/dashboards/ztunnel.json';
import type { HelmValues } from '../core/helm-values';
import { k8s } from '../core/k8s';
import type { DashboardName } from '../core/alert-rule';

/** The lab's own dashboards. They are made by `npm run dashboards` out of tools/dashboards/. */
const OWN: Record<DashboardName, object> = { 'request-path': requestPath, ztunnel, edge };

/** Address of a dashboard, without its host. */
export function dashboardPath(name: DashboardName): string {
  return `d/${(OWN[name] as { uid: string }).uid}`;
}

/** Makes the ConfigMaps that Grafana's sidecar finds. */
export function addDashboards(scope: Construct, namespace: string): void {
  for (const [name, dashboard] of Object.entries(OWN)) {
    new k8s.KubeConfigMap(scope, `dashboard-${name}`, {
      metadata: { name: `dashboard-${name}`, namespace, labels: { grafana_dashboard: '1' }, annotations: { grafana_folder: 'Homelab' } },
      data: { [`${name}.json`]: `${JSON.stringify(dashboard, undefined, 1)}\n` },
    });
  }
}

/** Dashboards of a project that ships them as files of a release. */
export interface DashboardSource {
  /** Folder in Grafana. */
  readonly folder: string;
  /** Address of each file, by a name of our own. */
  readonly urls: Readonly<Record<string, string>>;
}

/** Values of Grafana's chart with which it downloads dashboards when its pod starts. */
export function downloadedDashboards(sources: readonly DashboardSource[]): HelmValues {
  if (sources.length === 0) { return {}; }
  const key = ({ folder }: DashboardSource) => folder.toLowerCase().replace(/[^a-z]+/g, '-');
  return {
    dashboardProviders: {
      'dashboardproviders.yaml': {
        apiVersion: 1,
        providers: sources.map((source) => ({ name: key(source), orgId: 1, folder: source.folder, type: 'file', disableDeletion: true, editable: false, options: { path: `/var/lib/grafana/dashboards/${key(source)}` } })),
      },
    },
    dashboards: Object.fromEntries(sources.map((source) => [key(source), Object.fromEntries(Object.entries(source.urls).map(([name, url]) => [name, { url, datasource: 'Prometheus' }]))])),
  };
}
