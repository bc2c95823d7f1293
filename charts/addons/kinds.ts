import type { GroupKind } from '../core/component';

/** Rights in the whole cluster, as nearly every chart brings them. */
export const CLUSTER_RIGHTS: readonly GroupKind[] = ['ClusterRole', 'ClusterRoleBinding']
  .map((kind) => ({ group: 'rbac.authorization.k8s.io', kind }));

/** Where volumes come from. */
export const VOLUME_KINDS: readonly GroupKind[] = ['CSIDriver', 'StorageClass'].map((kind) => ({ group: 'storage.k8s.io', kind }));

/** Definitions of custom kinds. */
export const DEFINITIONS: GroupKind = { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' };

/** What the API server asks before it takes an object. */
export const WEBHOOKS: readonly GroupKind[] = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']
  .map((kind) => ({ group: 'admissionregistration.k8s.io', kind }));
