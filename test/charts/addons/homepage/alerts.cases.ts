import type { AlertCase } from '../../../alerts/case';

const DOWN = 'kube_deployment_status_replicas_available{namespace="homepage",deployment="homepage"}';

const cases: readonly AlertCase[] = [
  {
    alert: 'HomepageDown',
    on: 'no ready pod',
    at: '10m',
    series: { [DOWN]: '0x20' },
    fires: [{
      labels: { namespace: 'homepage', deployment: 'homepage' },
      description: 'No pod of homepage has been ready for 5 minutes. The pages that it leads to go on.',
    }],
  },
  { alert: 'HomepageDown', on: 'a pod that is ready again after a change of its links', at: '10m', series: { [DOWN]: '1 0x2 1x20' } },
];

export default cases;
