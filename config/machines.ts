import type { ConfigPath } from './problem';
import type { HomelabConfig } from './schema';

/** A machine with an address of its own, which nobody else may have. */
export interface Machine {
  /** What a message calls it. */
  readonly who: string;
  /** The key of its address. */
  readonly path: ConfigPath;
  /** IPv4 address. */
  readonly address: string;
}

/** The machines that a configuration names: the Windows host where there is one, the nodes and, behind an external switch, the router. */
export function machinesOf({ network, nodes, host }: HomelabConfig): Machine[] {
  return [
    ...host.network === 'none' ? [] : [{ who: 'the Windows host', path: ['network', 'hostAddress'], address: network.hostAddress }],
    ...nodes.map(({ name, address }, index) => ({ who: `the node ${name}`, path: ['nodes', index, 'address'], address })),
    ...host.network === 'external' ? [{ who: 'the router', path: ['host', 'router'], address: host.router }] : [],
  ];
}
