import type { Construct } from 'constructs';
import { KUBE_SYSTEM } from '../../config/platform';
import type { HomelabConfig } from '../../config/schema';
import { CHARTS } from '../../versions';
import { CniChaining } from './cni-chaining';

/** Cilium and istio-cni on one pod network. */
export function cniChaining(scope: Construct, { nodes, monitoring, values }: HomelabConfig): CniChaining {
  return new CniChaining(scope, 'cni-chaining', {
    pin: CHARTS.cilium,
    namespace: KUBE_SYSTEM,
    nodes: nodes.length,
    ...monitoring.enabled ? { dashboards: monitoring.dashboards } : {},
    values: { cilium: values.cilium, istioCni: values['istio-cni'] },
  });
}
