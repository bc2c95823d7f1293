import { POCKET_ID } from '../../../config/addons/pocket-id';
import { histogramQuantile, increase, matches, metric, rate, sum } from '../../../charts/core/promql';
import type { DashboardProps, Query } from '../panel';
import { orNone, podsRow, readyPods } from './pods';

/*
 * Metrics: instrumentation/github.com/gin-gonic/gin/otelgin (gin.go, internal/semconv/server.go) of open-telemetry/opentelemetry-go-contrib
 * at otelgin v0.70.0, whose names its exporter writes with underscores (exporters/prometheus/config.go of opentelemetry-go at v0.67.0).
 * Which requests count: shouldTraceRequest in backend/internal/bootstrap/router_bootstrap.go of pocket-id/pocket-id at v2.14.0.
 */
const JOB = { job: POCKET_ID };

const requests = (status?: string) => metric('http_server_request_duration_seconds_count', {
  ...JOB, ...status ? { http_response_status_code: matches(status) } : {},
});
const duration = (quantile: number): Query => ({
  expr: histogramQuantile(quantile, sum(rate(metric('http_server_request_duration_seconds_bucket', JOB), '5m'), { by: ['le'] })),
  legend: `p${quantile * 100}`,
});

/** The provider of logins with passkeys. */
export const pocketId: DashboardProps = {
  uid: 'homelab-pocket-id',
  title: 'Pocket ID',
  description: 'Whether people can log in with their passkeys.',
  rows: [
    {
      title: 'Now',
      panels: [
        readyPods({ addon: POCKET_ID, deployment: POCKET_ID, alert: 'PocketIdDown' }),
        {
          kind: 'number',
          title: 'Requests',
          description: 'A second, of logins and of pages that let people log in here; what only shows its own page is not counted.',
          unit: 'reqps',
          queries: [{ expr: sum(rate(requests(), '5m')), legend: 'requests' }],
        },
        {
          kind: 'number',
          title: 'Failures within an hour',
          description: 'Alert PocketIdFailing: more than one in five minutes. Mostly its volume is full, or its database is damaged.',
          unit: 'short',
          redFrom: 1,
          queries: [{ expr: orNone(sum(increase(requests('5..'), '1h'))), legend: 'failures' }],
        },
        {
          kind: 'number',
          title: 'Too many tries within an hour',
          description: 'Refused with 429. Many: somebody guesses, or all clients seem to have one address, and share one limit.',
          unit: 'short',
          queries: [{ expr: orNone(sum(increase(requests('429'), '1h'))), legend: 'refused' }],
        },
      ],
    },
    {
      title: 'Requests',
      panels: [
        {
          kind: 'graph',
          title: 'Answers, by status',
          description: '401 is somebody who is not logged in, which each login begins with; 5xx is a failure of Pocket ID itself.',
          unit: 'reqps',
          queries: [{
            expr: sum(rate(requests(), '5m'), { by: ['http_response_status_code'] }), legend: '{{http_response_status_code}}',
          }],
        },
        {
          kind: 'graph',
          title: 'Refused and failed within an hour, by path',
          description: 'At /api/oidc/token: a page gives a wrong secret or code. Below /api/webauthn: a passkey that is not known here.',
          unit: 'short',
          queries: [{
            expr: sum(increase(requests('[45]..'), '1h'), { by: ['http_route', 'http_response_status_code'] }),
            legend: '{{http_route}} {{http_response_status_code}}',
          }],
        },
        {
          kind: 'graph',
          title: 'Time to answer',
          description: 'More than a second: its volume is slow, or the node has no CPU to spare.',
          unit: 's',
          queries: [duration(0.5), duration(0.99)],
        },
      ],
    },
    podsRow(POCKET_ID),
  ],
};
