import type { RuleGroup } from '../../core/alert-rule';
import { metric } from '../../core/promql';
import { downAlert } from '../down';
import { CONTROLLER, SEALED_SECRETS } from './names';

/** Secrets out of git. Metrics: pkg/controller/metrics.go of bitnami-labs/sealed-secrets at v0.36.6. */
export function sealedSecretsAlerts(): RuleGroup {
  return {
    name: SEALED_SECRETS,
    rules: [
      downAlert({
        addon: SEALED_SECRETS, deployment: CONTROLLER, alert: 'SealedSecretsDown', severity: 'warning', layer: 'cluster',
        summary: 'Nobody opens sealed Secrets', impact: 'Secrets that exist stay; new and changed ones are not made.',
      }),
      {
        alert: 'SealedSecretNotOpened',
        expr: metric('sealed_secrets_controller_condition_info', { job: SEALED_SECRETS, condition: 'Synced' }).equals(-1),
        for: '10m',
        severity: 'warning',
        layer: 'cluster',
        summary: 'A sealed Secret cannot be opened',
        description: 'SealedSecret {{ $labels.namespace }}/{{ $labels.name }} cannot be opened: most often it is sealed for another name, '
          + 'another namespace or another cluster.',
      },
    ],
  };
}
