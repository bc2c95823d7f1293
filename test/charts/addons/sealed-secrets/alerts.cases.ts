import type { AlertCase } from '../../../alerts/case';

const cases: readonly AlertCase[] = [
  {
    alert: 'SealedSecretsDown',
    on: 'no ready pod',
    at: '10m',
    series: { 'kube_deployment_status_replicas_available{namespace="sealed-secrets",deployment="sealed-secrets-controller"}': '0x20' },
    fires: [{
      labels: { namespace: 'sealed-secrets', deployment: 'sealed-secrets-controller' },
      description: 'No pod of sealed-secrets has been ready for 5 minutes. Secrets that exist stay; new and changed ones are not made.',
    }],
  },
  {
    alert: 'SealedSecretsDown',
    on: 'a pod that is ready again after a restart',
    at: '10m',
    series: {
      'kube_deployment_status_replicas_available{namespace="sealed-secrets",deployment="sealed-secrets-controller"}': '1 0x2 1x20',
    },
  },
  {
    alert: 'SealedSecretNotOpened',
    on: 'one that is sealed for another namespace',
    at: '20m',
    series: {
      'sealed_secrets_controller_condition_info{job="sealed-secrets",namespace="my-app",name="login",condition="Synced"}': '-1x30',
    },
    fires: [{
      labels: { job: 'sealed-secrets', namespace: 'my-app', name: 'login', condition: 'Synced' },
      description: 'SealedSecret my-app/login cannot be opened: most often it is sealed for another name, another namespace or another '
        + 'cluster.',
    }],
  },
  {
    alert: 'SealedSecretNotOpened',
    on: 'one that is open, and one that is not looked at yet',
    at: '20m',
    series: {
      'sealed_secrets_controller_condition_info{job="sealed-secrets",namespace="my-app",name="login",condition="Synced"}': '1x30',
      'sealed_secrets_controller_condition_info{job="sealed-secrets",namespace="my-app",name="new",condition="Synced"}': '0x30',
    },
  },
];

export default cases;
