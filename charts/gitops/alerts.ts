import { absent, increase, matches, matchesNot, max, metric, not, sum, type Expression } from '../core/promql';
import type { RuleGroup } from '../core/alert-rule';

// controller/metrics/metrics.go and reposerver/metrics/metrics.go of argoproj/argo-cd. The older argocd_app_health_status and
// argocd_app_sync_status are gone since 3.0.
const PER_APPLICATION = { by: ['name', 'project', 'health_status', 'sync_status'] };
const info = (matchers: Parameters<typeof metric>[1]) => max(metric('argocd_app_info', matchers), PER_APPLICATION);

/** Repositories that could not be read in the last quarter of an hour. */
const failures = (counter: string): Expression => sum(increase(metric(counter), '15m'), { by: ['repo'] }).above(0);

/** Whether the cluster is what git says. */
export function argocdRules(): RuleGroup {
  return {
    name: 'argocd',
    rules: [
      {
        alert: 'ArgoCdControllerDown',
        expr: absent(metric('up', { job: 'argocd-application-controller' }).equals(1)),
        for: '10m',
        severity: 'warning',
        layer: 'gitops',
        silences: [{ alerts: ['ArgoCdApplicationUnhealthy', 'ArgoCdApplicationStuck', 'ArgoCdApplicationOutOfSync'] }],
        summary: 'Argo CD is down',
        description: 'The application controller of Argo CD has not answered for 10 minutes. What is in git does not reach the cluster.',
      },
      {
        alert: 'ArgoCdApplicationUnhealthy',
        expr: info({ health_status: matchesNot('Healthy|Progressing') }),
        for: '15m',
        severity: 'warning',
        layer: 'gitops',
        summary: 'An Application is not healthy',
        description: 'Application {{ $labels.name }} has been {{ $labels.health_status }} for 15 minutes.',
      },
      {
        alert: 'ArgoCdApplicationStuck',
        expr: info({ health_status: 'Progressing' }),
        for: '1h',
        severity: 'warning',
        layer: 'gitops',
        summary: 'An Application never becomes healthy',
        description: 'Application {{ $labels.name }} has been Progressing for an hour; later waves wait for it.',
      },
      {
        alert: 'ArgoCdApplicationOutOfSync',
        expr: info({ sync_status: not('Synced') }),
        for: '30m',
        severity: 'warning',
        layer: 'gitops',
        summary: 'An Application differs from git',
        description: 'Application {{ $labels.name }} has been {{ $labels.sync_status }} for 30 minutes although it syncs by itself.',
      },
      {
        alert: 'ArgoCdSyncFailed',
        expr: sum(increase(metric('argocd_app_sync_total', { phase: matches('Error|Failed') }), '15m'), { by: ['name', 'phase'] }).above(0),
        for: '1m',
        severity: 'warning',
        layer: 'gitops',
        summary: 'Argo CD could not apply a change',
        description: 'Syncing {{ $labels.name }} ended in {{ $labels.phase }} {{ $value | humanize }} time(s) within 15 minutes.',
      },
      {
        alert: 'ArgoCdAutoSyncOff',
        expr: max(metric('argocd_app_info', { autosync_enabled: 'false' }), { by: ['name', 'project'] }),
        for: '2h',
        severity: 'info',
        layer: 'gitops',
        summary: 'An Application no longer follows git',
        description: 'Automated sync of Application {{ $labels.name }} has been off for two hours.',
      },
      {
        alert: 'ArgoCdRepositoryUnreachable',
        // A host that does not answer fails the look at the branch, before anything is fetched.
        expr: failures('argocd_git_lsremote_fail_total').or(failures('argocd_git_fetch_fail_total')),
        for: '30m',
        severity: 'warning',
        layer: 'gitops',
        summary: 'Argo CD cannot read the repository',
        description: 'Reading {{ $labels.repo }} has been failing for 30 minutes. New commits do not reach the cluster.',
      },
    ],
  };
}
