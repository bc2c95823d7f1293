import type { AlertCase } from '../../../alerts/case';

const cases: readonly AlertCase[] = [
  {
    alert: 'ReloaderDown',
    on: 'no ready pod',
    at: '10m',
    series: { 'kube_deployment_status_replicas_available{namespace="reloader",deployment="reloader"}': '0x20' },
    fires: [{
      labels: { namespace: 'reloader', deployment: 'reloader' },
      description: 'No pod of reloader has been ready for 5 minutes. Pods go on with the configuration they began with.',
    }],
  },
  {
    alert: 'ReloaderDown',
    on: 'a pod that is ready again after a restart',
    at: '10m',
    series: { 'kube_deployment_status_replicas_available{namespace="reloader",deployment="reloader"}': '1 0x2 1x20' },
  },
];

export default cases;
