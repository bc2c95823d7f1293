import type { AlertCase } from '../../../alerts/case';

const DOWN = 'kube_deployment_status_replicas_available{namespace="pocket-id",deployment="pocket-id"}';
const ANSWERS = (code: string): string =>
  `http_server_request_duration_seconds_count{job="pocket-id",http_route="/api/oidc/token",http_response_status_code="${code}"}`;

const cases: readonly AlertCase[] = [
  {
    alert: 'PocketIdDown',
    on: 'a pod that is not ready',
    at: '10m',
    series: { [DOWN]: '0x20' },
    fires: [{
      labels: { namespace: 'pocket-id', deployment: 'pocket-id' },
      description: 'No pod of Pocket ID has been ready for 5 minutes. Whoever is logged in stays so; the passwords of Argo CD and Grafana '
        + 'go on.',
    }],
  },
  { alert: 'PocketIdDown', on: 'a restart after the pod before died without a word', at: '10m', series: { [DOWN]: '1x3 0x3 1x20' } },
  {
    alert: 'PocketIdFailing',
    on: 'every login a failure',
    at: '40m',
    series: { [ANSWERS('500')]: '0+2x60', [ANSWERS('200')]: '0+20x60' },
    fires: [{
      labels: {},
      description: 'Pocket ID answers requests with failures of its own: mostly its volume is full, or its database is damaged.',
    }],
  },
  {
    alert: 'PocketIdFailing', on: 'people whom it refuses', at: '40m',
    series: { [ANSWERS('401')]: '0+20x60', [ANSWERS('429')]: '0+20x60' },
  },
  { alert: 'PocketIdFailing', on: 'one failure', at: '40m', series: { [ANSWERS('500')]: '0x10 1x50' } },
];

export default cases;
