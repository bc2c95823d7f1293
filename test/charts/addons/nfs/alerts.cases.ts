import type { AlertCase } from '../../../alerts/case';

const DOWN = 'kube_deployment_status_replicas_available{namespace="nfs",deployment="csi-nfs-controller"}';
const NODE = 'kube_daemonset_status_number_unavailable{namespace="nfs",daemonset="csi-nfs-node"}';
const claim = (metric: string, more: string): string => `${metric}{namespace="my-app",persistentvolumeclaim="photos",${more}}`;
const PENDING = claim('kube_persistentvolumeclaim_status_phase', 'phase="Pending"');
const OF_CLASS = claim('kube_persistentvolumeclaim_info', 'storageclass="nfs"');

const cases: readonly AlertCase[] = [
  {
    alert: 'NfsDriverDown',
    on: 'no ready pod',
    at: '10m',
    series: { [DOWN]: '0x20' },
    fires: [{
      labels: { namespace: 'nfs', deployment: 'csi-nfs-controller' },
      description: 'No pod of nfs has been ready for 5 minutes. Volumes that are there go on; new ones are not made, and none is deleted.',
    }],
  },
  { alert: 'NfsDriverDown', on: 'a pod that is ready again after a restart', at: '10m', series: { [DOWN]: '1 0x2 1x20' } },
  {
    alert: 'NfsNodeDown',
    on: 'a node whose driver does not start',
    at: '15m',
    series: { [NODE]: '1x20' },
    fires: [{
      labels: { namespace: 'nfs', daemonset: 'csi-nfs-node' },
      description: 'The driver has not been ready on 1 node(s) for 10 minutes. Pods that have their volumes keep them; those that start '
        + 'with one wait.',
    }],
  },
  { alert: 'NfsNodeDown', on: 'a node that was restarted', at: '15m', series: { [NODE]: '1x5 0x20' } },
  {
    alert: 'NfsVolumePending',
    on: 'a claim that gets no volume',
    at: '20m',
    series: { [PENDING]: '1x30', [OF_CLASS]: '1x30' },
    fires: [{
      labels: { namespace: 'my-app', persistentvolumeclaim: 'photos', phase: 'Pending' },
      description: 'The claim my-app/photos has had no volume for 15 minutes: most often the NAS does not answer, or does not let the node '
        + 'in.',
    }],
  },
  {
    alert: 'NfsVolumePending', on: 'a claim that has its volume after a minute', at: '20m',
    series: { [PENDING]: '1 0x30', [OF_CLASS]: '1x30' },
  },
  {
    alert: 'NfsVolumePending', on: 'a claim of another class, which waits for its pod', at: '20m',
    series: { [PENDING]: '1x30', [claim('kube_persistentvolumeclaim_info', 'storageclass="local-path"')]: '1x30' },
  },
];

export default cases;
