import { withNames, withRights } from '../../core/chart-parts';
import { off, on, unset } from '../../core/safe-values';
import { downAlert } from '../down';
import type { AddonDefinition } from '../definition';
import { CLUSTER_RIGHTS } from '../kinds';
import dashboard from './dashboards/reloader.json';
import { RELOADER } from './names';
import { reloaderValues } from './values';

/** Restarts workloads whose ConfigMaps or Secrets have changed. */
export const reloader: AddonDefinition = {
  name: RELOADER,
  podSecurity: 'restricted',
  // deployments/kubernetes/chart/reloader/templates/deployment.yaml at 2.2.16
  calls: { metrics: [9090], onlyApi: true },
  clusterKinds: CLUSTER_RIGHTS,
  parts: ({ addons }) => ({ values: reloaderValues(addons.reloader), origin: ['addons', RELOADER] }),
  scrapeTargets: [{ name: RELOADER, through: 'pods', namespaces: [RELOADER], labels: { app: RELOADER }, port: 'http' }],
  alerts: {
    name: RELOADER,
    rules: [downAlert({
      addon: RELOADER, deployment: RELOADER, alert: 'ReloaderDown', severity: 'info', layer: 'cluster',
      summary: 'Workloads are not restarted when their configuration changes', impact: 'Pods go on with the configuration they began with.',
    })],
  },
  dashboard,
  safeValues: [
    {
      path: ['reloader', 'reloadStrategy'], safe: ['annotations'],
      why: 'it would add a variable to containers, which Argo CD takes back at once, and which restarts them again',
    },
    on('reloader.watchGlobally', 'it would look into its own namespace alone, and restart nothing'),
    off('reloader.enablePProf', 'whoever reaches its pod would read its memory, Secrets among it', { warns: true }),
    ...['serviceMonitor', 'podMonitor'].map((monitor) => off(`reloader.${monitor}.enabled`,
      'the lab scrapes it by a monitor of its own, and every sample would be there twice', { warns: true })),
    unset('reloader.webhookUrl', 'it would call that address in place of restarting anything', { warns: true }),
    ...withRights('reloader.rbac.enabled', 'reloader.serviceAccount.create'),
    { path: ['fullnameOverride'], safe: [RELOADER], why: 'alerts and runbooks know its Deployment by that name' },
    ...withNames('nameOverride'),
  ],
  secretReaders: [{
    release: RELOADER, role: 'reloader-role',
    reason: 'sees by their contents that Secrets have changed; addons.reloader.secrets: false is without',
  }],
};
