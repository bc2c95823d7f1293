import { increase, matches, metric, sum } from '../core/promql';
import type { RuleGroup } from '../core/alert-rule';

/** Values of response_flags by which ztunnel reports a failed handshake. */
export const FAILED_HANDSHAKES = matches('TLS_FAILURE|IDENTITY_ERROR');

/** What users of the mesh see when something below it is broken. */
export function meshRules(): RuleGroup {
  return {
    name: 'mesh-traffic',
    rules: [
      {
        alert: 'MeshTlsFailures',
        // Since Istio 1.29; an expired certificate of the peer counts as TLS_FAILURE at the source: src/proxy/metrics.rs of istio/ztunnel.
        expr: sum(increase(metric('istio_tcp_connections_failed_total', { response_flags: FAILED_HANDSHAKES }), '5m'), {
          by: ['response_flags', 'source_workload', 'source_workload_namespace', 'destination_workload', 'destination_workload_namespace'],
        }).above(0),
        for: '2m',
        keepFiringFor: '5m',
        severity: 'critical',
        layer: 'mesh',
        summary: 'Connections inside the mesh fail for want of a valid certificate',
        description: '{{ $value | humanize }} connection(s) from {{ $labels.source_workload_namespace }}/{{ $labels.source_workload }} to '
          + '{{ $labels.destination_workload_namespace }}/{{ $labels.destination_workload }} failed with {{ $labels.response_flags }} in '
          + '5 minutes.',
        dashboard: 'request-path',
      },
    ],
  };
}
