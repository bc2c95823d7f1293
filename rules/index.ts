import { ARGO_RULES } from './argo';
import { CNI_RULES } from './cni';
import { DEFINITION_RULES } from './definitions';
import { GATEWAY_RULES } from './gateway';
import { HOST_RULES } from './host';
import { MESH_RULES } from './mesh';
import { PLATFORM_VALUE_RULES } from './platform-values';
import { ROUTE_RULES } from './routes';
import type { Rule } from './rule';
import { WORKLOAD_RULES } from './workloads';

/** Every rule between layers, in the order docs/rules.md has them. */
export const RULES: readonly Rule[] = [...ROUTE_RULES, ...GATEWAY_RULES, ...MESH_RULES, ...CNI_RULES, ...PLATFORM_VALUE_RULES, ...ARGO_RULES, ...WORKLOAD_RULES, ...HOST_RULES, ...DEFINITION_RULES];
