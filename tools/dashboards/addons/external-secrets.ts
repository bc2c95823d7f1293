import { EXTERNAL_SECRETS, WEBHOOK } from '../../../charts/addons/external-secrets/names';
import { count, increase, metric, sum } from '../../../charts/core/promql';
import type { DashboardProps } from '../panel';
import { orNone, podsRow, readyPods } from './pods';

/*
 * Metrics: pkg/controllers/externalsecret/esmetrics/esmetrics.go, pkg/controllers/secretstore (ssmetrics, cssmetrics, metrics),
 * pkg/controllers/metrics/labels.go and runtime/metrics/metrics.go of external-secrets/external-secrets at v2.9.0.
 */
const JOB = { job: EXTERNAL_SECRETS };
const NOT_READY = { ...JOB, condition: 'Ready', status: 'False' };

const notFetched = metric('externalsecret_status_condition', NOT_READY).equals(1);
const storesNotReady = (kind: 'secretstore' | 'clustersecretstore') => metric(`${kind}_status_condition`, NOT_READY).equals(1);

/** Secrets out of stores. */
export const externalSecrets: DashboardProps = {
  uid: 'homelab-external-secrets',
  title: 'Secrets from stores',
  description: 'Whether Secrets are fetched, and what the stores answer.',
  rows: [
    {
      title: 'Now',
      panels: [
        readyPods({ addon: EXTERNAL_SECRETS, deployment: EXTERNAL_SECRETS, alert: 'ExternalSecretsDown' }),
        readyPods({
          addon: EXTERNAL_SECRETS, deployment: WEBHOOK, alert: 'ExternalSecretsWebhookDown', title: 'Ready pods of the webhook',
        }),
        {
          kind: 'number',
          title: 'Secrets that are not fetched',
          description: 'Alert ExternalSecretNotFetched: one for 15 minutes. A Secret that was fetched before stays as it was.',
          unit: 'short',
          redFrom: 1,
          queries: [{ expr: orNone(count(notFetched)), legend: 'not fetched' }],
        },
        {
          kind: 'number',
          title: 'Stores that are not ready',
          description: 'Of a namespace and of the cluster. Its login is refused, its Secret is missing, or it does not answer.',
          unit: 'short',
          redFrom: 1,
          queries: [{ expr: orNone(count(storesNotReady('secretstore').or(storesNotReady('clustersecretstore')))), legend: 'not ready' }],
        },
      ],
    },
    {
      title: 'Secrets and stores',
      panels: [
        {
          kind: 'graph',
          title: 'Not fetched, by ExternalSecret',
          description: 'kubectl describe externalsecret says why. No line at all is well.',
          unit: 'short',
          queries: [{ expr: notFetched, legend: '{{namespace}}/{{name}}' }],
        },
        {
          kind: 'graph',
          title: 'Failures within an hour, by ExternalSecret',
          description: 'Some, and then none, is a store that was away. Ever more of one: its store has no such entry.',
          unit: 'short',
          queries: [{
            expr: sum(increase(metric('externalsecret_sync_calls_error', JOB), '1h'), { by: ['namespace', 'name'] }),
            legend: '{{namespace}}/{{name}}',
          }],
        },
        {
          kind: 'graph',
          title: 'Calls to stores within an hour',
          description: 'By kind of store and outcome. Stores on the internet count calls: much more than before is a refreshInterval that '
            + 'is too short.',
          unit: 'short',
          queries: [{
            expr: sum(increase(metric('externalsecret_provider_api_calls_count', JOB), '1h'), { by: ['provider', 'status'] }),
            legend: '{{provider}} {{status}}',
          }],
        },
      ],
    },
    podsRow(EXTERNAL_SECRETS),
  ],
};
