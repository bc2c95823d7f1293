import { isDeepStrictEqual } from 'node:util';
import { nfsShares } from '../../../config/addons/nfs';
import { withNames, withRights } from '../../core/chart-parts';
import { off, running, unset, type SafeValue } from '../../core/safe-values';
import { CONTROLLER, NODE } from './names';
import { nfsValues } from './values';

const NO_SNAPSHOTS = 'the lab has no definitions of snapshots, and its container would end again and again';

/** Values without which no volume is made or mounted. Keys: charts/v4.13.4/csi-driver-nfs/values.yaml at v4.13.4. */
export const NFS_SAFE_VALUES: readonly SafeValue[] = [
  {
    path: ['storageClasses'], wanted: 'nothing; addons.nfs says them',
    why: 'where volumes lie stands in homelab.yaml, where rules look at it',
    safe: (value, { lab: { config } }) => isDeepStrictEqual(value, nfsValues({ shares: nfsShares(config) })['storageClasses']),
  },
  off('storageClass.create', 'addons.nfs.shares has as many classes as you like, and rules look at them', { warns: true }),
  {
    path: ['kubeletDir'], safe: ['/var/lib/kubelet', undefined],
    why: 'the kubelet of K3s has its folders there, and would not find the driver',
  },
  off('controller.enableSnapshotter', NO_SNAPSHOTS),
  off('volumeSnapshotClass.create', 'the lab has no definitions of snapshots, and the API server would refuse it'),
  off('externalSnapshotter.enabled', 'it brings definitions, which the project of the add-on does not allow'),
  off('feature.enableInlineVolume', 'whoever may make a pod could mount any folder of any server in it', { warns: true }),
  running('controller.replicas', 'nobody would make volumes'),
  unset('driver.name', 'volumes that are there name the driver by it, and could not be mounted any more'),
  ...withRights('rbac.create', 'serviceAccount.create'),
  ...[['controller', CONTROLLER], ['node', NODE]].map(([part = '', name = '']): SafeValue => ({
    path: [part, 'name'], safe: [name, undefined], why: 'alerts and runbooks know it by that name',
  })),
  ...withNames('nameOverride', 'fullnameOverride'),
];
