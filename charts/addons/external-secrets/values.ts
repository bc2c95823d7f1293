import type { ProxyVariables } from '../../../config/proxy';
import type { HelmValues } from '../../core/helm-values';

/** What decides about the values of External Secrets. */
export interface ExternalSecretsProps {
  /** Whether it writes Secrets of the cluster into stores, too. */
  readonly push: boolean;
  /** Environment variables that say how it gets out to a store on the internet. @default - directly */
  readonly proxy?: ProxyVariables | undefined;
}

/** Values of the chart external-secrets. Keys: deploy/charts/external-secrets/values.yaml at helm-chart-2.9.0. */
export function externalSecretsValues({ push, proxy }: ExternalSecretsProps): HelmValues {
  const small = (memory: string): HelmValues => ({ requests: { cpu: '10m', memory }, limits: { memory: '256Mi' } });
  return {
    resources: small('64Mi'),
    webhook: { resources: small('48Mi') },
    certController: { resources: small('64Mi') },
    // Whoever may make tokens of every service account has the rights of all of them. Stores that log in that way ask for it.
    rbac: { serviceAccountTokenCreate: false },
    ...push ? {} : {
      processPushSecret: false,
      processClusterPushSecret: false,
      crds: { createPushSecret: false, createClusterPushSecret: false },
    },
    ...proxy ? { extraEnv: Object.entries({ ...proxy }).map(([name, value]) => ({ name, value })) } : {},
  };
}
