import type { SafeValues } from '../core/safe-values';

/** istiod sets the field itself, to what the charts call Fail. */
const FAILURE_POLICY = {
  path: ['base', 'validationFailurePolicy'], safe: ['Fail'],
  why: 'istiod changes the default itself, and Argo CD would show drift for ever',
};

/** Values of Istio's charts without which something fails quietly. Those about CNI files are in charts/cni. */
export const MESH_SAFE_VALUES: SafeValues = {
  'istio-base': [FAILURE_POLICY],
  'istiod': [FAILURE_POLICY, { path: ['profile'], safe: ['ambient'], why: 'istiod would not configure ztunnel' }],
  'istio-cni': [{ path: ['profile'], safe: ['ambient'], why: 'pods would not be captured' }],
};
