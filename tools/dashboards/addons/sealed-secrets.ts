import { CONTROLLER, SEALED_SECRETS } from '../../../charts/addons/sealed-secrets/names';
import { count, increase, metric, sum } from '../../../charts/core/promql';
import type { DashboardProps } from '../panel';
import { orNone, podsRow, readyPods } from './pods';

/*
 * Metrics: pkg/controller/metrics.go, and the reasons: pkg/controller/controller.go of bitnami-labs/sealed-secrets at v0.36.6. None says
 * how old the keys are.
 */
const JOB = { job: SEALED_SECRETS };

const synced = metric('sealed_secrets_controller_condition_info', { ...JOB, condition: 'Synced' });
const notOpened = synced.equals(-1);
const failures = increase(metric('sealed_secrets_controller_unseal_errors_total', JOB), '1h');

/** Secrets out of git. */
export const sealedSecrets: DashboardProps = {
  uid: 'homelab-sealed-secrets',
  title: 'Sealed Secrets',
  description: 'Whether what lies sealed in git can be opened.',
  rows: [
    {
      title: 'Now',
      panels: [
        readyPods({ addon: SEALED_SECRETS, deployment: CONTROLLER, alert: 'SealedSecretsDown' }),
        {
          kind: 'number',
          title: 'Sealed Secrets',
          description: 'All that the controller knows of. Fewer than before: Argo CD has deleted some, and the Secrets with them.',
          unit: 'short',
          queries: [{ expr: orNone(count(synced)), legend: 'sealed' }],
        },
        {
          kind: 'number',
          title: 'Not opened',
          description: 'Alert SealedSecretNotOpened: one for 10 minutes. All at once: the node was made anew, and the keys are not there.',
          unit: 'short',
          redFrom: 1,
          queries: [{ expr: orNone(count(notOpened)), legend: 'not opened' }],
        },
        {
          kind: 'number',
          title: 'Failures within an hour',
          description: 'It tries some times, then waits for a change or its next start.',
          unit: 'short',
          redFrom: 1,
          queries: [{ expr: orNone(sum(failures)), legend: 'failures' }],
        },
      ],
    },
    {
      title: 'Opening',
      panels: [
        {
          kind: 'graph',
          title: 'Not opened, by name',
          description: 'Sealed for another name, namespace or cluster, or in the way of a Secret that was made by hand. No line at all is '
            + 'well.',
          unit: 'short',
          queries: [{ expr: notOpened.times(-1), legend: '{{namespace}}/{{name}}' }],
        },
        {
          kind: 'graph',
          title: 'Failures within an hour, by reason',
          description: 'unseal: no key opens it. unmanaged: a Secret of that name is there already. update, status: the API server '
            + 'refuses.',
          unit: 'short',
          queries: [{ expr: sum(failures, { by: ['namespace', 'reason'] }), legend: '{{namespace}} {{reason}}' }],
        },
        {
          kind: 'graph',
          title: 'Questions of kubeseal within an hour',
          description: 'By path and answer; /v1/cert.pem is the certificate. What does not begin with 2 was refused.',
          unit: 'short',
          queries: [{
            expr: sum(increase(metric('sealed_secrets_controller_http_requests_total', JOB), '1h'), { by: ['path', 'code'] }),
            legend: '{{path}} {{code}}',
          }],
        },
      ],
    },
    podsRow(SEALED_SECRETS),
  ],
};
