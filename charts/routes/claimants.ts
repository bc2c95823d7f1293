import { firstGateway, gatewaysOf } from '../../config/gateways';
import { isLanService } from '../../config/lan-services';
import { HTTPS_PORT, listenPortOf } from '../../config/listen-port';
import { platformInterfaces } from '../../config/platform';
import { formatPath, type ConfigPath } from '../../config/problem';
import type { HomelabConfig } from '../../config/schema';
import { EVERYTHING, gatewayRules, serviceHostnames, type ServiceMatch, type ServiceRule } from '../../config/service-rules';

/** One match of a page of the platform or of a service, under one host name at one gateway. */
export interface Claimant {
  /** What a message calls its owner. */
  readonly who: string;
  /** Where its owner is, such as `services[0]`. */
  readonly owner: ConfigPath;
  /** The host name. */
  readonly hostname: string;
  /** Name of the gateway. */
  readonly gateway: string;
  /** Port of the gateway. */
  readonly port: number;
  /** The key that the host name comes from. */
  readonly named: ConfigPath;
  /** The requests. */
  readonly match: ServiceMatch;
  /** Where the match is, or what stands for it where none is written. */
  readonly at: ConfigPath;
  /** The rule that it belongs to. @default - a page of the platform has one, which takes everything */
  readonly rule?: ServiceRule;
}

/** Who asks for which requests, in the order of homelab.yaml. */
export function claimants(config: HomelabConfig): Claimant[] {
  const first = firstGateway(config).name;
  return [
    ...platformInterfaces(config).map(({ key, hostname }): Claimant => {
      const at = [...key, 'host'];
      return { who: formatPath(key), owner: at, named: at, at, hostname, gateway: first, port: HTTPS_PORT, match: EVERYTHING };
    }),
    ...config.services.flatMap((service, index) => {
      const owner = ['services', index];
      const rules = gatewayRules(service);
      if (isLanService(service)) { return []; }
      const port = listenPortOf(service);
      const through = gatewaysOf(config, service).map(({ name }) => name);
      return through.flatMap((gateway) => serviceHostnames(config, service).flatMap(({ hostname, at: key }) => rules.flatMap((rule) => {
        const named = [...owner, ...key];
        const from = { who: `the service ${service.name}`, owner, hostname, gateway, port, named, rule };
        return (rule.matches ?? [EVERYTHING]).map((match, place): Claimant => ({ ...from, match, at: placeOf(owner, rule, named, place) }));
      })));
    }),
  ];
}

function placeOf(owner: ConfigPath, rule: ServiceRule, named: ConfigPath, place: number): ConfigPath {
  // Matches of testers are written nowhere; they come from the header.
  if (rule.at[0] === 'canary') { return [...owner, ...rule.at]; }
  if (rule.matches !== undefined) { return [...owner, ...rule.at, 'matches', place]; }
  return rule.at.length > 0 ? [...owner, ...rule.at] : named;
}

/** Claimants by their host name, gateway and port, as `listenerKey` writes them. */
export function byHostname(all: readonly Claimant[]): ReadonlyMap<string, readonly Claimant[]> {
  const groups = new Map<string, Claimant[]>();
  for (const each of all) {
    const key = listenerKey(each);
    const group = groups.get(key);
    if (group) { group.push(each); } else { groups.set(key, [each]); }
  }
  return groups;
}

/** Where requests to a host name arrive, as a key. */
export function listenerKey({ hostname, gateway, port }: Pick<Claimant, 'hostname' | 'gateway' | 'port'>): string {
  return `${gateway} ${port} ${hostname}`;
}
