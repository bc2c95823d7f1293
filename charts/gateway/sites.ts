import { gatewaysOf, type LabGateway } from '../../config/gateways';
import { isLanService } from '../../config/lan-services';
import { HTTPS_PORT, listenPortOf } from '../../config/listen-port';
import { platformInterfaces } from '../../config/platform';
import type { HomelabConfig } from '../../config/schema';
import { isPassed, serviceHostnames } from '../../config/service-rules';
import { sites } from '../../config/sites';
import { certificateNameOf } from '../certificates/names';
import type { GatewayPort } from './gateway-spec';
import { httpsListenerOf, type ListenerHost } from './listeners';

/**
 * What a gateway takes at its ports, 443 first and then by number: the names of its services, and the domains that they are in. A domain
 * without a service is taken at the first gateway.
 */
export function gatewayPorts(config: HomelabConfig, gateway: LabGateway): readonly [GatewayPort, ...GatewayPort[]] {
  const isFirst = gateway.at[0] === 'gateway';
  const asked = askedNames(config, gateway, isFirst);
  const all = sites(config);
  const portOf = (port: number): GatewayPort => {
    const { pages = new Set<string>(), passed = new Set<string>() } = asked.get(port) ?? {};
    const isHere = (hostnames: readonly string[]): boolean =>
      hostnames.length === 0 ? isFirst && port === HTTPS_PORT : hostnames.some((each) => pages.has(each));
    return {
      port,
      pages: port === HTTPS_PORT || all.some(({ key, hostnames }) => key === undefined && isHere(hostnames)),
      sites: all.flatMap(({ key, hostname, hostnames }) => key === undefined || hostname === undefined || !isHere(hostnames)
        ? [] : [{ listener: httpsListenerOf(key, port), hostname, certificate: certificateNameOf(key) }]),
      passthrough: [...passed],
    };
  };
  const others = [...asked.keys()].filter((port) => port !== HTTPS_PORT).sort((a, b) => a - b);
  return [portOf(HTTPS_PORT), ...others.map(portOf)];
}

/** The listeners of a gateway for single domains, with their ports. */
export function siteListeners(config: HomelabConfig, gateway: LabGateway): (ListenerHost & { readonly port: number })[] {
  return gatewayPorts(config, gateway)
    .flatMap(({ port, sites: all = [] }) => all.map(({ listener, hostname }) => ({ name: listener, hostname, port })));
}

/** How many listeners a gateway has for its ports, the one of port 80 among them. */
export function listenerCount(ports: readonly GatewayPort[]): number {
  return ports.reduce((sum, { pages, sites: all = [], passthrough = [] }) => sum + (pages ? 1 : 0) + all.length + passthrough.length, 1);
}

/** Host names of one port: of pages, and of what goes through unread. */
interface AskedNames {
  readonly pages: Set<string>;
  readonly passed: Set<string>;
}

function askedNames(config: HomelabConfig, { name }: LabGateway, isFirst: boolean): Map<number, AskedNames> {
  const asked = new Map<number, AskedNames>();
  const at = (port: number): AskedNames => {
    const known = asked.get(port) ?? { pages: new Set<string>(), passed: new Set<string>() };
    asked.set(port, known);
    return known;
  };
  if (isFirst) { platformInterfaces(config).forEach(({ hostname }) => { at(HTTPS_PORT).pages.add(hostname); }); }
  for (const service of config.services) {
    if (isLanService(service) || !gatewaysOf(config, service).some((each) => each.name === name)) { continue; }
    const { pages, passed } = at(listenPortOf(service));
    serviceHostnames(config, service).forEach(({ hostname }) => { (isPassed(service) ? passed : pages).add(hostname); });
  }
  return asked;
}
