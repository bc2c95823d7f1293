import { histogramQuantile, increase, matches, metric, not, rate, sum } from '../../charts/core/promql';
import type { DashboardProps, Query } from './panel';

const SERVICE = { by: ['destination_service_namespace', 'destination_service_name'] };
const LEGEND = '{{destination_service_namespace}}/{{destination_service_name}}';

// Envoy's standard metrics, https://istio.io/latest/docs/reference/config/metrics/; `gateway` is set by our own PodMonitor.
const requests = (matchers: Parameters<typeof metric>[1] = {}) =>
  sum(rate(metric('istio_requests_total', { gateway: not(''), ...matchers }), '5m'), SERVICE);
const latency = (quantile: number): Query => ({
  expr: histogramQuantile(
    quantile,
    sum(rate(metric('istio_request_duration_milliseconds_bucket', { gateway: not('') }), '5m'), { by: ['le'] }),
  ),
  legend: `p${quantile * 100}`,
});
const opened = (matchers: Parameters<typeof metric>[1] = {}) =>
  sum(rate(metric('istio_tcp_connections_opened_total', { reporter: 'destination', ...matchers }), '5m'));

/** The way of a request: gateway, ztunnel, workload. */
export const requestPath: DashboardProps = {
  uid: 'homelab-request-path',
  title: 'Request path',
  description: 'From the gateway through ztunnel to the workload: how much, how fast, how much of it fails, how much is encrypted.',
  rows: [
    {
      title: 'Gateway and waypoints',
      panels: [
        {
          kind: 'graph',
          title: 'Requests',
          description: 'Requests a second, by service.',
          unit: 'reqps',
          queries: [{ expr: requests(), legend: LEGEND }],
        },
        {
          kind: 'graph',
          title: 'Errors',
          description: 'Share of requests that end with a 5xx. Alert GatewayErrors: more than 5 %.',
          unit: 'percentunit',
          queries: [{ expr: requests({ response_code: matches('5..') }).dividedBy(requests()), legend: LEGEND }],
        },
        {
          kind: 'graph',
          title: 'Latency',
          description: 'Time to the last byte.',
          unit: 'ms',
          queries: [latency(0.5), latency(0.95), latency(0.99)],
        },
      ],
    },
    {
      title: 'ztunnel',
      panels: [
        {
          kind: 'graph',
          title: 'Connections',
          description: 'Connections opened a second, by security at the destination.',
          unit: 'cps',
          queries: [
            {
              expr: sum(rate(metric('istio_tcp_connections_opened_total', { reporter: 'destination' }), '5m'), {
                by: ['connection_security_policy'],
              }),
              legend: '{{connection_security_policy}}',
            },
          ],
        },
        {
          kind: 'graph',
          title: 'Failed connections',
          description: 'By reason, within 5 minutes. TLS_FAILURE: certificates; CONNECT: nobody listens; DENY: a policy.',
          unit: 'short',
          queries: [
            {
              expr: sum(increase(metric('istio_tcp_connections_failed_total'), '5m'), { by: ['response_flags'] }),
              legend: '{{response_flags}}',
            },
          ],
        },
        {
          kind: 'graph',
          title: 'Bytes',
          description: 'Through the mesh, by receiving namespace.',
          unit: 'Bps',
          queries: [
            {
              expr: sum(rate(metric('istio_tcp_received_bytes_total', { reporter: 'destination' }), '5m'), {
                by: ['destination_workload_namespace'],
              }),
              legend: '{{destination_workload_namespace}}',
            },
          ],
        },
        {
          kind: 'number',
          title: 'mTLS share',
          description: 'Share of the connections into the mesh that are encrypted. Less than all of it is plain text from outside.',
          unit: 'percentunit',
          redBelow: 0.99,
          queries: [{ expr: opened({ connection_security_policy: 'mutual_tls' }).dividedBy(opened()), legend: 'mTLS' }],
        },
      ],
    },
    {
      title: 'Workloads',
      panels: [
        {
          kind: 'graph',
          title: 'Restarts',
          description: 'Restarts of containers within an hour.',
          unit: 'short',
          width: 12,
          queries: [
            {
              expr: sum(increase(metric('kube_pod_container_status_restarts_total'), '1h'), { by: ['namespace', 'pod'] }).above(0),
              legend: '{{namespace}}/{{pod}}',
            },
          ],
        },
        {
          kind: 'graph',
          title: 'Packets dropped by Cilium',
          description: 'Packets a second, by reason.',
          unit: 'pps',
          width: 12,
          queries: [
            {
              expr: sum(rate(metric('cilium_drop_count_total'), '5m'), { by: ['reason', 'direction'] }),
              legend: '{{reason}} ({{direction}})',
            },
          ],
        },
      ],
    },
  ],
};
