import type { AlertCase } from '../../alerts/case';
import { series } from '../../alerts/series';

const failed = (flags: string): string => series('istio_tcp_connections_failed_total', {
  response_flags: flags, reporter: 'destination', source_workload: 'shop', source_workload_namespace: 'my-app',
  destination_workload: 'db', destination_workload_namespace: 'data', pod: 'ztunnel-x',
});

const cases: readonly AlertCase[] = [
  {
    alert: 'MeshConnectionsDenied',
    on: 'a caller that goes on trying',
    at: '30m',
    series: { [failed('DENY')]: '0+2x40' },
    fires: [{
      labels: {
        destination_workload: 'db', destination_workload_namespace: 'data', source_workload: 'shop', source_workload_namespace: 'my-app',
      },
      description: '20 connection(s) from my-app/shop to data/db were refused by a policy in 10 minutes.',
    }],
  },
  {
    alert: 'MeshConnectionsDenied',
    on: 'one attempt, and connections that fail for another reason',
    at: '30m',
    series: { [failed('DENY')]: '0x15 1x30', [failed('CONNECT')]: '0+2x40' },
  },
];

export default cases;
