import { gatewaysOf, labGateways, type LabGateway } from './gateways';
import { platformInterfaces } from './platform';
import type { HomelabConfig } from './schema';
import { serviceHostnames } from './service-rules';

/**
 * Every host name of the lab, with the gateways that answer to it in the order of the lab's. A name that leads to one address leads to
 * that of the first.
 */
export function gatewaysByName(config: HomelabConfig): ReadonlyMap<string, readonly LabGateway[]> {
  const all = labGateways(config);
  const named = new Map<string, Set<string>>();
  const add = (hostname: string, through: readonly LabGateway[]): void => {
    const known = named.get(hostname) ?? new Set();
    through.forEach(({ name }) => known.add(name));
    named.set(hostname, known);
  };
  platformInterfaces(config).forEach(({ hostname }) => { add(hostname, all.slice(0, 1)); });
  for (const service of config.services) {
    const through = gatewaysOf(config, service);
    serviceHostnames(config, service).forEach(({ hostname }) => { add(hostname, through); });
  }
  return new Map([...named].map(([hostname, names]) => [hostname, all.filter(({ name }) => names.has(name))]));
}
