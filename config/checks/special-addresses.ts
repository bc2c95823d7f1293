import { addressOf, contains, networkOf, rangeOf } from '../address';
import type { ConfigPath, Problem } from '../problem';
import type { HomelabConfig } from '../schema';
import { isPrivate, specialBlock } from '../special-addresses';

const CIDR: ConfigPath = ['network', 'cidr'];

/** The networks are ones that a lab can have, and somebody answers at the addresses of the name servers. */
export function checkSpecialAddresses(config: HomelabConfig): Problem[] {
  const { network, host } = config;
  const lan = checkNetwork('cidr', network.cidr, host.network === 'external');
  // In a network that cannot be, what else is wrong is only its echo.
  if (lan.length > 0) { return lan; }
  return [
    ...checkNetwork('podCIDR', network.podCIDR, false),
    ...checkNetwork('serviceCIDR', network.serviceCIDR, false),
    ...network.dnsServers.flatMap((server, index) => checkNameServer(config, server, ['network', 'dnsServers', index])),
  ];
}

/** @param mayBePublic - whether the addresses may be somebody's who has them from a registry, as in the network of a university */
function checkNetwork(key: 'cidr' | 'podCIDR' | 'serviceCIDR', text: string, mayBePublic: boolean): Problem[] {
  const network = networkOf(text);
  const fix = 'choose a private network: one inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16';
  const path = ['network', key];
  const special = specialBlock(network);
  if (special) { return [{ path, what: `has addresses ${special.use} (${text}; ${special.source})`, fix }]; }
  if (mayBePublic || isPrivate(network)) { return []; }
  const related: ConfigPath[] = key === 'cidr' ? [['host', 'network']] : [];
  return [{ path, related, what: `holds public addresses (${text}), so that nothing in the lab could reach whom they belong to`, fix }];
}

function checkNameServer({ network, host, nodes, gateway }: HomelabConfig, server: string, path: ConfigPath): Problem[] {
  const address = addressOf(server);
  const fix = 'write the address of a name server, such as that of your router or 1.1.1.1';
  const special = specialBlock({ first: address, last: address });
  if (special) { return [{ path, what: `is one of the addresses ${special.use} (${server}; ${special.source})`, fix }]; }
  for (const key of ['podCIDR', 'serviceCIDR'] as const) {
    if (!contains(networkOf(network[key]), address)) { continue; }
    const what = `is inside network.${key} ${network[key]} (${server}), and nodes need a name server before there is a cluster`;
    return [{ path, related: [['network', key]], what, fix }];
  }
  const lan = networkOf(network.cidr);
  if (!contains(lan, address)) { return []; }
  if (address === lan.first || address === lan.last) {
    const which = address === lan.first ? 'network' : 'broadcast';
    return [{ path, related: [CIDR], what: `is the ${which} address of ${network.cidr} (${server})`, fix }];
  }
  const node = nodes.findIndex((each) => each.address === server);
  if (node >= 0) {
    const what = `is the address of the node ${nodes[node]?.name ?? ''} (${server}), on which no name server answers`;
    return [{ path, related: [['nodes', node, 'address']], what, fix }];
  }
  if (server === gateway.address || contains(rangeOf(network.loadBalancerRange), address)) {
    const pool = `network.loadBalancerRange ${network.loadBalancerRange}`;
    const what = `is in ${pool} (${server}), and nodes need a name server before there is a cluster`;
    return [{ path, related: [['network', 'loadBalancerRange']], what, fix }];
  }
  if (host.network === 'external' || server === network.hostAddress) { return []; }
  const what = `is inside network.cidr ${network.cidr} (${server}), and behind NAT there is no machine but Windows and the nodes`;
  return [{ path, related: [CIDR, ['host', 'network']], what, fix }];
}
