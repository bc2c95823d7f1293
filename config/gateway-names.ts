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

/** A gateway, with what a tunnel from the internet leads to it. */
export interface TunnelGateway {
  /** The gateway. */
  readonly gateway: LabGateway;
  /** Host names of the pages, as `addons.cloudflared.pages` has them. */
  readonly hostnames: readonly string[];
}

/** The gateways that a tunnel leads to: those of its pages, or all where no page is named. A name that nobody has is at the first. */
export function tunnelGateways(config: HomelabConfig): readonly TunnelGateway[] {
  const named = gatewaysByName(config);
  const all = labGateways(config);
  const pages = config.addons.cloudflared.pages.map(({ hostname }) => ({ hostname, gateway: named.get(hostname)?.[0] ?? all[0] }));
  const used = all.map((gateway) => (
    { gateway, hostnames: pages.filter((page) => page.gateway.name === gateway.name).map(({ hostname }) => hostname) }
  )).filter(({ hostnames }) => hostnames.length > 0);
  return used.length > 0 ? used : all.map((gateway) => ({ gateway, hostnames: [] }));
}
