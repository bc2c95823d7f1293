import { networkOf } from './address';
import type { HomelabConfig } from './schema';
import type { WindowsLab } from './windows-lab';

/* Facts about the network that both the Windows scripts and the seed inside the VM are built on. */

/** Prefix length of the network the nodes stand in. */
export function prefixLength({ network }: HomelabConfig): number {
  return networkOf(network.cidr).prefix;
}

/** Where the nodes send what is not for their own network: Windows behind NAT, the router in a LAN. */
export function defaultGateway({ host, network }: WindowsLab): string {
  return host.network === 'external' ? host.router : network.hostAddress;
}

/**
 * The node's MAC address in Linux' notation. Derived from its IPv4 address, so that it is known before the VM exists and
 * never changes; the first byte has the "locally administered" bit, so no vendor and no Hyper-V pool can own it.
 */
export function macAddress(node: HomelabConfig['nodes'][number]): string {
  const octets = node.address.split('.').map((octet) => Number(octet).toString(16).padStart(2, '0'));
  return ['02', '15', ...octets].join(':');
}
