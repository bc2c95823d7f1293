import type { AppFolder } from './app-folder';
import { folderApplications } from './folder-applications';
import { ownOf } from './kinds';
import {
  addressOf, contains, formatAddress, gaps, networkOf, overlaps, rangeOf, sizeOf, usable, type AddressRange, type Network,
} from './address';
import { poolBlocks, type PoolKeys } from './address-pools';
import { listOf } from './one-or-more';
import type { Dns } from './dns';
import { formatPath, type ConfigPath } from './problem';
import type { HomelabConfig, WrittenConfig } from './schema';

/**
 * The values that follow from others where homelab.yaml does not say them; docs/network.md is their page. Every address is made from
 * network.cidr and makes way for the ones that are written. Where that cannot be, it stays where it is: the checks then name both.
 * None depends on a key that is no address, so that no other change can move a machine.
 */

/** Defaults that only the one who loads a file can know. */
export interface LoaderDefaults {
  /** What gitops.path is where the file does not say it: a folder, from the root of the repository. @default dist */
  readonly gitopsPath?: string;
  /** The folders in a folder beside the file that Argo CD can sync. @default - nothing is known of them */
  readonly foldersIn?: (folder: string) => readonly AppFolder[];
}

/** Places in a /24, counted from its own address. A smaller network has them scaled down, a larger one in its first 256 addresses. */
const PLACES = { host: 1, nodes: 10, pool: { first: 200, last: 220 }, of: 256 } as const;

/**
 * Networks inside the cluster, in the order in which they are tried; K3s' own default is the first. The two lists share nothing, so that
 * one never moves because the other does. 172.16.0.0/12 comes last: Docker and Hyper-V take theirs from it.
 */
export const CLUSTER_NETWORKS = {
  podCIDR: ['10.42.0.0/16', '10.52.0.0/16', '172.26.0.0/16'],
  serviceCIDR: ['10.43.0.0/16', '10.53.0.0/16', '172.27.0.0/16'],
} as const;

/** Fills in what the file leaves out. */
export function derive(written: WrittenConfig, { gitopsPath = 'dist', foldersIn }: LoaderDefaults = {}): HomelabConfig {
  const { gitops, network } = written;
  const { hostAddress, nodes, pool } = placeMachines(written);
  const gateway = written.gateway.address ?? formatAddress(pool.first);
  const dns = placeNameServer(written.dns, pool, gateway);
  const kept = [
    ...written.gateway.address === undefined ? [gateway] : [],
    ...written.dns.provider === 'k8s-gateway' && written.dns.address === undefined && 'address' in dns ? [dns.address] : [],
  ].map(addressOf);
  const loadBalancerRange = network.loadBalancerRange ?? besidePools(pool, network.addressPools, kept);
  return {
    ...written,
    ...folderApplications(written, foldersIn),
    gitops: { ...gitops, path: gitops.path ?? gitopsPath },
    network: {
      ...network,
      hostAddress,
      loadBalancerRange,
      podCIDR: network.podCIDR ?? clusterNetwork('podCIDR', [network.cidr, network.serviceCIDR]),
      serviceCIDR: network.serviceCIDR ?? clusterNetwork('serviceCIDR', [network.cidr, network.podCIDR]),
    },
    nodes: written.nodes.map((node, index) => ({ ...node, address: nodes[index]! })),
    namespaces: written.namespaces.map((namespace) => ({ ...namespace, ambient: namespace.ambient ?? written.mesh.enabled })),
    // Only what answers outside the cluster can leave it out.
    services: written.services.map((service) => ({ ...service, namespace: service.namespace ?? written.gateway.namespace })),
    gateway: { ...written.gateway, address: gateway },
    // Its page has no login of its own.
    interfaces: {
      ...written.interfaces,
      hubble: { ...written.interfaces.hubble, expose: written.interfaces.hubble.expose ?? written.login !== undefined },
    },
    dns,
  };
}

/**
 * What further pools leave of the place of the first one, in as many ranges as it takes, so that neither the gateway nor the name server
 * moves for one. A pool on their own addresses is not made way for: the checks name both.
 *
 * @param kept - addresses in it that follow from it
 */
function besidePools(pool: AddressRange, addressPools: PoolKeys['addressPools'], kept: readonly number[]): string | string[] {
  const others = poolBlocks({ addressPools }).map(({ range }) => range).filter((range) => !kept.some((each) => contains(range, each)));
  const [first, ...rest] = gaps(pool, others).map(formatRange);
  if (first === undefined) { return formatRange(pool); }
  return rest.length === 0 ? first : [first, ...rest];
}

/**
 * The lab's name server stands at the end of the pool: MetalLB gives Services that name no address the lowest free ones, so that the end
 * is what a running lab is most likely to have left.
 */
function placeNameServer(dns: WrittenConfig['dns'], { first, last }: AddressRange, gateway: string): Dns {
  if (dns.provider !== 'k8s-gateway') { return dns; }
  const free = formatAddress(last) === gateway ? Math.max(first, last - 1) : last;
  return { ...dns, address: dns.address ?? formatAddress(free) };
}

/** Keys that the place of a machine or of the pool is made from, or makes way for. */
const MACHINES: readonly ConfigPath[] = [
  ['network', 'cidr'], ['network', 'hostAddress'], ['network', 'loadBalancerRange'], ['network', 'dnsServers'], ['nodes'],
  ['gateway', 'address'], ['gateways'], ['host', 'network'], ['host', 'router'],
];
const POOL: readonly ConfigPath[] = [...MACHINES, ['network', 'addressPools'], ['dns']];
const CLUSTER: readonly ConfigPath[] = [['network', 'cidr'], ['network', 'podCIDR'], ['network', 'serviceCIDR']];

/** What each derived key is made from, and every key that has a say in it. A key that is not here has a plain default. */
const DERIVED: Readonly<Record<string, { readonly source: ConfigPath; readonly influences: readonly ConfigPath[] }>> = {
  'network.hostAddress': { source: ['network', 'cidr'], influences: MACHINES },
  'network.loadBalancerRange': { source: ['network', 'cidr'], influences: POOL },
  'network.podCIDR': { source: ['network', 'cidr'], influences: CLUSTER },
  'network.serviceCIDR': { source: ['network', 'cidr'], influences: CLUSTER },
  'nodes[].address': { source: ['network', 'cidr'], influences: MACHINES },
  'namespaces[].ambient': { source: ['mesh', 'enabled'], influences: [['mesh', 'enabled']] },
  'services[].namespace': { source: ['gateway', 'namespace'], influences: [['gateway', 'namespace']] },
  'interfaces.hubble.expose': { source: ['login'], influences: [['login']] },
  'gateway.address': { source: ['network', 'loadBalancerRange'], influences: MACHINES },
  'dns.address': { source: ['network', 'loadBalancerRange'], influences: MACHINES },
};

/** The key that a default is made from; undefined for one that is always the same. */
export function sourceOf(path: ConfigPath): ConfigPath | undefined {
  return derivation(path)?.source;
}

/** Every key that has a say in a default. */
export function influencesOf(path: ConfigPath): readonly ConfigPath[] {
  return derivation(path)?.influences ?? [];
}

function derivation(path: ConfigPath): (typeof DERIVED)[string] | undefined {
  const key = formatPath(path).replace(/\[\d+\]/, '[]');
  return ownOf(DERIVED, key);
}

interface Machines {
  readonly hostAddress: string;
  /** The first range of the main pool, or the place of all of it where none is written. */
  readonly pool: AddressRange;
  readonly nodes: readonly string[];
}

function placeMachines({ network, nodes, gateway, gateways, host }: WrittenConfig): Machines {
  const lan = networkOf(network.cidr);
  const places = placesIn(lan);
  // Not the further ones: what a lab has already stays where it is when one is added.
  const pools = network.loadBalancerRange === undefined ? [] : listOf(network.loadBalancerRange).map(rangeOf);
  // In a LAN there are other machines, and these two are known; behind NAT a name server can only be the host.
  const others = host.network === 'nat' ? [] : [...host.network === 'external' ? [host.router] : [], ...network.dnsServers];
  const hasHost = host.network !== 'none';
  const written = [
    ...hasHost ? [network.hostAddress] : [], ...nodes.map(({ address }) => address), ...others,
    gateway.address, ...gateways.map(({ address }) => address),
  ];
  const taken = new Set(written.flatMap((text) => text === undefined ? [] : [addressOf(text)]));

  const apart = (...without: AddressRange[]): FreeAddresses => new FreeAddresses(usable(lan), taken, without);
  const poolPlaces = network.loadBalancerRange === undefined ? [places.pool] : pools;
  const nodePlaces = { first: places.nodes, last: places.nodes + nodes.length - 1 };
  // Beside everything else; then from the lowest address on; then where only a derived pool would be, which is cut for it.
  const tries = [apart(...poolPlaces), apart(...poolPlaces), apart(...pools)] as const;
  const place = (wish: number, first?: FreeAddresses): string => {
    const address = first?.take(wish) ?? tries[0].take(wish) ?? tries[1].take() ?? tries[2].take() ?? wish;
    taken.add(address);
    return formatAddress(address);
  };
  // Without a Windows host nobody has this address; it keeps none from another.
  const hostAddress = network.hostAddress
    ?? (hasHost ? place(places.host, apart(...poolPlaces, nodePlaces)) : formatAddress(places.host));
  const addresses = nodes.map(({ address }, index) => address ?? place(places.nodes + index));
  return {
    hostAddress,
    nodes: addresses,
    pool: pools[0] ?? placePool(usable(lan), places.pool, {
      taken: [...hasHost ? [hostAddress] : [], ...addresses, ...others].map((text) => single(addressOf(text))),
      gateway: gateway.address === undefined ? undefined : addressOf(gateway.address),
    }),
  };
}

/** Where machines and pool stand in a network if nothing is in their way. */
function placesIn({ first, last }: Network): { readonly host: number; readonly nodes: number; readonly pool: AddressRange } {
  const scale = Math.min(1, (last - first + 1) / PLACES.of);
  const at = (place: number): number => first + Math.floor(place * scale);
  const host = first + PLACES.host;
  return { host, nodes: Math.max(at(PLACES.nodes), host + 1), pool: { first: at(PLACES.pool.first), last: at(PLACES.pool.last) } };
}

/** Gives out the free addresses of a block, lowest first. */
class FreeAddresses {
  private next = 0;

  constructor(
    private readonly block: AddressRange,
    private readonly taken: ReadonlySet<number>,
    private readonly without: readonly AddressRange[],
  ) {}

  /** The next one that is not below `wish`. */
  public take(wish = 0): number | undefined {
    this.next = Math.max(this.next, wish, this.block.first);
    while (this.next <= this.block.last) {
      const address = this.next;
      const inTheWay = this.without.find((block) => contains(block, address));
      this.next = inTheWay ? inTheWay.last + 1 : address + 1;
      if (!inTheWay && !this.taken.has(address)) { return address; }
    }
    return undefined;
  }
}

/** What a pool has to respect. */
interface PoolNeighbours {
  readonly taken: readonly AddressRange[];
  /** A gateway that is written, which wants to be in it. */
  readonly gateway: number | undefined;
}

/** The part of the wish that holds the gateway, or else is the longest; where none is free, the end of the longest free part of all. */
function placePool(block: AddressRange, wish: AddressRange, { taken, gateway }: PoolNeighbours): AddressRange {
  const free = gaps(wish, taken);
  const chosen = free.find((part) => gateway !== undefined && contains(part, gateway)) ?? longest(free);
  if (chosen) { return chosen; }
  const elsewhere = longest(gaps(block, taken));
  return elsewhere ? { first: Math.max(elsewhere.first, elsewhere.last - sizeOf(wish) + 1), last: elsewhere.last } : wish;
}

function longest(blocks: readonly AddressRange[]): AddressRange | undefined {
  return blocks.reduce<AddressRange | undefined>((best, block) => best && sizeOf(best) >= sizeOf(block) ? best : block, undefined);
}

/** The first network inside the cluster that shares no address with others, if there is one. */
export function freeClusterNetwork(key: keyof typeof CLUSTER_NETWORKS, others: readonly AddressRange[]): string | undefined {
  return CLUSTER_NETWORKS[key].find((candidate) => !others.some((other) => overlaps(networkOf(candidate), other)));
}

function clusterNetwork(key: keyof typeof CLUSTER_NETWORKS, others: readonly (string | undefined)[]): string {
  return freeClusterNetwork(key, others.flatMap((text) => text === undefined ? [] : [networkOf(text)])) ?? CLUSTER_NETWORKS[key][0];
}

function single(address: number): AddressRange {
  return { first: address, last: address };
}

function formatRange({ first, last }: AddressRange): string {
  return `${formatAddress(first)}-${formatAddress(last)}`;
}
