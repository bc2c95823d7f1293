import { withNames, withRights } from '../../core/chart-parts';
import { off, on, unset } from '../../core/safe-values';
import type { AddonDefinition } from '../definition';
import { CLUSTER_RIGHTS, DEFINITIONS } from '../kinds';
import { podMetrics } from '../pod-metrics';
import { sealedSecretsAlerts } from './alerts';
import dashboard from './dashboards/sealed-secrets.json';
import { CONTROLLER, SEALED_SECRETS, UNSEALER } from './names';
import { sealedSecretsValues } from './values';

const TWICE = 'the lab scrapes it by a monitor of its own, and every sample would be there twice';

/** Makes Secrets of what lies sealed in git, with a key that never leaves the cluster. */
export const sealedSecrets: AddonDefinition = {
  name: SEALED_SECRETS,
  podSecurity: 'restricted',
  // kubeseal asks for the certificate at the first, through the API server: values.yaml, containerPorts, at 2.18.5.
  calls: { metrics: [8081], api: [8080], onlyApi: true },
  clusterKinds: [DEFINITIONS, ...CLUSTER_RIGHTS],
  // With the definition would go every SealedSecret, and with each of them the Secret that was made of it.
  keepsObjects: true,
  parts: ({ addons }) => ({ values: sealedSecretsValues(addons[SEALED_SECRETS]), origin: ['addons', SEALED_SECRETS] }),
  scrapeTargets: [podMetrics(SEALED_SECRETS, 'metrics', { honorLabels: true })],
  alerts: sealedSecretsAlerts(),
  dashboard,
  safeValues: [
    {
      path: ['fullnameOverride'], safe: [CONTROLLER],
      why: 'kubeseal, the alerts and the runbooks look for the controller by that name',
    },
    {
      path: ['secretName'], safe: ['sealed-secrets-key', undefined],
      why: 'the controller would not find the keys that it has, and nothing that is sealed could be opened',
    },
    on('createController', 'nobody would open what is sealed'),
    on('updateStatus', 'Argo CD would show a Secret as well that could not be opened'),
    unset('additionalNamespaces', 'it would open what is sealed in these namespaces alone'),
    off('ingress.enabled', 'the lab has no Ingress, and its certificate is at hand for kubeseal through the API server', { warns: true }),
    off('networkPolicy.enabled', 'with Cilium it would shut out the API server, through which kubeseal asks for the certificate'),
    off('metrics.serviceMonitor.enabled', TWICE, { warns: true }),
    off('hostNetwork', 'its pod would not be allowed in its namespace'),
    ...withRights('rbac.create', 'rbac.clusterRole', 'serviceAccount.create'),
    ...withNames('nameOverride', 'namespace'),
  ],
  safeSettings: [{
    path: ['args'], name: 'key-prefix', safe: ['sealed-secrets-key'],
    why: 'the controller would not find the keys that it has, and nothing that is sealed could be opened',
  }],
  secretReaders: [{
    release: SEALED_SECRETS, role: UNSEALER,
    reason: 'writes a Secret beside each SealedSecret, in any namespace, and reads it to see changes',
  }],
};
