import { CERTIFICATE_RULES } from '../charts/certificates/rules';
import { CNI_RULES } from '../charts/cni/rules';
import type { Rule } from '../charts/core/rule';
import { GATEWAY_RULES } from '../charts/gateway/rules';
import { ARGO_RULES } from '../charts/gitops/rules';
import { MESH_RULES } from '../charts/mesh/rules';
import { METALLB_RULES } from '../charts/metallb/rules';
import { NAMESPACE_RULES } from '../charts/namespaces/rules';
import { ROUTE_RULES } from '../charts/routes/rules';
import { HOST_RULES } from '../host/rules';
import { PLATFORM_VALUE_RULES } from './chart-values';
import { DEFINITION_RULES } from './definitions';
import { WORKLOAD_RULES } from './workloads';

/** Rules in the order docs/rules.md explains them: what a reader looks for together stands together, whichever layer owns it. */
const ORDER: readonly string[] = [
  'route-attaches', 'route-hostname-covered', 'route-claims-unique', 'reference-granted', 'backend-port-declared',
  'gateway-address-pooled', 'pool-advertised', 'pool-free', 'gateway-certificate-made', 'certificate-issuer-exists',
  'gateway-infrastructure-set',
  'ambient-label-owned', 'platform-out-of-mesh', 'policy-admits-hbone', 'no-cilium-l7-in-mesh', 'waypoint-exists',
  'strict-admits-outsiders',
  'cni-file-order', 'cilium-safe-for-mesh', 'istio-cni-chained', 'cluster-networks-agree',
  'chart-values-safe',
  'owned-once', 'dependencies-first', 'health-before-gateway', 'projects-allow', 'projects-bounded', 'no-cascade',
  'workload-restricted', 'workload-token-needed', 'rbac-minimal', 'workload-resources-set', 'versions-pinned',
  'k3s-makes-room', 'k3s-agrees', 'bootstrap-same',
  'definition-rules-kept',
];

const place = ({ name }: Rule): number => ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length;

/** Every rule between layers, in the order docs/rules.md has them. */
export const RULES: readonly Rule[] = [
  ...ROUTE_RULES, ...GATEWAY_RULES, ...METALLB_RULES, ...CERTIFICATE_RULES, ...NAMESPACE_RULES, ...MESH_RULES, ...CNI_RULES,
  ...PLATFORM_VALUE_RULES, ...ARGO_RULES, ...WORKLOAD_RULES, ...HOST_RULES, ...DEFINITION_RULES,
].sort((a, b) => place(a) - place(b));
