import type { SecretReader } from '../core/secret-reader';

/** Roles of Istio's charts that may read every Secret. */
export const MESH_SECRET_READERS: readonly SecretReader[] = [
  {
    release: 'istiod', role: 'istiod-clusterrole-istio-system',
    reason: 'serves the certificates of Gateways in any namespace, and keeps its authority in a Secret; the chart has no switch for it',
  },
];
