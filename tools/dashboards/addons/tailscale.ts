import { TAILSCALE } from '../../../config/addons/tailscale';
import { increase, max, metric, rate, sum } from '../../../charts/core/promql';
import type { DashboardProps } from '../panel';
import { orNone, podsRow, readyPods } from './pods';

/*
 * Metrics: ipn/ipnlocal/local.go, health/usermetrics.go, util/usermetric/metrics.go and wgengine/magicsock/magicsock.go of
 * tailscale/tailscale at v1.102.3.
 */
const JOB = { job: TAILSCALE };

const routes = (state: 'advertised' | 'approved') => max(metric(`tailscaled_${state}_routes`, JOB));
const traffic = (direction: 'inbound' | 'outbound') =>
  sum(rate(metric(`tailscaled_${direction}_bytes_total`, JOB), '5m'), { by: ['path'] });
const dropped = (direction: 'inbound' | 'outbound') =>
  sum(increase(metric(`tailscaled_${direction}_dropped_packets_total`, JOB), '1h'), { by: ['reason'] });

/** The device of a tailnet that leads to the lab. */
export const tailscale: DashboardProps = {
  uid: 'homelab-tailscale',
  title: 'Tailnet',
  description: 'Whether the lab is in the tailnet, whether its routes are approved, and what comes that way.',
  rows: [
    {
      title: 'Now',
      panels: [
        readyPods({ addon: TAILSCALE, deployment: TAILSCALE, alert: 'TailnetDown' }),
        {
          kind: 'number',
          title: 'Routes that nobody approved',
          description: 'Alert TailnetRoutesUnapproved: one for an hour. Approve them in the admin console, at the device of the lab.',
          unit: 'short',
          redFrom: 1,
          queries: [{ expr: routes('advertised').minus(routes('approved')), legend: 'not approved' }],
        },
        {
          kind: 'number',
          title: 'What it complains of',
          description: 'Messages about its own health. kubectl -n tailscale exec deploy/tailscale -- tailscale status has them.',
          unit: 'short',
          redFrom: 1,
          queries: [{ expr: orNone(sum(metric('tailscaled_health_messages', JOB))), legend: 'messages' }],
        },
        {
          kind: 'number',
          title: 'Traffic',
          description: 'From and to devices, a second. None while somebody is on the way: their device does not take the routes.',
          unit: 'Bps',
          queries: [
            { expr: sum(rate(metric('tailscaled_inbound_bytes_total', JOB), '5m')), legend: 'in' },
            { expr: sum(rate(metric('tailscaled_outbound_bytes_total', JOB), '5m')), legend: 'out' },
          ],
        },
      ],
    },
    {
      title: 'Traffic',
      panels: [
        {
          kind: 'graph',
          title: 'Traffic, by way',
          description: 'derp goes through a relay, and is slow: the router at home lets no direct connection through.',
          unit: 'Bps',
          width: 12,
          queries: [
            { expr: traffic('inbound'), legend: 'in, {{path}}' }, { expr: traffic('outbound'), legend: 'out, {{path}}' },
          ],
        },
        {
          kind: 'graph',
          title: 'Dropped packets within an hour',
          description: 'By reason. acl: the policy of the tailnet does not let the device to that address or port.',
          unit: 'short',
          width: 12,
          queries: [{ expr: dropped('inbound'), legend: 'in, {{reason}}' }, { expr: dropped('outbound'), legend: 'out, {{reason}}' }],
        },
      ],
    },
    podsRow(TAILSCALE),
  ],
};
