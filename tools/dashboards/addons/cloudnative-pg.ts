import { CLOUDNATIVE_PG, INSTANCE_JOB, OPERATOR_JOB } from '../../../charts/addons/cloudnative-pg/names';
import { count, increase, max, metric, rate, sum, time } from '../../../charts/core/promql';
import type { DashboardProps, Row } from '../panel';
import { orNone, podsRow, readyPods } from './pods';

/*
 * Metrics: pkg/management/postgres/webserver/metricserver (pg_collector.go, wal.go) of cloudnative-pg/cloudnative-pg at v1.30.0; the
 * queries under monitoringQueriesConfigMap of the chart's values at cloudnative-pg-v0.29.0, which become cnpg_QUERY_COLUMN
 * (pkg/management/postgres/metrics/mappings.go); controller-runtime at v0.24.1 for the operator; and, where a database has its backups from
 * the plugin, internal/cnpgi/instance/metrics.go of cloudnative-pg/plugin-barman-cloud at v0.14.0.
 */
const JOB = { job: INSTANCE_JOB };
const POD = { by: ['namespace', 'pod'] };
const LEGEND = '{{namespace}}/{{pod}}';

const connections = sum(metric('cnpg_backends_total', JOB), POD);
const allowed = max(metric('cnpg_pg_settings_setting', { ...JOB, name: 'max_connections' }), POD);
const transactions = (how: 'commit' | 'rollback') => sum(rate(metric(`cnpg_pg_stat_database_xact_${how}`, JOB), '5m'), POD);
const lag = metric('cnpg_pg_replication_lag', JOB);
const archivedAgo = metric('cnpg_pg_stat_archiver_seconds_since_last_archival', JOB).atLeast(0);
const waitingToBeArchived = metric('cnpg_collector_pg_wal_archive_status', { ...JOB, value: 'ready' });
// Nought stands for "never", and pods that are copies say that too.
const lastBackup = max(
  metric('barman_cloud_cloudnative_pg_io_last_available_backup_timestamp', JOB).above(0)
    .or(metric('cnpg_collector_last_available_backup_timestamp', JOB).above(0), { on: POD.by }),
  POD,
);

const NOW: Row = {
  title: 'Now',
  panels: [
    {
      kind: 'number',
      title: 'Databases that answer',
      description: 'Pods of Postgres; a database has one or more. Fewer than there are: look at what does not answer.',
      unit: 'short',
      width: 4,
      queries: [{ expr: orNone(count(metric('cnpg_collector_up', JOB).equals(1))), legend: 'answer' }],
    },
    {
      kind: 'number',
      title: 'Databases that do not',
      description: 'Alert PostgresDown: one for 5 minutes. A pod that is gone is not counted here.',
      unit: 'short',
      width: 4,
      redFrom: 1,
      queries: [{ expr: orNone(count(metric('cnpg_collector_up', JOB).equals(0))), legend: 'do not' }],
    },
    {
      kind: 'number',
      title: 'Connections in use',
      description: 'Share of max_connections, of the database that has most. At 1 nobody else gets in.',
      unit: 'percentunit',
      width: 4,
      redFrom: 0.9,
      queries: [{ expr: max(connections.dividedBy(allowed)), legend: 'used' }],
    },
    {
      kind: 'number',
      title: 'Furthest behind',
      description: 'Of all copies. Alert PostgresReplicaBehind: more than 5 minutes for a quarter of an hour.',
      unit: 's',
      width: 4,
      redFrom: 300,
      queries: [{ expr: max(lag), legend: 'behind' }],
    },
    {
      kind: 'number',
      title: 'Since the last backup',
      description: 'Of the database whose last good one is oldest. Nothing here: no database has one, or it is made by other means.',
      unit: 's',
      width: 4,
      queries: [{ expr: max(time().minus(lastBackup)), legend: 'ago' }],
    },
    { ...readyPods({ addon: CLOUDNATIVE_PG, deployment: CLOUDNATIVE_PG, alert: 'PostgresOperatorDown', title: 'Operator' }), width: 4 },
  ],
};

const WORK: Row = {
  title: 'Databases',
  panels: [
    {
      kind: 'graph',
      title: 'Connections',
      description: 'Against max_connections of each pod, which takes a restart to raise. A line that only climbs is an application that '
        + 'does not close them.',
      unit: 'short',
      queries: [{ expr: connections, legend: LEGEND }, { expr: allowed, legend: `allowed in ${LEGEND}` }],
    },
    {
      kind: 'graph',
      title: 'Transactions',
      description: 'A second. Rolled back ones that grow are errors of the application; its own log has them.',
      unit: 'ops',
      queries: [{ expr: transactions('commit'), legend: LEGEND }, { expr: transactions('rollback'), legend: `rolled back in ${LEGEND}` }],
    },
    {
      kind: 'graph',
      title: 'Size',
      description: 'On disk, by database and of the log of changes (WAL). WAL that only grows is not archived, or is kept for a copy that '
        + 'is gone.',
      unit: 'bytes',
      queries: [
        { expr: metric('cnpg_pg_database_size_bytes', JOB), legend: `${LEGEND} {{datname}}` },
        { expr: metric('cnpg_collector_pg_wal', { ...JOB, value: 'size' }), legend: `WAL of ${LEGEND}` },
      ],
    },
    {
      kind: 'graph',
      title: 'Longest transaction',
      description: 'One that is open for hours, mostly "idle in transaction", keeps old rows and locks from being given up.',
      unit: 's',
      queries: [{
        expr: max(metric('cnpg_backends_max_tx_duration_seconds', JOB), { by: [...POD.by, 'state'] }), legend: `${LEGEND} {{state}}`,
      }],
    },
    {
      kind: 'graph',
      title: 'Waiting and deadlocks',
      description: 'Queries that wait for locks of others, and deadlocks within an hour: Postgres ends one of two that wait for each '
        + 'other.',
      unit: 'short',
      queries: [
        { expr: metric('cnpg_backends_waiting_total', JOB), legend: `waiting in ${LEGEND}` },
        { expr: sum(increase(metric('cnpg_pg_stat_database_deadlocks', JOB), '1h'), POD), legend: `deadlocks in ${LEGEND}` },
      ],
    },
    {
      kind: 'graph',
      title: 'Memory',
      description: 'Of pods of databases, with their limit where they have one. At it, Postgres is killed and starts with a recovery.',
      unit: 'bytes',
      queries: [
        { expr: ofDatabases(metric('container_memory_working_set_bytes', { container: 'postgres' })), legend: LEGEND },
        {
          expr: ofDatabases(metric('kube_pod_container_resource_limits', { container: 'postgres', resource: 'memory' })),
          legend: `limit of ${LEGEND}`,
        },
      ],
    },
  ],
};

const SAFETY: Row = {
  title: 'Copies and backups',
  panels: [
    {
      kind: 'graph',
      title: 'Behind',
      description: 'How far each copy is behind the pod that it copies; the pod that writes is at nought.',
      unit: 's',
      width: 6,
      queries: [{ expr: lag, legend: LEGEND }],
    },
    {
      kind: 'graph',
      title: 'Since the last backup',
      description: 'A saw whose teeth are as long as the time between backups. One that only climbs: backups fail.',
      unit: 's',
      width: 6,
      queries: [{ expr: time().minus(lastBackup), legend: LEGEND }],
    },
    {
      kind: 'graph',
      title: 'Since changes were archived',
      description: 'What was written is archived after five minutes at the latest; what is newer is in no backup. A database that nobody '
        + 'writes to may wait longer. One without a place for backups counts here as if it had one.',
      unit: 's',
      width: 6,
      queries: [{ expr: archivedAgo, legend: LEGEND }],
    },
    {
      kind: 'graph',
      title: 'Changes that wait for the archive',
      description: 'Files of WAL, and tries within an hour that failed. More than a few files: the bucket is away or full, and the disk of '
        + 'the node fills up.',
      unit: 'short',
      width: 6,
      queries: [
        { expr: waitingToBeArchived, legend: `files of ${LEGEND}` },
        { expr: increase(metric('cnpg_pg_stat_archiver_failed_count', JOB), '1h'), legend: `failed in ${LEGEND}` },
      ],
    },
  ],
};

const OPERATOR: Row = {
  title: 'Operator',
  panels: [{
    kind: 'graph',
    title: 'Failures within an hour',
    description: 'By kind of object. Its log says which object, and what the API server or a database answered.',
    unit: 'short',
    width: 12,
    queries: [{
      expr: sum(increase(metric('controller_runtime_reconcile_errors_total', { job: OPERATOR_JOB }), '1h'), { by: ['controller'] }),
      legend: '{{controller}}',
    }],
  }],
};

/** Databases of Postgres, and what looks after them. */
export const cloudnativePg: DashboardProps = {
  uid: 'homelab-cloudnative-pg',
  title: 'Databases',
  description: 'Whether databases answer, what they do, and whether they could be brought back.',
  rows: [NOW, WORK, SAFETY, OPERATOR, podsRow(CLOUDNATIVE_PG)],
};

/** Containers of pods that are databases: others may be called the same. */
function ofDatabases(containers: ReturnType<typeof metric>) {
  return max(containers, POD).and(metric('cnpg_collector_up', JOB), { on: POD.by });
}
