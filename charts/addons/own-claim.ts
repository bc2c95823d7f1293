import type { Construct } from 'constructs';
import type { AddonName } from '../../config/addons/names';
import { k8s } from '../core/k8s';

/** A claim for a volume of one add-on, by its name. */
export interface OwnClaim {
  /** Its size, as a quantity of Kubernetes. */
  readonly storage: string;
  /** Class of its volume. @default - the cluster's own */
  readonly storageClass?: string | undefined;
  /** Whether it stays when the add-on goes. @default false */
  readonly outlives?: boolean;
}

/** Makes a claim for a volume that one pod writes to. */
export function addOwnClaim(layer: Construct, name: AddonName, claim: OwnClaim): k8s.KubePersistentVolumeClaim {
  const { storage, storageClass, outlives = false } = claim;
  return new k8s.KubePersistentVolumeClaim(layer, 'claim', {
    metadata: {
      name, namespace: name, ...outlives ? { annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' } } : {},
    },
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...storageClass === undefined ? {} : { storageClassName: storageClass },
      resources: { requests: { storage: k8s.Quantity.fromString(storage) } },
    },
  });
}
