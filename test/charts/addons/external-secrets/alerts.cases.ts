import type { AlertCase } from '../../../alerts/case';

const replicas = (deployment: string): string =>
  `kube_deployment_status_replicas_available{namespace="external-secrets",deployment="${deployment}"}`;
const READY = 'externalsecret_status_condition{job="external-secrets",namespace="my-app",name="login",condition="Ready",status="False"}';

const cases: readonly AlertCase[] = [
  {
    alert: 'ExternalSecretsDown',
    on: 'no ready pod',
    at: '10m',
    series: { [replicas('external-secrets')]: '0x20' },
    fires: [{
      labels: { namespace: 'external-secrets', deployment: 'external-secrets' },
      description: 'No pod of external-secrets has been ready for 5 minutes. Secrets that exist stay as they are; new and changed ones are '
        + 'not fetched.',
    }],
  },
  {
    alert: 'ExternalSecretsDown', on: 'a pod that is ready again after a restart', at: '10m',
    series: { [replicas('external-secrets')]: '1 0x2 1x20' },
  },
  {
    alert: 'ExternalSecretsWebhookDown',
    on: 'no ready pod',
    at: '10m',
    series: { [replicas('external-secrets-webhook')]: '0x20' },
    fires: [{
      labels: { namespace: 'external-secrets', deployment: 'external-secrets-webhook' },
      description: 'No pod of the webhook of external-secrets has been ready for 5 minutes. Argo CD cannot sync what brings a store or an '
        + 'ExternalSecret.',
    }],
  },
  {
    alert: 'ExternalSecretsWebhookDown', on: 'a pod of the controller alone that is down', at: '10m',
    series: { [replicas('external-secrets')]: '0x20', [replicas('external-secrets-webhook')]: '1x20' },
  },
  {
    alert: 'ExternalSecretNotFetched',
    on: 'a store that refuses the login',
    at: '20m',
    series: { [READY]: '1x30' },
    fires: [{
      labels: { job: 'external-secrets', namespace: 'my-app', name: 'login', condition: 'Ready', status: 'False' },
      description: 'ExternalSecret my-app/login has not been fetched for 15 minutes: most often its store refuses the login, or has no '
        + 'such entry.',
    }],
  },
  { alert: 'ExternalSecretNotFetched', on: 'a store that was away for some minutes', at: '20m', series: { [READY]: '1x5 0x30' } },
];

export default cases;
