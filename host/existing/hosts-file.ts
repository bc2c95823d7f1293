import { labGateways } from '../../config/gateways';
import type { HomelabConfig } from '../../config/schema';

/**
 * Lines for the hosts file of a machine that asks no name server of the lab.
 *
 * @param hostnames - names that lead to the first gateway
 * @param others - those that lead to another one, by its name
 */
export function hostsFile(
  config: HomelabConfig, hostnames: readonly string[], others: ReadonlyMap<string, readonly string[]>,
): string {
  return labGateways(config).flatMap(({ name, address }, index) => {
    const names = index === 0 ? hostnames : others.get(name) ?? [];
    return names.map((hostname) => `${address} ${hostname}\n`);
  }).join('');
}
