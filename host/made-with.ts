import { defaultGateway } from '../config/host-network';
import type { HomelabConfig } from '../config/schema';
import { K3S_VERSION } from '../versions';
import type { NodeConfig } from './inputs';

/** A value that a node takes from its seed, which it reads once in its life. */
export interface MadeWith {
  /** Key of homelab.yaml, or what else it is called there. */
  readonly name: string;
  /** The value at the time, as text. */
  readonly value: string;
  /**
   * Whether another value on the side of Windows or in the manifests would leave the node unreachable or its pods without a network. If
   * not, the node just keeps the old one.
   */
  readonly cutsOff: boolean;
}

/** What up.ps1 records of a node when it makes its seed, and compares with homelab.yaml before it changes anything later. */
export function madeWith(config: HomelabConfig, node: NodeConfig): readonly MadeWith[] {
  const { host, network } = config;
  return [
    { name: `nodes[${config.nodes.indexOf(node)}].address`, value: node.address, cutsOff: true },
    { name: 'network.cidr', value: network.cidr, cutsOff: true },
    { name: host.network === 'external' ? 'host.router' : 'network.hostAddress', value: defaultGateway(config), cutsOff: true },
    { name: 'network.podCIDR', value: network.podCIDR, cutsOff: true },
    { name: 'network.serviceCIDR', value: network.serviceCIDR, cutsOff: true },
    { name: 'host.sshUser', value: host.sshUser, cutsOff: true },
    { name: 'network.dnsServers', value: network.dnsServers.join(' '), cutsOff: false },
    { name: 'K3s', value: K3S_VERSION, cutsOff: false },
  ];
}
