import { count, increase, metric, not, rate, sum, time } from '../../charts/core/promql';
import type { DashboardProps } from './panel';

/** What stands between the network and the cluster: addresses, certificates, routes. */
export const edge: DashboardProps = {
  uid: 'homelab-edge',
  title: 'Edge',
  description: 'Addresses that MetalLB answers for, certificates that browsers see, and what comes in through the gateway.',
  rows: [
    {
      title: 'Addresses',
      panels: [
        {
          kind: 'number',
          title: 'Announced',
          description: 'Addresses and the node that answers for each.',
          unit: 'short',
          width: 12,
          queries: [{ expr: metric('metallb_speaker_announced'), legend: '{{ip}} {{service}} ({{node}})' }],
        },
        {
          kind: 'number',
          title: 'Pool in use',
          description: 'Alert MetalLbPoolNearlyFull: more than 85 %.',
          unit: 'percentunit',
          queries: [
            {
              expr: metric('metallb_allocator_addresses_in_use_total').dividedBy(metric('metallb_allocator_addresses_total'), {
                on: ['pool'],
              }),
              legend: '{{pool}}',
            },
          ],
        },
        {
          kind: 'number',
          title: 'Services without address',
          description: 'Of type LoadBalancer.',
          unit: 'short',
          queries: [
            {
              expr: count(
                metric('kube_service_spec_type', { type: 'LoadBalancer' }).unless(metric('kube_service_status_load_balancer_ingress'), {
                  on: ['namespace', 'service'],
                }),
              ),
              legend: 'waiting',
            },
          ],
        },
      ],
    },
    {
      title: 'Certificates',
      panels: [
        {
          kind: 'number',
          title: 'Time left',
          description: 'Of each certificate that cert-manager looks after.',
          unit: 's',
          width: 8,
          redBelow: 86_400,
          queries: [
            { expr: metric('certmanager_certificate_expiration_timestamp_seconds').minus(time()), legend: '{{namespace}}/{{name}}' },
          ],
        },
        {
          kind: 'number',
          title: 'Until renewal',
          description: 'Below zero: overdue.',
          unit: 's',
          width: 8,
          redBelow: 0,
          queries: [{ expr: metric('certmanager_certificate_renewal_timestamp_seconds').minus(time()), legend: '{{namespace}}/{{name}}' }],
        },
        {
          kind: 'number',
          title: 'Ready',
          description: '1 is ready.',
          unit: 'short',
          width: 8,
          redBelow: 1,
          queries: [{ expr: metric('certmanager_certificate_ready_status', { condition: 'True' }), legend: '{{namespace}}/{{name}}' }],
        },
        {
          kind: 'graph',
          title: 'Requests to the authority',
          description: 'ACME requests within an hour, by answer.',
          unit: 'short',
          width: 12,
          queries: [
            { expr: sum(increase(metric('certmanager_http_acme_client_request_count'), '1h'), { by: ['status'] }), legend: '{{status}}' },
          ],
        },
      ],
    },
    {
      title: 'Routes',
      panels: [
        {
          kind: 'graph',
          title: 'Requests, by service',
          description: 'At the gateway.',
          unit: 'reqps',
          width: 12,
          queries: [
            {
              expr: sum(rate(metric('istio_requests_total', { gateway: not('') }), '5m'), { by: ['gateway', 'destination_service_name'] }),
              legend: '{{gateway}}: {{destination_service_name}}',
            },
          ],
        },
        {
          kind: 'graph',
          title: 'Requests, by status',
          description: 'At the gateway; 404 is a host name without a route.',
          unit: 'reqps',
          width: 12,
          queries: [
            {
              expr: sum(rate(metric('istio_requests_total', { gateway: not('') }), '5m'), { by: ['response_code'] }),
              legend: '{{response_code}}',
            },
          ],
        },
      ],
    },
  ],
};
