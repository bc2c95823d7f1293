import { addressHolders } from './address-holders';
import { addressOf, contains, networkOf, overlaps } from './address';
import { poolBlocks } from './address-pools';
import { clusterNetworks } from './cluster-networks';
import { lanServices } from './lan-services';
import type { ConfigPath } from './problem';
import { proxyVariables } from './proxy';
import type { HomelabConfig } from './schema';

/** A network that the lab tells the tailnet of. */
export interface TailnetRoute {
  /** The key it comes from: that of an address of the lab, or an item of `addons.tailscale.routes`. */
  readonly at: ConfigPath;
  /** The network, such as `192.168.100.200/32`. */
  readonly cidr: string;
}

/** The networks that devices of the tailnet reach: the addresses that homelab.yaml knows, then what it adds, without what others cover. */
export function tailnetRoutes(config: HomelabConfig): TailnetRoute[] {
  const addresses = [
    ...addressHolders(config).map(({ at, address }) => ({ at, address })),
    ...lanServices(config).flatMap(({ service: { address }, path }) => (
      address === undefined ? [] : [{ at: [...path, 'address'], address }]
    )),
  ].map(({ at, address }) => ({ at, cidr: `${address}/32` }));
  const all = [...addresses, ...writtenRoutes(config)];
  return all.filter((route, index) => !all.some((other, place) => place !== index && covers(other.cidr, route.cidr)
    && (other.cidr !== route.cidr || place < index)));
}

/** The items of `addons.tailscale.routes`. */
export function writtenRoutes({ addons }: Pick<HomelabConfig, 'addons'>): TailnetRoute[] {
  return addons.tailscale.routes.map((written, index) => (
    { at: ['addons', 'tailscale', 'routes', index], cidr: written.includes('/') ? written : `${written}/32` }
  ));
}

function covers(outer: string, inner: string): boolean {
  return contains(networkOf(outer), networkOf(inner));
}

/** What further routes lead to, beside machines outside the cluster. */
export interface RouteTargets {
  /** Whether some lead to pods: by the network of pods or Services, or by an address of a pool that homelab.yaml names no holder of. */
  readonly pods: boolean;
  /** Whether some lead to nodes: the API server, SSH. */
  readonly nodes: boolean;
}

/** What `addons.tailscale.routes` lead to inside the cluster. */
export function routeTargets(config: HomelabConfig): RouteTargets {
  const networks = writtenRoutes(config).map(({ cidr }) => networkOf(cidr));
  const { network, nodes } = config;
  const ofPods = [...clusterNetworks(network).map(({ range }) => range), ...poolBlocks(network).map(({ range }) => range)];
  return {
    pods: networks.some((each) => ofPods.some((block) => overlaps(each, block))),
    nodes: networks.some((each) => nodes.some(({ address }) => contains(each, addressOf(address)))),
  };
}

/** Ports of servers that the device has to reach over TCP, beside those of Tailscale: of a control server of one's own, and of a proxy. */
export function tailnetServerPorts(config: HomelabConfig): number[] {
  const { loginServer } = config.addons.tailscale;
  const { HTTP_PROXY, HTTPS_PROXY } = proxyVariables(config) ?? {};
  const servers = [loginServer, HTTP_PROXY, HTTPS_PROXY].filter((each) => each !== undefined);
  return [...new Set(servers.map(portOf))].sort((a, b) => a - b);
}

function portOf(address: string): number {
  const { protocol, port } = new URL(address);
  if (port !== '') { return Number(port); }
  return protocol === 'https:' ? 443 : 80;
}
