import type { RuleGroup } from '../../core/alert-rule';
import { metric } from '../../core/promql';
import { downAlert } from '../down';
import { EXTERNAL_SECRETS, WEBHOOK } from './names';

/** Secrets out of stores. Metrics: pkg/controllers/externalsecret/esmetrics/esmetrics.go of external-secrets/external-secrets at v2.9.0. */
export function externalSecretsAlerts(): RuleGroup {
  return {
    name: EXTERNAL_SECRETS,
    rules: [
      downAlert({
        addon: EXTERNAL_SECRETS, deployment: EXTERNAL_SECRETS, alert: 'ExternalSecretsDown', severity: 'warning', layer: 'cluster',
        summary: 'Nobody fetches Secrets from their stores',
        impact: 'Secrets that exist stay as they are; new and changed ones are not fetched.',
      }),
      downAlert({
        addon: EXTERNAL_SECRETS, deployment: WEBHOOK, called: 'the webhook of external-secrets', alert: 'ExternalSecretsWebhookDown',
        severity: 'warning', layer: 'cluster',
        summary: 'No store and no ExternalSecret can be changed',
        impact: 'Argo CD cannot sync what brings a store or an ExternalSecret.',
      }),
      {
        alert: 'ExternalSecretNotFetched',
        expr: metric('externalsecret_status_condition', { job: EXTERNAL_SECRETS, condition: 'Ready', status: 'False' }).equals(1),
        for: '15m',
        severity: 'warning',
        layer: 'cluster',
        summary: 'A Secret cannot be fetched from its store',
        description: 'ExternalSecret {{ $labels.namespace }}/{{ $labels.name }} has not been fetched for 15 minutes: most often its store '
          + 'refuses the login, or has no such entry.',
      },
    ],
  };
}
