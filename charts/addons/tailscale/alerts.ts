import { TAILSCALE } from '../../../config/addons/tailscale';
import type { RuleGroup } from '../../core/alert-rule';
import { max, metric } from '../../core/promql';
import { downAlert } from '../down';

/** The device of the tailnet. Metrics: ipn/ipnlocal/local.go of tailscale/tailscale at v1.102.3. */
export function tailscaleAlerts(): RuleGroup {
  const routes = (state: 'advertised' | 'approved') => max(metric(`tailscaled_${state}_routes`, { job: TAILSCALE }));
  return {
    name: TAILSCALE,
    rules: [
      downAlert({
        addon: TAILSCALE, deployment: TAILSCALE, alert: 'TailnetDown', severity: 'warning', layer: 'edge',
        summary: 'The lab is not reached through the tailnet',
        impact: 'Devices away from home reach no page; at home all is well.',
      }),
      {
        alert: 'TailnetRoutesUnapproved',
        expr: routes('advertised').minus(routes('approved')).above(0),
        for: '1h',
        severity: 'warning',
        layer: 'edge',
        summary: 'The tailnet does not lead to all of the lab',
        description: '{{ $value }} routes to the lab are not approved in the tailnet, so that devices do not take them.',
      },
    ],
  };
}
