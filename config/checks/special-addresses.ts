import { addressOf, contains, networkOf, parseAddress } from '../address';
import { poolBlocks } from '../address-pools';
import { clusterNetworks } from '../cluster-networks';
import { labGateways } from '../gateways';
import { formatPath, type ConfigPath, type Problem } from '../problem';
import type { HomelabConfig } from '../schema';
import { isPrivate, specialBlock } from '../special-addresses';

const CIDR: ConfigPath = ['network', 'cidr'];

/** The networks are ones that a lab can have, and somebody answers at the addresses of name and time servers. */
export function checkSpecialAddresses(config: HomelabConfig): Problem[] {
  const { network, host } = config;
  const lan = checkNetwork('cidr', network.cidr, host.network !== 'nat');
  // In a network that cannot be, what else is wrong is only its echo.
  if (lan.length > 0) { return lan; }
  return [
    ...checkNetwork('podCIDR', network.podCIDR, false),
    ...checkNetwork('serviceCIDR', network.serviceCIDR, false),
    ...network.dnsServers.flatMap((server, index) => checkNameServer(config, server, ['network', 'dnsServers', index])),
    ...(network.timeServers ?? []).flatMap((server, index) => checkTimeServer(config, server, ['network', 'timeServers', index])),
    ...(['http', 'https'] as const).flatMap((key) => checkProxy(config, network.proxy?.[key], ['network', 'proxy', key])),
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

function checkNameServer(config: HomelabConfig, server: string, path: ConfigPath): Problem[] {
  return checkEarly(config, server, path, {
    noun: 'name server', fix: 'write the address of a name server, such as that of your router or 1.1.1.1',
  });
}

function checkProxy(config: HomelabConfig, url: string | undefined, path: ConfigPath): Problem[] {
  const host = url === undefined ? undefined : new URL(url).hostname;
  return host === undefined || parseAddress(host) === undefined ? []
    : checkEarly(config, host, path, { noun: 'proxy', fix: 'write the address of a machine that the nodes reach, such as Windows' });
}

/** What has to answer before there is a cluster. */
function checkEarly(config: HomelabConfig, server: string, path: ConfigPath, words: ServerWords): Problem[] {
  const { network } = config;
  const pools = poolBlocks(network);
  const isGateway = labGateways(config).some(({ address }) => address === server);
  const pool = pools.find(({ range }) => contains(range, addressOf(server))) ?? (isGateway ? pools[0] : undefined);
  if (pool) {
    const { noun, fix } = words;
    const what = `is in ${formatPath(pool.path)} ${pool.text} (${server}), and nodes need a ${noun} before there is a cluster`;
    return [{ path, related: [pool.path], what, fix }];
  }
  return checkServer(config, server, path, words);
}

/** Time may come later, and from a Service of the lab too. */
function checkTimeServer(config: HomelabConfig, server: string, path: ConfigPath): Problem[] {
  const address = parseAddress(server);
  if (address === undefined || poolBlocks(config.network).some(({ range }) => contains(range, address))) { return []; }
  return checkServer(config, server, path, {
    noun: 'time server', fix: 'write the address of a time server, such as that of your router, or a name such as ntp.ubuntu.com',
  });
}

/** What a machine is asked for, in words. */
interface ServerWords {
  readonly noun: string;
  readonly fix: string;
}

function checkServer(config: HomelabConfig, server: string, path: ConfigPath, { noun, fix }: ServerWords): Problem[] {
  const { network, host, nodes } = config;
  const address = addressOf(server);
  const special = specialBlock({ first: address, last: address });
  if (special) { return [{ path, what: `is one of the addresses ${special.use} (${server}; ${special.source})`, fix }]; }
  const inside = clusterNetworks(network).find(({ range }) => contains(range, address));
  if (inside) {
    const what = `is inside ${formatPath(inside.path)} ${inside.text} (${server}), and nodes need a ${noun} before there is a cluster`;
    return [{ path, related: [inside.path], what, fix }];
  }
  const lan = networkOf(network.cidr);
  if (!contains(lan, address)) { return []; }
  if (address === lan.first || address === lan.last) {
    const which = address === lan.first ? 'network' : 'broadcast';
    return [{ path, related: [CIDR], what: `is the ${which} address of ${network.cidr} (${server})`, fix }];
  }
  const node = nodes.findIndex((each) => each.address === server);
  if (node >= 0) {
    const what = `is the address of the node ${nodes[node]?.name ?? ''} (${server}), on which no ${noun} answers`;
    return [{ path, related: [['nodes', node, 'address']], what, fix }];
  }
  if (host.network !== 'nat' || server === network.hostAddress) { return []; }
  const what = `is inside network.cidr ${network.cidr} (${server}), and behind NAT there is no machine but Windows and the nodes`;
  return [{ path, related: [CIDR, ['host', 'network']], what, fix }];
}
