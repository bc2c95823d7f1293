import { proxyVariables } from '../../../config/proxy';
import { withNames, withRights } from '../../core/chart-parts';
import { off, on, running, unset } from '../../core/safe-values';
import type { AddonDefinition } from '../definition';
import { CLUSTER_RIGHTS, DEFINITIONS, WEBHOOKS } from '../kinds';
import { podMetrics } from '../pod-metrics';
import { externalSecretsAlerts } from './alerts';
import dashboard from './dashboards/external-secrets.json';
import { EXTERNAL_SECRETS } from './names';
import { externalSecretsValues } from './values';

const TWICE = 'the lab scrapes it by a monitor of its own, and every sample would be there twice';
const CERTIFICATE = 'the API server would trust no certificate of its webhook, and refuse every store';

/** Makes Secrets of what lies in a store such as Vault, Bitwarden or 1Password. */
export const externalSecrets: AddonDefinition = {
  name: EXTERNAL_SECRETS,
  podSecurity: 'restricted',
  // values.yaml, metrics.listen.port and webhook.port, at 2.9.0. Stores are wherever somebody says.
  calls: { metrics: [8080], api: [10250] },
  clusterKinds: [...WEBHOOKS.filter(({ kind }) => kind.startsWith('Validating')), DEFINITIONS, ...CLUSTER_RIGHTS],
  // With the definition would go every ExternalSecret, and with each of them the Secret that was made of it.
  keepsObjects: true,
  parts: (config) => ({
    values: externalSecretsValues({ push: config.addons[EXTERNAL_SECRETS].push, proxy: proxyVariables(config) }),
    origin: ['addons', EXTERNAL_SECRETS],
  }),
  scrapeTargets: [podMetrics(EXTERNAL_SECRETS, 'metrics', { honorLabels: true })],
  alerts: externalSecretsAlerts(),
  dashboard,
  safeValues: [
    on('installCRDs', 'there would be no kind of object for a store and for what is in it'),
    on('createOperator', 'nobody would fetch anything'),
    on('webhook.create', 'a store that cannot be would be taken, and fail later'),
    on('certController.create', CERTIFICATE),
    off('webhook.certManager.enabled', 'it asks for a certificate of an issuer that the lab does not have', { warns: true }),
    on('processSecretStore', 'it would look at no store of a namespace'),
    unset('scopedNamespace', 'it would fetch for that namespace alone'),
    unset('controllerClass', 'it would look at stores alone that name the same class'),
    running('replicaCount', 'nobody would fetch anything'),
    running('webhook.replicaCount', 'the API server would refuse every store, as nobody answers its question'),
    running('certController.replicaCount', CERTIFICATE),
    off('rbac.serviceAccountTokenCreate', 'it may act as every service account; only stores that log in with one need it', { warns: true }),
    off('serviceMonitor.enabled', TWICE, { warns: true }),
    off('hostNetwork', 'its pod would not be allowed in its namespace'),
    off('webhook.hostNetwork', 'its pod would not be allowed in its namespace'),
    off('certController.hostNetwork', 'its pod would not be allowed in its namespace'),
    ...withRights('rbac.create', 'serviceAccount.create', 'webhook.serviceAccount.create', 'certController.serviceAccount.create',
      'certController.rbac.create'),
    ...withNames('fullnameOverride', 'nameOverride', 'namespaceOverride'),
  ],
  secretReaders: [
    {
      release: EXTERNAL_SECRETS, role: 'external-secrets-controller',
      reason: 'writes a Secret beside each ExternalSecret, in any namespace, and reads the logins of stores',
    },
    {
      release: EXTERNAL_SECRETS, role: 'external-secrets-cert-controller',
      reason: 'makes the certificate of its webhook; the chart binds the right for all Secrets',
    },
  ],
};
