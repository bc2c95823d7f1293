import { ARGO_RULES } from '../charts/gitops/rules';
import { CNI_RULES } from '../charts/cni/rules';
import { DEFINITION_RULES } from './definitions';
import { GATEWAY_RULES } from '../charts/gateway/rules';
import { HOST_RULES } from '../host/rules';
import { MESH_RULES } from '../charts/mesh/rules';
import { PLATFORM_VALUE_RULES } from './chart-values';
import { ROUTE_RULES } from '../charts/routes/rules';
import type { Rule } from '../charts/core/rule';
import { WORKLOAD_RULES } from './workloads';

/** Every rule between layers, in the order docs/rules.md has them. */
export const RULES: readonly Rule[] = [...ROUTE_RULES, ...GATEWAY_RULES, ...MESH_RULES, ...CNI_RULES, ...PLATFORM_VALUE_RULES, ...ARGO_RULES, ...WORKLOAD_RULES, ...HOST_RULES, ...DEFINITION_RULES];
