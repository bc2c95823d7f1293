import { networkOf, type Network } from './address';
import type { ConfigPath } from './problem';

/** A network inside the cluster, by its key. */
export interface ClusterNetwork {
  /** The key. */
  readonly path: ConfigPath;
  /** The network as it is written. */
  readonly text: string;
  /** The network. */
  readonly range: Network;
}

/** The networks of pods and of Services, whose addresses change hands inside the cluster. */
export function clusterNetworks(network: { readonly podCIDR: string; readonly serviceCIDR: string }): ClusterNetwork[] {
  return (['podCIDR', 'serviceCIDR'] as const).map((key) => ({
    path: ['network', key], text: network[key], range: networkOf(network[key]),
  }));
}
