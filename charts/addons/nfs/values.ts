import type { NfsShare } from '../../../config/addons/nfs';
import { FORCED_REPLACE } from '../../core/annotations';
import type { HelmValues } from '../../core/helm-values';

/** What decides about the values of the driver. */
export interface NfsProps {
  /** The classes of volumes. */
  readonly shares: readonly NfsShare[];
}

/**
 * Values of the chart csi-driver-nfs. Keys: charts/v4.13.4/csi-driver-nfs/values.yaml at v4.13.4. What its containers ask for is said
 * there: 10m and 20 MiB each, of which there are four beside the controller and three on each node.
 */
export function nfsValues({ shares }: NfsProps): HelmValues {
  return {
    controller: {
      // Its container for snapshots ends at once where the definitions of snapshots are not there.
      enableSnapshotter: false,
      // The default writes down every call, with all that is in it.
      logLevel: 2,
    },
    node: { logLevel: 2 },
    storageClasses: shares.map(storageClass),
  };
}

/** Parameters: docs/driver-parameters.md at v4.13.4. */
function storageClass({ name, server = '', path, mountOptions, reclaimPolicy, onDelete, ...share }: NfsShare): HelmValues {
  return {
    name,
    annotations: {
      // The API server lets nobody change where a class leads to. Volumes that are there do not need it.
      ...FORCED_REPLACE,
      ...share.default ? { 'storageclass.kubernetes.io/is-default-class': 'true' } : {},
    },
    parameters: { server, share: path, onDelete },
    reclaimPolicy,
    volumeBindingMode: 'Immediate',
    mountOptions: [...mountOptions],
  };
}
