import type { Duration } from 'cdk8s';
import { matches, max, metric, time } from '../core/promql';
import { DAY } from '../core/seconds';
import type { RuleGroup } from '../core/alert-rule';

/** What the alerts about the scheduled restart depend on. */
export interface ZtunnelRestartRulesProps {
  /** Namespace of the CronJob. */
  readonly namespace: string;
  /** Name of the CronJob. */
  readonly cronJob: string;
  /** Longest time between two runs. */
  readonly period: Duration;
}

/**
 * The article's CronJob, the backstop behind the clock guard:
 * https://github.com/kubernetes/kube-state-metrics/tree/main/docs/metrics/workload.
 */
export function ztunnelRestartRules({ namespace, cronJob, period }: ZtunnelRestartRulesProps): RuleGroup {
  const days = period.toSeconds() / DAY;
  const limit = 2 * period.toSeconds() + DAY;
  const here = { namespace, cronjob: cronJob };
  const lastSuccess = metric('kube_cronjob_status_last_successful_time', here);
  return {
    name: 'ztunnel-restart',
    rules: [
      {
        alert: 'ZtunnelRestartFailed',
        expr: max(metric('kube_job_failed', { namespace, job_name: matches(`${cronJob}-.*`), condition: 'true' }), {
          by: ['namespace', 'job_name'],
        }).above(0),
        for: '5m',
        severity: 'warning',
        layer: 'mesh',
        summary: 'The scheduled restart of ztunnel failed',
        description: 'Job {{ $labels.job_name }} failed. The next try is at the next scheduled time.',
        dashboard: 'ztunnel',
      },
      {
        alert: 'ZtunnelRestartOverdue',
        expr: time().minus(lastSuccess).above(limit)
          // One that has never succeeded has no such time.
          .or(time().minus(metric('kube_cronjob_created', here)).above(limit).unless(lastSuccess, { on: ['namespace', 'cronjob'] })),
        for: '1h',
        severity: 'warning',
        layer: 'mesh',
        summary: 'ztunnel has not been restarted for long',
        description: `The last scheduled restart of ztunnel succeeded {{ $value | humanizeDuration }} ago; it should every `
          + `${Math.round(days * 10) / 10} day(s).`,
        dashboard: 'ztunnel',
      },
    ],
  };
}
