import { metric } from '../core/promql';
import type { RuleGroup } from '../core/alert-rule';

/** What the alerts about istio-cni depend on. */
export interface IstioCniRulesProps {
  /** Namespace of istio-cni. */
  readonly namespace: string;
}

/** The plugin that puts pods into the mesh. While it is not ready, new pods do not start, or bypass the mesh. */
export function istioCniRules({ namespace }: IstioCniRulesProps): RuleGroup {
  return {
    name: 'istio-cni',
    rules: [
      {
        alert: 'IstioCniNotInstalled',
        // cni/pkg/install/monitoring.go of istio/istio.
        expr: metric('istio_cni_install_ready').equals(0),
        for: '5m',
        severity: 'critical',
        layer: 'cni',
        summary: 'istio-cni has not chained itself after Cilium',
        description: 'On {{ $labels.node }} the file of istio-cni is missing or not the first of its folder, so new pods may run outside '
          + 'the mesh.',
      },
      {
        alert: 'IstioCniDisconnected',
        // cni/pkg/nodeagent/ztunnelserver.go: the number of ztunnels connected.
        expr: metric('ztunnel_connected').below(1),
        for: '5m',
        severity: 'critical',
        layer: 'cni',
        summary: 'istio-cni has lost ztunnel',
        description: 'On {{ $labels.node }} no ztunnel is connected to istio-cni, so new pods are not taken into the mesh.',
        dashboard: 'ztunnel',
      },
      {
        alert: 'IstioCniDown',
        expr: metric('kube_daemonset_status_number_unavailable', { namespace, daemonset: 'istio-cni-node' }).above(0),
        for: '5m',
        severity: 'critical',
        layer: 'cni',
        summary: 'istio-cni is not running on every node',
        description: '{{ $value }} node(s) have no ready istio-cni. After a reboot no pod starts there until it is back.',
      },
    ],
  };
}
