import { INSTANCE_LABELS } from '../../../config/addons/databases';
import { withNames, withRights } from '../../core/chart-parts';
import { off, on, running, type SafeValue } from '../../core/safe-values';
import type { AddonDefinition } from '../definition';
import { CLUSTER_RIGHTS, DEFINITIONS, WEBHOOKS } from '../kinds';
import { podMetrics } from '../pod-metrics';
import { cloudnativePgAlerts } from './alerts';
import dashboard from './dashboards/cloudnative-pg.json';
import { CLOUDNATIVE_PG, CLOUDNATIVE_PG_KEY, INSTANCE_JOB, OPERATOR_JOB } from './names';
import { cloudnativePgValues } from './values';

const WEBHOOK = 'a database that cannot be would be taken, and the operator stop at it without a word';
const OWN_NAMES = [['service', 'name', 'cnpg-webhook-service'], ['config', 'name', 'cnpg-controller-manager-config']] as const;

/** Runs databases of Postgres. */
export const cloudnativePg: AddonDefinition = {
  name: CLOUDNATIVE_PG,
  podSecurity: 'restricted',
  // templates/deployment.yaml at 0.29.0. Databases are in any namespace.
  calls: { metrics: [8080], api: [9443] },
  clusterKinds: [...WEBHOOKS, DEFINITIONS, ...CLUSTER_RIGHTS],
  // With the definitions would go every database.
  keepsObjects: true,
  parts: ({ namespaces }) => ({
    values: cloudnativePgValues(),
    scrapeTargets: [
      podMetrics(OPERATOR_JOB, 'metrics'),
      ...namespaces.length === 0 ? [] : [{
        name: INSTANCE_JOB, through: 'pods' as const, namespaces: namespaces.map(({ name }) => name), labels: INSTANCE_LABELS,
        port: 'metrics',
      }],
    ],
    origin: CLOUDNATIVE_PG_KEY,
  }),
  alerts: cloudnativePgAlerts(),
  dashboard,
  safeValues: [
    on('crds.create', 'there would be no kind of object for a database'),
    on('config.clusterWide', 'it would look into its own namespace alone, where there is no database'),
    on('config.create', 'its pod would wait for settings that nobody makes', { warns: true }),
    ...['mutating', 'validating'].flatMap((kind): SafeValue[] => [
      on(`webhook.${kind}.create`, WEBHOOK),
      { path: ['webhook', kind, 'failurePolicy'], safe: ['Fail', undefined], why: WEBHOOK, warns: true },
    ]),
    ...OWN_NAMES.map(([part, key, name]): SafeValue => ({
      path: [part, key], safe: [name, undefined], why: 'the operator makes its certificate and reads its settings by that name',
    })),
    off('hostNetwork', 'its pod would not be allowed in its namespace'),
    off('monitoring.podMonitorEnabled', 'the lab scrapes it by a monitor of its own, and every sample would be there twice',
      { warns: true }),
    off('monitoring.grafanaDashboard.create', 'it makes a ConfigMap of a chart that has to be fetched from elsewhere', { warns: true }),
    running('replicaCount', 'nobody would look after databases, and Argo CD could sync none'),
    ...withRights('rbac.create', 'serviceAccount.create'),
    ...withNames('fullnameOverride', 'nameOverride', 'namespaceOverride'),
  ],
  secretReaders: [{
    release: CLOUDNATIVE_PG, role: CLOUDNATIVE_PG,
    reason: 'makes certificates and logins of databases, in the namespace of each, and reads those that a database names',
  }],
};
