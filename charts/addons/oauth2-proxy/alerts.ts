import type { RuleGroup } from '../../core/alert-rule';
import { matches, metric, rate, sum } from '../../core/promql';
import { downAlert } from '../down';
import { OAUTH2_PROXY } from './names';

/** Answers a second that are failures, one in five minutes, from which somebody is told. */
const FAILING = 1 / 300;

/** The login before pages. Metrics: pkg/middleware/metrics.go of oauth2-proxy/oauth2-proxy at v7.15.3. */
export function oauth2ProxyAlerts(): RuleGroup {
  return {
    name: OAUTH2_PROXY,
    rules: [
      downAlert({
        addon: OAUTH2_PROXY, deployment: OAUTH2_PROXY, alert: 'LoginDown', severity: 'warning', layer: 'edge',
        summary: 'Nobody can log in', impact: 'Pages that have no login of their own refuse everybody; the others go on.',
      }),
      {
        alert: 'LoginFailing',
        expr: sum(rate(metric('oauth2_proxy_requests_total', { job: OAUTH2_PROXY, code: matches('5..') }), '10m')).above(FAILING),
        for: '10m',
        severity: 'warning',
        layer: 'edge',
        summary: 'Logging in fails',
        description: 'oauth2-proxy answers people who come back from the provider with failures: it does not reach the provider, or the '
          + 'secret of the client is wrong.',
      },
    ],
  };
}
