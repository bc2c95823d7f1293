import type { RuleGroup } from '../core/alert-rule';
import { increase, metric, sum } from '../core/promql';

/** What users see when a policy is stricter than was meant. Only in labs that have policies. */
export function deniedRules(): RuleGroup {
  return {
    name: 'mesh-policy',
    rules: [
      {
        alert: 'MeshConnectionsDenied',
        // ztunnel's word for what a policy refuses, STRICT among them: ResponseFlags in src/proxy/metrics.rs of istio/ztunnel.
        expr: sum(increase(metric('istio_tcp_connections_failed_total', { response_flags: 'DENY' }), '10m'), {
          by: ['source_workload', 'source_workload_namespace', 'destination_workload', 'destination_workload_namespace'],
        }).above(0),
        for: '10m',
        keepFiringFor: '10m',
        severity: 'warning',
        layer: 'mesh',
        summary: 'A policy goes on refusing connections inside the mesh',
        description: '{{ $value | humanize }} connection(s) from {{ $labels.source_workload_namespace }}/{{ $labels.source_workload }} to '
          + '{{ $labels.destination_workload_namespace }}/{{ $labels.destination_workload }} were refused by a policy in 10 minutes.',
        dashboard: 'request-path',
      },
    ],
  };
}
