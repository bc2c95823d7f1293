import { defaultGateway } from '../config/host-network';
import { k3sFile } from '../charts/core/k3s-release';
import type { WindowsLab } from '../config/windows-lab';
import { HOST_FACTS, type HostFact } from './host-facts';
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

/**
 * What up.ps1 records of a node when it makes its seed, and compares with homelab.yaml before it changes anything later. What it refuses
 * then is decided by the table of host-facts.ts.
 */
export function madeWith(config: WindowsLab, node: NodeConfig): readonly MadeWith[] {
  const { host, network } = config;
  return [
    fact('nodes[].address', node.address, `nodes[${config.nodes.indexOf(node)}].address`),
    fact('network.cidr', network.cidr),
    fact('host.network', host.network),
    fact(host.network === 'external' ? 'host.router' : 'network.hostAddress', defaultGateway(config)),
    fact('network.podCIDR', network.podCIDR),
    fact('network.serviceCIDR', network.serviceCIDR),
    fact('host.sshUser', host.sshUser),
    fact('network.dnsServers', network.dnsServers.join(' ')),
    fact('K3s', k3sFile(config).version),
  ];
}

function fact(key: HostFact, value: string, name: string = key): MadeWith {
  return { name, value, cutsOff: HOST_FACTS[key] === 'anew' };
}
