import type { Construct } from 'constructs';
import type { Dashboard, DashboardDownload } from '../core/dashboard';
import type { HelmValues } from '../core/helm-values';
import { k8s } from '../core/k8s';

/** Address of a dashboard, without its host. */
export function dashboardPath({ json }: Dashboard): string {
  return `d/${json.uid}`;
}

/** Makes the ConfigMap of a dashboard, which Grafana's sidecar finds. */
export function addDashboard(scope: Construct, namespace: string, { name, json }: Dashboard): void {
  new k8s.KubeConfigMap(scope, `dashboard-${name}`, {
    metadata: { name: `dashboard-${name}`, namespace, labels: { grafana_dashboard: '1' }, annotations: { grafana_folder: 'Homelab' } },
    data: { [`${name}.json`]: `${JSON.stringify(json, undefined, 1)}\n` },
  });
}

/** Values of Grafana's chart with which it downloads dashboards when its pod starts. */
export function downloadedDashboards(downloads: readonly DashboardDownload[]): HelmValues {
  if (downloads.length === 0) { return {}; }
  return {
    dashboardProviders: { 'dashboardproviders.yaml': { apiVersion: 1, providers: downloads.map(provider) } },
    dashboards: Object.fromEntries(downloads.map((download) => [keyOf(download), filesOf(download)])),
  };
}

function keyOf({ folder }: DashboardDownload): string {
  return folder.toLowerCase().replace(/[^a-z]+/g, '-');
}

function provider(download: DashboardDownload): HelmValues {
  const name = keyOf(download);
  const options = { path: `/var/lib/grafana/dashboards/${name}` };
  return { name, orgId: 1, folder: download.folder, type: 'file', disableDeletion: true, editable: false, options };
}

function filesOf({ urls }: DashboardDownload): HelmValues {
  return Object.fromEntries(Object.entries(urls).map(([name, url]) => [name, { url, datasource: 'Prometheus' }]));
}
