import { CERTIFICATE_RULES } from '../charts/certificates/rules';
import { CNI_RULES } from '../charts/cni/rules';
import type { Rule } from '../charts/core/rule';
import { GATEWAY_RULES } from '../charts/gateway/rules';
import { ARGO_RULES } from '../charts/gitops/rules';
import { MESH_RULES } from '../charts/mesh/rules';
import { METALLB_RULES } from '../charts/metallb/rules';
import { MONITORING_RULES } from '../charts/monitoring/rules';
import { NAMESPACE_RULES } from '../charts/namespaces/rules';
import { POLICY_RULES } from '../charts/policy/rules';
import { BACKEND_RULES } from '../charts/routes/backend-rules';
import { ROUTE_RULES } from '../charts/routes/rules';
import { HOST_RULES } from '../host/rules';
import { CHART_VALUE_RULES } from './chart-keys';
import { PLATFORM_VALUE_RULES } from './chart-values';
import { CHART_VERSION_RULES } from './chart-versions';
import { DEFINITION_RULES } from './definitions';
import { NODE_CAPACITY_RULES } from './node-capacity';
import { CHART_SERVICE_RULES } from './services/rules';
import { EXTRA_OBJECT_RULES } from './values/extra-objects';
import { DEPLOYABLE_RULES } from './values/kubernetes';
import { SECRET_RULES } from './values/secrets';
import { WORKLOAD_RULES } from './workloads';

/** Every rule between layers; a layer's own stand in its folder, and docs/rules.md explains each. */
export const RULES: readonly Rule[] = [
  ...ROUTE_RULES, ...BACKEND_RULES, ...GATEWAY_RULES, ...METALLB_RULES, ...CERTIFICATE_RULES, ...NAMESPACE_RULES, ...MESH_RULES,
  ...POLICY_RULES, ...CNI_RULES, ...PLATFORM_VALUE_RULES, ...MONITORING_RULES, ...SECRET_RULES, ...CHART_VALUE_RULES, ...DEPLOYABLE_RULES,
  ...EXTRA_OBJECT_RULES, ...CHART_SERVICE_RULES, ...ARGO_RULES, ...WORKLOAD_RULES, ...HOST_RULES, ...NODE_CAPACITY_RULES,
  ...DEFINITION_RULES, ...CHART_VERSION_RULES,
];
