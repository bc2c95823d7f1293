import type { ConfigCheck } from '../../config/checks';
import { MESH_POLICY_CHECKS } from './caller-checks';
import { checkEffects } from './effect-checks';
import { checkMetricsPorts } from './metrics-port-checks';
import { checkPods } from './pod-checks';
import { checkReach } from './reach-checks';
import { checkTokens } from './token-checks';
import { checkTokenKeys } from './token-keys-checks';

/** Policies are about pods that can be told, let in whom the mesh can know, and contradict neither each other nor their namespace. */
export const POLICY_CONFIG_CHECKS: readonly ConfigCheck[] = [
  checkPods, checkReach, checkMetricsPorts, ...MESH_POLICY_CHECKS, checkTokens, checkTokenKeys, checkEffects,
];
