import type { AlertCase } from '../../alerts/case';
import { series } from '../../alerts/series';

const cases: readonly AlertCase[] = [
  {
    alert: 'MeshTlsFailures',
    on: 'connections that fail in the handshake',
    at: '10m',
    series: {
      [series('istio_tcp_connections_failed_total', {
        response_flags: 'TLS_FAILURE', reporter: 'source', source_workload: 'shop', source_workload_namespace: 'my-app',
        destination_workload: 'db', destination_workload_namespace: 'my-app', pod: 'ztunnel-x',
      })]:
        '0+3x20',
    },
    fires: [
      {
        labels: {
          destination_workload: 'db',
          destination_workload_namespace: 'my-app',
          response_flags: 'TLS_FAILURE',
          source_workload: 'shop',
          source_workload_namespace: 'my-app',
        },
        description: '15 connection(s) from my-app/shop to my-app/db failed with TLS_FAILURE in 5 minutes.',
      },
    ],
  },
  {
    alert: 'MeshTlsFailures',
    on: 'a backend that is down, and failures of long ago',
    at: '10m',
    series: {
      [series('istio_tcp_connections_failed_total', {
        response_flags: 'CONNECT', reporter: 'source', source_workload: 'shop', source_workload_namespace: 'my-app',
        destination_workload: 'db', destination_workload_namespace: 'my-app', pod: 'ztunnel-x',
      })]:
        '0+3x20',
      [series('istio_tcp_connections_failed_total', {
        response_flags: 'TLS_FAILURE', reporter: 'source', source_workload: 'shop', source_workload_namespace: 'my-app',
        destination_workload: 'db', destination_workload_namespace: 'my-app', pod: 'ztunnel-x',
      })]:
        '7x20',
    },
  },
];

export default cases;
