import type { HelmValues } from '../../core/helm-values';
import { RESTRICTED_CONTAINER, RESTRICTED_POD } from '../security';
import { CONTROLLER } from './names';

/** What decides about the values of Sealed Secrets. */
export interface SealedSecretsProps {
  /** Whether a new key is made every 30 days; old ones go on opening. */
  readonly renewKeys: boolean;
}

/** Values of the chart sealed-secrets. Keys: helm/sealed-secrets/values.yaml at helm-v2.18.5. */
export function sealedSecretsValues({ renewKeys }: SealedSecretsProps): HelmValues {
  return {
    // The name that kubeseal looks for.
    fullnameOverride: CONTROLLER,
    // "0" is never; the controller's own is 30 days.
    ...renewKeys ? {} : { keyrenewperiod: '0' },
    podSecurityContext: { enabled: true, fsGroup: 65534, ...RESTRICTED_POD },
    containerSecurityContext: { enabled: true, runAsNonRoot: true, runAsUser: 1001, ...RESTRICTED_CONTAINER },
    resources: { requests: { cpu: '10m', memory: '48Mi' }, limits: { memory: '128Mi' } },
  };
}
