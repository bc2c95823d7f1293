import type { AlertCase } from '../../../alerts/case';

const DOWN = 'kube_deployment_status_replicas_available{namespace="cloudflared",deployment="cloudflared"}';
const ERRORS = 'cloudflared_tunnel_request_errors{job="cloudflared"}';
const ALL = 'cloudflared_tunnel_total_requests{job="cloudflared"}';

const cases: readonly AlertCase[] = [
  {
    alert: 'TunnelDown',
    on: 'no pod with a connection',
    at: '10m',
    series: { [DOWN]: '0x20' },
    fires: [{
      labels: { namespace: 'cloudflared', deployment: 'cloudflared' },
      description: 'No pod of cloudflared has been ready for 5 minutes. Who comes from the internet sees an error of Cloudflare; at home '
        + 'all is well.',
    }],
  },
  { alert: 'TunnelDown', on: 'one pod of two', at: '10m', series: { [DOWN]: '1x20' } },
  {
    alert: 'TunnelFailing',
    on: 'every second request without an answer',
    at: '40m',
    series: { [ERRORS]: '0+60x60', [ALL]: '0+120x60' },
    fires: [{ labels: {}, description: '50% of the requests that come through the tunnel get no answer from the gateway.' }],
  },
  { alert: 'TunnelFailing', on: 'a failure now and then', at: '40m', series: { [ERRORS]: '0+1x60', [ALL]: '0+120x60' } },
  { alert: 'TunnelFailing', on: 'nobody who comes', at: '40m', series: { [ERRORS]: '0x60', [ALL]: '0x60' } },
];

export default cases;
