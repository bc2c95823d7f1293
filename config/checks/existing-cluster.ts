import type { ConfigPath, Problem } from '../problem';
import type { HomelabConfig } from '../schema';
import { withoutEffect } from './effects';

/**
 * A lab whose machine is there already cannot choose its network: no default can know it.
 *
 * @param isWritten - true for a key that the file itself says
 */
export function checkExistingCluster({ host, nodes }: HomelabConfig, isWritten: (path: ConfigPath) => boolean): Problem[] {
  if (host.network !== 'none') { return []; }
  const facts: readonly (readonly [ConfigPath, string, string])[] = [
    [['network', 'cidr'], 'the network of the machine', 'write it, such as 192.168.1.0/24; ip -brief address on the machine shows it'],
    ...nodes.map((_, index) => [
      ['nodes', index, 'address'], 'the address of a machine that is there already',
      'write it, such as 192.168.1.20; kubectl get nodes -o wide shows it as INTERNAL-IP',
    ] as const),
  ];
  const unused: ConfigPath = ['network', 'hostAddress'];
  const missing = facts.filter(([path]) => !isWritten(path)).map(([path, who, fix]) => (
    { path, related: [['host']], what: `is ${who} with host: none, and no default can know it`, fix }
  ));
  return [...missing, ...isWritten(unused) ? [withoutEffect(unused, 'host is none, so there is no Windows host', 'remove it')] : []];
}
