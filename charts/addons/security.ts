import type { HelmValues } from '../core/helm-values';

/** What the Pod Security level "restricted" asks of a container; the pod or the image says that it does not run as root. */
export const RESTRICTED_CONTAINER = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
} satisfies HelmValues;

/** What it asks of a pod. */
export const RESTRICTED_POD = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } satisfies HelmValues;
