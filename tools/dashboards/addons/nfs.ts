import { CONTROLLER, NFS, NODE } from '../../../charts/addons/nfs/names';
import { count, max, metric, min, type Expression } from '../../../charts/core/promql';
import type { DashboardProps } from '../panel';
import { orNone, podsRow, readyPods } from './pods';

/*
 * The driver has no metrics of its own (pkg and cmd of kubernetes-csi/csi-driver-nfs at v4.13.4), but tells the kubelet how full a volume
 * is (GET_VOLUME_STATS in pkg/nfs/nfs.go): pkg/kubelet/metrics/collectors/volume_stats.go of kubernetes/kubernetes. The rest is of
 * kube-state-metrics (docs/metrics/storage at v2.20.0).
 */
const CLAIM = ['namespace', 'persistentvolumeclaim'];
const LEGEND = '{{namespace}}/{{persistentvolumeclaim}}';

/** Claims of a class of this driver. */
const claims = max(metric('kube_persistentvolumeclaim_info'), { by: [...CLAIM, 'storageclass'] })
  .and(metric('kube_storageclass_info', { provisioner: 'nfs.csi.k8s.io' }), { on: ['storageclass'] });
const ofNas = (what: Expression) => max(what, { by: CLAIM }).times(claims, { on: CLAIM, groupLeft: ['storageclass'] });
const stats = (what: 'available' | 'capacity') => ofNas(metric(`kubelet_volume_stats_${what}_bytes`));
const pending = ofNas(metric('kube_persistentvolumeclaim_status_phase', { phase: 'Pending' }).equals(1));

/** Volumes on a NAS. */
export const nfs: DashboardProps = {
  uid: 'homelab-nfs',
  title: 'Volumes on a NAS',
  description: 'Whether volumes are made and mounted, and whether the NAS has room. The NAS itself says more: its own page.',
  rows: [
    {
      title: 'Now',
      panels: [
        readyPods({ addon: NFS, deployment: CONTROLLER, alert: 'NfsDriverDown' }),
        {
          kind: 'number',
          title: 'Nodes without the driver',
          description: 'Alert NfsNodeDown: more than none for 10 minutes. Pods that start there wait for their volumes.',
          unit: 'short',
          redFrom: 1,
          queries: [{ expr: metric('kube_daemonset_status_number_unavailable', { namespace: NFS, daemonset: NODE }), legend: 'nodes' }],
        },
        {
          kind: 'number',
          title: 'Claims without a volume',
          description: 'Alert NfsVolumePending: one for 15 minutes. The NAS does not answer, or does not let the node in.',
          unit: 'short',
          redFrom: 1,
          queries: [{ expr: orNone(count(pending)), legend: 'waiting' }],
        },
        {
          kind: 'number',
          title: 'Free on the NAS',
          description: 'Share, by class, of what the exported folder lies on. Only classes with a volume that a pod has mounted.',
          unit: 'percentunit',
          redBelow: 0.1,
          queries: [{ expr: min(stats('available').dividedBy(stats('capacity')), { by: ['storageclass'] }), legend: '{{storageclass}}' }],
        },
      ],
    },
    {
      title: 'Volumes',
      panels: [
        {
          kind: 'graph',
          title: 'Free, by class',
          description: 'What the NAS says is left. It counts for all volumes of a class at once: their sizes are no limits.',
          unit: 'bytes',
          width: 12,
          queries: [{ expr: min(stats('available'), { by: ['storageclass'] }), legend: '{{storageclass}}' }],
        },
        {
          kind: 'graph',
          title: 'Claims without a volume, by name',
          description: 'kubectl describe pvc says what the driver was answered. No line at all is well.',
          unit: 'short',
          width: 12,
          queries: [{ expr: pending, legend: `${LEGEND} of {{storageclass}}` }],
        },
      ],
    },
    podsRow(NFS),
  ],
};
