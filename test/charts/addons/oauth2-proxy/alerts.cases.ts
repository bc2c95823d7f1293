import type { AlertCase } from '../../../alerts/case';

const cases: readonly AlertCase[] = [
  {
    alert: 'LoginDown',
    on: 'no ready pod',
    at: '10m',
    series: { 'kube_deployment_status_replicas_available{namespace="oauth2-proxy",deployment="oauth2-proxy"}': '0x20' },
    fires: [{
      labels: { namespace: 'oauth2-proxy', deployment: 'oauth2-proxy' },
      description: 'No pod of oauth2-proxy has been ready for 5 minutes. Pages that have no login of their own refuse everybody; '
        + 'the others go on.',
    }],
  },
  {
    alert: 'LoginDown',
    on: 'a pod that is ready again after a restart',
    at: '10m',
    series: { 'kube_deployment_status_replicas_available{namespace="oauth2-proxy",deployment="oauth2-proxy"}': '1 0x2 1x20' },
  },
  {
    alert: 'LoginFailing',
    on: 'a failure a minute',
    at: '40m',
    series: {
      'oauth2_proxy_requests_total{job="oauth2-proxy",code="500"}': '0+1x60',
      'oauth2_proxy_requests_total{job="oauth2-proxy",code="302"}': '0+9x60',
    },
    fires: [{
      labels: {},
      description: 'oauth2-proxy answers people who come back from the provider with failures: it does not reach the provider, or the '
        + 'secret of the client is wrong.',
    }],
  },
  {
    alert: 'LoginFailing',
    on: 'people who are sent to the provider, and some who are refused',
    at: '40m',
    series: {
      'oauth2_proxy_requests_total{job="oauth2-proxy",code="302"}': '0+60x60',
      'oauth2_proxy_requests_total{job="oauth2-proxy",code="403"}': '0+60x60',
      'oauth2_proxy_requests_total{job="oauth2-proxy",code="500"}': '0+1x1 1x60',
    },
  },
];

export default cases;
