import { POCKET_ID } from '../../../config/addons/pocket-id';
import type { RuleGroup } from '../../core/alert-rule';
import { matches, metric, rate, sum } from '../../core/promql';
import { downAlert } from '../down';

/** Answers a second that are failures, one in five minutes, from which somebody is told. */
const FAILING = 1 / 300;

/** The provider of logins. Metrics: otelgin of OpenTelemetry, which initEngine of pocket-id/pocket-id at v2.14.0 has before its routes. */
export function pocketIdAlerts(): RuleGroup {
  const answers = metric('http_server_request_duration_seconds_count', { job: POCKET_ID, http_response_status_code: matches('5..') });
  return {
    name: POCKET_ID,
    rules: [
      downAlert({
        addon: POCKET_ID, deployment: POCKET_ID, called: 'Pocket ID', alert: 'PocketIdDown', severity: 'warning', layer: 'edge',
        summary: 'Nobody can log in with a passkey',
        impact: 'Whoever is logged in stays so; the passwords of Argo CD and Grafana go on.',
      }),
      {
        alert: 'PocketIdFailing',
        expr: sum(rate(answers, '10m')).above(FAILING),
        for: '10m',
        severity: 'warning',
        layer: 'edge',
        summary: 'Logging in with a passkey fails',
        description: 'Pocket ID answers requests with failures of its own: mostly its volume is full, or its database is damaged.',
      },
    ],
  };
}
