import type { LAN_PROTOCOLS } from './service-lan';
import type { ConfigPath } from './problem';
import type { HomelabConfig, ServiceConfig } from './schema';
import { NAME_LABEL } from './name-label';

/** A service of TCP or UDP: an address of a pool, and no route. */
export type LanService = Extract<ServiceConfig, { readonly protocol: LanProtocol } | { readonly ports: unknown }>;
/** A service behind the gateway. */
export type GatewayService = Exclude<ServiceConfig, LanService>;
/** What is spoken at a port of such a service. */
export type LanProtocol = (typeof LAN_PROTOCOLS)[number];

/** A service of TCP or UDP, with its place. */
export interface PlacedLanService {
  /** The service. */
  readonly service: LanService;
  /** Its key. */
  readonly path: ConfigPath;
}

/** A port of such a service. */
export interface LanPort {
  /** Port at the address. */
  readonly port: number;
  /** Port of the containers. */
  readonly targetPort: number;
  /** What is spoken. */
  readonly protocol: LanProtocol;
  /** The key that says the port, from the service on. */
  readonly at: ConfigPath;
  /** The key that says the port of the containers, from the service on. */
  readonly target: ConfigPath;
}

/** True for a service that has an address of its own. */
export function isLanService(service: ServiceConfig): service is LanService {
  return service.protocol === 'tcp' || service.protocol === 'udp' || 'ports' in service;
}

/** Every service of TCP or UDP. */
export function lanServices({ services }: Pick<HomelabConfig, 'services'>): PlacedLanService[] {
  return services.flatMap((service, index) => isLanService(service) ? [{ service, path: ['services', index] }] : []);
}

/** The ports of a service, in their order. */
export function lanPorts(service: LanService): LanPort[] {
  if (!('ports' in service)) {
    const { port, protocol, targetPort } = service;
    return [{ port, protocol, targetPort: targetPort ?? port, at: ['port'], target: [targetPort === undefined ? 'port' : 'targetPort'] }];
  }
  return service.ports.map(({ port, protocol, targetPort }, index) => ({
    port, protocol: protocol ?? service.protocol ?? 'tcp', targetPort: targetPort ?? port, at: ['ports', index, 'port'],
    target: ['ports', index, targetPort === undefined ? 'port' : 'targetPort'],
  }));
}

/** The labels by which its pods are found. */
export function lanLabels({ name, selector }: LanService): Readonly<Record<string, string>> {
  return selector ?? { [NAME_LABEL]: name };
}

/** What is added to the name of a service for its Kubernetes Service: the plain name is that of the app's own. */
const SUFFIX = '-lan';
/** The longest name of a service, so that its Kubernetes Service still has one (RFC 1035, 2.3.4). */
export const LONGEST_LAN_NAME = 63 - SUFFIX.length;

/** Name of its Kubernetes Service. */
export function lanServiceName(name: string): string {
  return `${name}${SUFFIX}`;
}

/** Those that ask for an address, by the address. */
export function byAddress(all: readonly PlacedLanService[]): ReadonlyMap<string, readonly PlacedLanService[]> {
  const groups = new Map<string, PlacedLanService[]>();
  for (const each of all) {
    const { address } = each.service;
    if (address !== undefined) { groups.set(address, [...groups.get(address) ?? [], each]); }
  }
  return groups;
}

/** A set of pods, as a key. */
export function podsKey(namespace: string, labels: Readonly<Record<string, string>>): string {
  return JSON.stringify([namespace, Object.entries(labels).sort()]);
}
