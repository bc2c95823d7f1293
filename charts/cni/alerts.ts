import { matchesNot, max, metric, rate, sum } from '../core/promql';
import type { RuleGroup } from '../core/alert-rule';

/** What the alerts about the pod network depend on. */
export interface CiliumRulesProps {
  /** Namespace of Cilium. */
  readonly namespace: string;
}

/**
 * Drops that belong to a healthy network: packets of an interface that is going away, multicast nobody asked for, and late packets of
 * closed connections. Reasons are listed in pkg/monitor/api/drop.go of cilium/cilium.
 */
const HARMLESS_DROPS = matchesNot([
  'Unsupported L2 protocol', 'Unsupported L3 protocol', 'Unknown L3 target address', 'Stale or unroutable IP', 'CT: Unknown L4 protocol',
  'Invalid source ip',
].join('|'));

/** Pod network. Metrics: Documentation/observability/metrics.rst of cilium/cilium. */
export function ciliumRules({ namespace }: CiliumRulesProps): RuleGroup {
  return {
    name: 'cilium',
    rules: [
      {
        alert: 'CiliumAgentDown',
        expr: metric('kube_daemonset_status_number_unavailable', { namespace, daemonset: 'cilium' }).above(0),
        for: '5m',
        severity: 'critical',
        layer: 'cni',
        silences: [{ layers: ['edge', 'gitops', 'mesh'] }],
        summary: 'Cilium is not running on every node',
        description: '{{ $value }} node(s) have no ready Cilium agent. Running pods keep their network; new ones get none.',
      },
      {
        alert: 'CiliumPacketsDropped',
        expr: sum(rate(metric('cilium_drop_count_total', { reason: HARMLESS_DROPS }), '5m'), { by: ['node', 'reason', 'direction'] })
          .above(1),
        for: '10m',
        severity: 'warning',
        layer: 'cni',
        summary: 'Cilium drops packets',
        description: '{{ $value | humanize }} packets a second ({{ $labels.direction }}) have been dropped on {{ $labels.node }} for 10 '
          + 'minutes: {{ $labels.reason }}.',
      },
      {
        alert: 'CiliumMapNearlyFull',
        expr: max(metric('cilium_bpf_map_pressure'), { by: ['node', 'map_name'] }).above(0.9),
        for: '10m',
        severity: 'warning',
        layer: 'cni',
        summary: 'A table of Cilium is nearly full',
        description: 'Map {{ $labels.map_name }} on {{ $labels.node }} is {{ $value | humanizePercentage }} full. Past 100 % new '
          + 'connections fail.',
      },
      {
        alert: 'CiliumControllersFailing',
        expr: metric('cilium_controllers_failing').above(0),
        for: '15m',
        severity: 'warning',
        layer: 'cni',
        summary: 'Cilium cannot finish part of its work',
        description: '{{ $value }} controller(s) of Cilium on {{ $labels.node }} have been failing for 15 minutes.',
      },
      {
        alert: 'CiliumNodesUnreachable',
        expr: metric('cilium_unreachable_nodes').above(0),
        for: '15m',
        severity: 'warning',
        layer: 'cni',
        summary: 'A node cannot reach another one',
        description: '{{ $labels.node }} has not reached {{ $value }} other node(s) for 15 minutes.',
      },
      {
        alert: 'HubbleEventsLost',
        expr: sum(rate(metric('hubble_lost_events_total'), '5m'), { by: ['node', 'source'] }).above(1),
        for: '15m',
        severity: 'info',
        layer: 'cni',
        summary: 'Hubble misses part of the traffic',
        description: '{{ $value | humanize }} events a second are lost on {{ $labels.node }} ({{ $labels.source }}); what Hubble shows is '
          + 'incomplete.',
      },
    ],
  };
}
