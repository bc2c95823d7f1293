import type { RuleGroup } from '../../core/alert-rule';
import { metric } from '../../core/promql';
import { downAlert } from '../down';
import { CLOUDNATIVE_PG, INSTANCE_JOB } from './names';

/** Seconds that a copy of a database may be behind. */
const BEHIND = 300;

/**
 * The operator, and the databases that it runs. Metrics: pkg/management/postgres/webserver/metricserver/pg_collector.go of
 * cloudnative-pg/cloudnative-pg at v1.30.0, and the queries in the chart's values.
 */
export function cloudnativePgAlerts(): RuleGroup {
  return {
    name: CLOUDNATIVE_PG,
    rules: [
      downAlert({
        addon: CLOUDNATIVE_PG, deployment: CLOUDNATIVE_PG, alert: 'PostgresOperatorDown', severity: 'warning', layer: 'cluster',
        summary: 'Nobody looks after the databases',
        impact: 'Databases go on; none is made, changed or moved, and Argo CD cannot sync what brings one.',
      }),
      {
        alert: 'PostgresDown',
        expr: metric('cnpg_collector_up', { job: INSTANCE_JOB }).equals(0),
        for: '5m',
        severity: 'critical',
        layer: 'cluster',
        summary: 'A database does not answer',
        description: 'Postgres in the pod {{ $labels.namespace }}/{{ $labels.pod }} has not answered for 5 minutes.',
      },
      {
        alert: 'PostgresReplicaBehind',
        expr: metric('cnpg_pg_replication_lag', { job: INSTANCE_JOB }).above(BEHIND),
        for: '15m',
        severity: 'warning',
        layer: 'cluster',
        summary: 'A copy of a database is behind',
        description: 'The pod {{ $labels.namespace }}/{{ $labels.pod }} is {{ $value | humanizeDuration }} behind the database that it '
          + 'copies.',
      },
    ],
  };
}
