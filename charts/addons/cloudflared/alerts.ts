import type { RuleGroup } from '../../core/alert-rule';
import { metric, rate, sum } from '../../core/promql';
import { downAlert } from '../down';
import { CLOUDFLARED } from './names';

/** Share of failed requests from which somebody is told. */
const FAILING = 0.1;

/** The tunnel. Metrics: proxy/metrics.go of cloudflare/cloudflared at 2026.8.2. */
export function cloudflaredAlerts(): RuleGroup {
  const requests = (name: string) => sum(rate(metric(`cloudflared_tunnel_${name}`, { job: CLOUDFLARED }), '10m'));
  return {
    name: CLOUDFLARED,
    rules: [
      downAlert({
        addon: CLOUDFLARED, deployment: CLOUDFLARED, alert: 'TunnelDown', severity: 'warning', layer: 'edge',
        summary: 'No page is reached through the tunnel',
        impact: 'Who comes from the internet sees an error of Cloudflare; at home all is well.',
      }),
      {
        alert: 'TunnelFailing',
        expr: requests('request_errors').dividedBy(requests('total_requests')).above(FAILING),
        for: '15m',
        severity: 'warning',
        layer: 'edge',
        summary: 'The tunnel does not reach the gateway',
        description: '{{ $value | humanizePercentage }} of the requests that come through the tunnel get no answer from the gateway.',
      },
    ],
  };
}
