import { CLOUDFLARED } from '../../../charts/addons/cloudflared/names';
import { increase, metric, rate, sum } from '../../../charts/core/promql';
import type { DashboardProps } from '../panel';
import { orNone, podsRow, readyPods } from './pods';

/*
 * Metrics: proxy/metrics.go, connection/metrics.go, supervisor/metrics.go and quic/metrics.go of cloudflare/cloudflared at 2026.8.2. The
 * number of connections counts those that are being opened, too (supervisor/tunnel.go); a pod is ready with one that is open.
 */
const JOB = { job: CLOUDFLARED };

const requests = (name: 'total_requests' | 'request_errors', range: '5m' | '10m') =>
  sum(rate(metric(`cloudflared_tunnel_${name}`, JOB), range));

/** A tunnel by which Cloudflare sends pages to the gateway. */
export const cloudflared: DashboardProps = {
  uid: 'homelab-cloudflared',
  title: 'Tunnel from Cloudflare',
  description: 'Whether the tunnel is open, what comes through it, and whether the gateway answers.',
  rows: [
    {
      title: 'Now',
      panels: [
        readyPods({ addon: CLOUDFLARED, deployment: CLOUDFLARED, alert: 'TunnelDown', title: 'Pods with a connection' }),
        {
          kind: 'number',
          title: 'Connections',
          description: 'Open, or being opened: four of each pod. Fewer: Cloudflare is reached in part, or the token is not valid any more.',
          unit: 'short',
          queries: [{ expr: sum(metric('cloudflared_tunnel_ha_connections', JOB)), legend: 'connections' }],
        },
        {
          kind: 'number',
          title: 'Requests',
          description: 'A second. Almost none is nobody who looks, or a page that Cloudflare does not send here.',
          unit: 'reqps',
          queries: [{ expr: requests('total_requests', '5m'), legend: 'requests' }],
        },
        {
          kind: 'number',
          title: 'Failed requests',
          description: 'Share that gets no answer from the gateway. Alert TunnelFailing: more than 10 % for 15 minutes.',
          unit: 'percentunit',
          redFrom: 0.1,
          queries: [{ expr: requests('request_errors', '10m').dividedBy(requests('total_requests', '10m')), legend: 'failed' }],
        },
      ],
    },
    {
      title: 'Requests',
      panels: [
        {
          kind: 'graph',
          title: 'Requests and failures',
          description: 'A second. A failure has no answer at all: the address of the page at Cloudflare is wrong, or the gateway is not '
            + 'there.',
          unit: 'reqps',
          width: 12,
          queries: [
            { expr: requests('total_requests', '5m'), legend: 'requests' }, { expr: requests('request_errors', '5m'), legend: 'failures' },
          ],
        },
        {
          kind: 'graph',
          title: 'Answers, by status',
          description: 'Of the gateway: 404 is a host name without a route, 503 a page whose pods are away.',
          unit: 'reqps',
          width: 12,
          queries: [{
            expr: sum(rate(metric('cloudflared_tunnel_response_by_code', JOB), '5m'), { by: ['status_code'] }), legend: '{{status_code}}',
          }],
        },
      ],
    },
    {
      title: 'Connections to Cloudflare',
      panels: [
        {
          kind: 'graph',
          title: 'Logins within an hour',
          description: 'Each connection logs in when it is opened. Many: they do not last. Refused: the token is wrong or was renewed.',
          unit: 'short',
          queries: [
            { expr: orNone(sum(increase(metric('cloudflared_tunnel_tunnel_register_success', JOB), '1h'))), legend: 'taken' },
            {
              expr: sum(increase(metric('cloudflared_tunnel_tunnel_register_fail', JOB), '1h'), { by: ['error'] }),
              legend: 'refused: {{error}}',
            },
          ],
        },
        {
          kind: 'graph',
          title: 'Where they end',
          description: 'The place of Cloudflare at which each connection was last. All in one place: one outage closes them all.',
          unit: 'short',
          queries: [{
            expr: sum(metric('cloudflared_tunnel_server_locations', JOB).equals(1), { by: ['edge_location'] }), legend: '{{edge_location}}',
          }],
        },
        {
          kind: 'graph',
          title: 'Time to Cloudflare and back',
          description: 'Of connections by QUIC; with protocol http2 there is none. What is added to each request.',
          unit: 'ms',
          queries: [{ expr: metric('quic_client_smoothed_rtt', JOB), legend: '{{pod}} {{conn_index}}' }],
        },
      ],
    },
    podsRow(CLOUDFLARED),
  ],
};
