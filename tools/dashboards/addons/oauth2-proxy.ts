import { OAUTH2_PROXY } from '../../../charts/addons/oauth2-proxy/names';
import { histogramQuantile, increase, matches, metric, rate, sum } from '../../../charts/core/promql';
import type { DashboardProps, Query } from '../panel';
import { orNone, podsRow, readyPods } from './pods';

/*
 * Metrics: pkg/middleware/metrics.go, and which answer means what: Proxy and buildPreAuthChain in oauthproxy.go of
 * oauth2-proxy/oauth2-proxy at v7.15.3. Probes are not counted.
 */
const JOB = { job: OAUTH2_PROXY };

const answers = (code?: string) => metric('oauth2_proxy_requests_total', { ...JOB, ...code ? { code: matches(code) } : {} });
const duration = (quantile: number): Query => ({
  expr: histogramQuantile(quantile, sum(rate(metric('oauth2_proxy_response_duration_seconds_bucket', JOB), '5m'), { by: ['le'] })),
  legend: `p${quantile * 100}`,
});

/** The login before pages. */
export const oauth2Proxy: DashboardProps = {
  uid: 'homelab-oauth2-proxy',
  title: 'Login',
  description: 'Whether people get in at pages that have no login of their own.',
  rows: [
    {
      title: 'Now',
      panels: [
        readyPods({ addon: OAUTH2_PROXY, deployment: OAUTH2_PROXY, alert: 'LoginDown' }),
        {
          kind: 'number',
          title: 'Requests',
          description: 'A second. The gateway asks before each request to such a page.',
          unit: 'reqps',
          queries: [{ expr: sum(rate(answers(), '5m')), legend: 'requests' }],
        },
        {
          kind: 'number',
          title: 'Failures within an hour',
          description: 'Alert LoginFailing: more than one in five minutes. It does not reach the provider, or its secret is wrong.',
          unit: 'short',
          redFrom: 1,
          queries: [{ expr: orNone(sum(increase(answers('5..'), '1h'))), legend: 'failures' }],
        },
        {
          kind: 'number',
          title: 'Not let in within an hour',
          description: 'Somebody whom the provider knows, and who is not in the list of the lab (emails, emailDomains or groups of login), '
            + 'or who was too slow or went back in the browser: the cookie of the try is gone.',
          unit: 'short',
          queries: [{ expr: orNone(sum(increase(answers('403'), '1h'))), legend: 'not let in' }],
        },
      ],
    },
    {
      title: 'Requests',
      panels: [
        {
          kind: 'graph',
          title: 'Answers, by status',
          description: '200 is logged in, 302 is sent to the provider or back, 401 a script without a login, 403 not let in, 500 a '
            + 'failure. 302 without any 200: people go round in circles, mostly as the cookie does not reach the page.',
          unit: 'reqps',
          width: 12,
          queries: [{ expr: sum(rate(answers(), '5m'), { by: ['code'] }), legend: '{{code}}' }],
        },
        {
          kind: 'graph',
          title: 'Time to answer',
          description: 'What each request to such a page waits for. Seconds: the provider is slow, or a name cannot be looked up.',
          unit: 's',
          width: 12,
          queries: [duration(0.5), duration(0.99)],
        },
      ],
    },
    podsRow(OAUTH2_PROXY),
  ],
};
