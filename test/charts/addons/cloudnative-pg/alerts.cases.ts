import type { AlertCase } from '../../../alerts/case';

const DOWN = 'kube_deployment_status_replicas_available{namespace="cloudnative-pg",deployment="cloudnative-pg"}';
const of = (metric: string): string => `${metric}{job="postgres",namespace="my-app",pod="shop-1"}`;

const cases: readonly AlertCase[] = [
  {
    alert: 'PostgresOperatorDown',
    on: 'no ready pod',
    at: '10m',
    series: { [DOWN]: '0x20' },
    fires: [{
      labels: { namespace: 'cloudnative-pg', deployment: 'cloudnative-pg' },
      description: 'No pod of cloudnative-pg has been ready for 5 minutes. Databases go on; none is made, changed or moved, and Argo CD '
        + 'cannot sync what brings one.',
    }],
  },
  { alert: 'PostgresOperatorDown', on: 'a pod that is ready again after a restart', at: '10m', series: { [DOWN]: '1 0x2 1x20' } },
  {
    alert: 'PostgresDown',
    on: 'a database that does not answer',
    at: '10m',
    series: { [of('cnpg_collector_up')]: '0x20' },
    fires: [{
      labels: { job: 'postgres', namespace: 'my-app', pod: 'shop-1' },
      description: 'Postgres in the pod my-app/shop-1 has not answered for 5 minutes.',
    }],
  },
  { alert: 'PostgresDown', on: 'a database that was restarted', at: '10m', series: { [of('cnpg_collector_up')]: '1 0x2 1x20' } },
  {
    alert: 'PostgresReplicaBehind',
    on: 'a copy that has stopped',
    at: '20m',
    series: { [of('cnpg_pg_replication_lag')]: '600x30' },
    fires: [{
      labels: { job: 'postgres', namespace: 'my-app', pod: 'shop-1' },
      description: 'The pod my-app/shop-1 is 10m 0s behind the database that it copies.',
    }],
  },
  { alert: 'PostgresReplicaBehind', on: 'a copy that catches up', at: '20m', series: { [of('cnpg_pg_replication_lag')]: '600x5 0x20' } },
];

export default cases;
