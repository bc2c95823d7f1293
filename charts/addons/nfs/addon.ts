import { nfsShares } from '../../../config/addons/nfs';
import type { AddonDefinition } from '../definition';
import { CLUSTER_RIGHTS, VOLUME_KINDS } from '../kinds';
import { nfsAlerts } from './alerts';
import dashboard from './dashboards/nfs.json';
import { NFS } from './names';
import { NFS_SAFE_VALUES } from './safe-values';
import { nfsValues } from './values';

/** Volumes on a NAS. */
export const nfs: AddonDefinition = {
  name: NFS,
  // Its pods mount folders for other pods, in the network of the node.
  podSecurity: 'privileged',
  clusterKinds: [...CLUSTER_RIGHTS, ...VOLUME_KINDS],
  // Without the driver nobody could unmount what pods have, nor mount it elsewhere.
  keepsObjects: true,
  parts: (config) => {
    const shares = nfsShares(config);
    return { values: nfsValues({ shares }), alerts: nfsAlerts(shares), origin: ['addons', NFS] };
  },
  dashboard,
  safeValues: NFS_SAFE_VALUES,
  secretReaders: [{
    release: NFS, role: 'nfs-external-provisioner-role',
    reason: 'reads the Secret that a class of volumes may name, one at a time; the chart has no value to leave it out',
  }],
};
