import { gatewaysOf, labGateways, type LabGateway } from './gateways';
import { platformInterfaces } from './platform';
import type { HomelabConfig } from './schema';
import { serviceHostnames } from './service-rules';
import { wildcardFor } from './wildcards';

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
  platformInterfaces(config).forEach(({ hostname, gateways }) => { add(hostname, gateways); });
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

/**
 * The gateways that a tunnel leads to: those of its pages, or all where no page is named. A name that nobody has is at the first; one that
 * several have is at one that another page needs, or else at the first of them.
 */
export function tunnelGateways(config: HomelabConfig): readonly TunnelGateway[] {
  const named = gatewaysByName(config);
  const all = labGateways(config);
  const gatewaysFor = (hostname: string): readonly LabGateway[] | undefined =>
    named.get(hostname) ?? named.get(wildcardFor(named.keys(), hostname) ?? '');
  const served = config.addons.cloudflared.pages.map(({ hostname }) => ({ hostname, at: gatewaysFor(hostname) ?? [all[0]] }));
  // Where it is led to one of them anyway, a page that is at several opens no other.
  const needed = new Set(served.filter(({ at }) => at.length === 1).flatMap(({ at }) => at.map(({ name }) => name)));
  const pages = served.map(({ hostname, at }) => ({ hostname, gateway: at.find(({ name }) => needed.has(name)) ?? at[0] ?? all[0] }));
  const used = all.map((gateway) => (
    { gateway, hostnames: pages.filter((page) => page.gateway.name === gateway.name).map(({ hostname }) => hostname) }
  )).filter(({ hostnames }) => hostnames.length > 0);
  return used.length > 0 ? used : all.map((gateway) => ({ gateway, hostnames: [] }));
}
