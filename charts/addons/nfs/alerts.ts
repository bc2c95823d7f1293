import type { NfsShare } from '../../../config/addons/nfs';
import type { RuleGroup } from '../../core/alert-rule';
import { matches, metric } from '../../core/promql';
import { downAlert } from '../down';
import { CONTROLLER, NFS, NODE } from './names';

/** Volumes on a NAS. The driver has no metrics of its own; these are of kube-state-metrics. */
export function nfsAlerts(shares: readonly NfsShare[]): RuleGroup {
  const classes = shares.map(({ name }) => name).join('|');
  const claim = ['namespace', 'persistentvolumeclaim'];
  return {
    name: NFS,
    rules: [
      downAlert({
        addon: NFS, deployment: CONTROLLER, alert: 'NfsDriverDown', severity: 'warning', layer: 'cluster',
        summary: 'No volume is made on the NAS', impact: 'Volumes that are there go on; new ones are not made, and none is deleted.',
      }),
      {
        alert: 'NfsNodeDown',
        expr: metric('kube_daemonset_status_number_unavailable', { namespace: NFS, daemonset: NODE }).above(0),
        for: '10m',
        severity: 'warning',
        layer: 'cluster',
        summary: 'Volumes on the NAS are not mounted',
        description: 'The driver has not been ready on {{ $value }} node(s) for 10 minutes. Pods that have their volumes keep them; those '
          + 'that start with one wait.',
      },
      {
        alert: 'NfsVolumePending',
        expr: metric('kube_persistentvolumeclaim_status_phase', { phase: 'Pending' }).equals(1)
          .and(metric('kube_persistentvolumeclaim_info', { storageclass: matches(classes) }), { on: claim }),
        for: '15m',
        severity: 'warning',
        layer: 'cluster',
        summary: 'A volume on the NAS cannot be made',
        description: 'The claim {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has had no volume for 15 minutes: most often '
          + 'the NAS does not answer, or does not let the node in.',
      },
    ],
  };
}
