/** A machine outside the cluster, by its address or by its name. */
export type ExternalMachine = {
  /** Its IPv4 address. */
  readonly address: string;
  /** Port that it listens on. */
  readonly port: number;
} | {
  /** Its name, which the name servers of the nodes know. */
  readonly host: string;
  /** Port that it listens on. */
  readonly port: number;
};

/** Where a machine is, as a person writes it: `192.168.1.20` or `nas.lan`. */
export function whereIs(machine: ExternalMachine): string {
  return 'address' in machine ? machine.address : machine.host;
}

/** Name of the ServiceEntry of a machine. No Service and no route has a dot in its name. */
export function machineName(owner: { readonly name: string }, machine: ExternalMachine): string {
  return `${owner.name}.${whereIs(machine)}.${machine.port}`;
}
