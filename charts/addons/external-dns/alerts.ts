import type { RuleGroup } from '../../core/alert-rule';
import { max, metric, time } from '../../core/promql';
import { downAlert } from '../down';
import { EXTERNAL_DNS } from './names';

/** Seconds without a successful round, of which there is one a minute, after which somebody is told. */
const LATE = 900;

/** Records at a DNS provider. Metrics: docs/monitoring/metrics.md of kubernetes-sigs/external-dns at v0.21.0. */
export function externalDnsAlerts(): RuleGroup {
  const last = metric('external_dns_controller_last_sync_timestamp_seconds', { job: EXTERNAL_DNS });
  return {
    name: EXTERNAL_DNS,
    rules: [
      downAlert({
        addon: EXTERNAL_DNS, deployment: EXTERNAL_DNS, alert: 'ExternalDnsDown', severity: 'warning', layer: 'edge',
        summary: 'Nobody writes DNS records', impact: 'Records stay as they are; a new name gets none.',
      }),
      {
        alert: 'ExternalDnsFailing',
        expr: time().minus(max(last)).above(LATE),
        for: '5m',
        severity: 'warning',
        layer: 'edge',
        summary: 'DNS records cannot be written',
        description: 'external-dns has not brought the records in line with the routes for more than 15 minutes.',
      },
    ],
  };
}
