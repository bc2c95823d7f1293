import type { App } from 'cdk8s';
import { KUBE_SYSTEM } from '../../config/platform';
import { ConfigError } from '../../config/problem';
import type { HomelabConfig } from '../../config/schema';
import { CniChaining } from '../cni-chaining';
import { CniChainingError } from '../cni-files';

/** Cilium and istio-cni on one pod network. */
export function cniChaining(app: App, config: HomelabConfig): CniChaining {
  try {
    return new CniChaining(app, 'cni-chaining', {
      namespace: KUBE_SYSTEM,
      nodes: config.nodes.length,
      dashboards: config.monitoring.enabled,
      values: { cilium: config.values.cilium, istioCni: config.values['istio-cni'] },
    });
  } catch (error) {
    // With the names this lab gives, only the user's own values can be at fault.
    throw error instanceof CniChainingError ? new ConfigError([`values: ${error.message}`]) : error;
  }
}
