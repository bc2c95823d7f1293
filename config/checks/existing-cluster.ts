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
    [['network', 'cidr'], 'network', 'write it, such as 192.168.1.0/24; ip -brief address on the machine shows it'],
    ...nodes.map((_, index) => [
      ['nodes', index, 'address'], 'address', 'write it, such as 192.168.1.20; kubectl get nodes -o wide shows it as INTERNAL-IP',
    ] as const),
  ];
  const unused: readonly (readonly [ConfigPath, string, string])[] = [
    [['network', 'hostAddress'], 'host is none, so there is no Windows host', 'remove it'],
    [
      ['network', 'timeServers'], 'host is none, and the clock of a machine that is there already is yours',
      'remove it, and name the time servers on the machine',
    ],
  ];
  const missing = facts.filter(([path]) => !isWritten(path)).map(([path, fact, fix]): Problem => ({
    path, related: [['host']],
    what: `has to be written with host: none, because the machine has its ${fact} already, and a default would be a guess`, fix,
  }));
  return [...missing, ...unused.filter(([path]) => isWritten(path)).map((each) => withoutEffect(...each))];
}
