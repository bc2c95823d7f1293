import { addressOf, contains, formatAddress, networkOf, overlaps, sizeOf, usable, type Network } from '../address';
import { addressHolders } from '../address-holders';
import { isPooled, poolBlocks, poolWords, type PoolBlock } from '../address-pools';
import { freeClusterNetwork } from '../derive';
import { labGateways } from '../gateways';
import { machinesOf, type Machine } from '../machines';
import { formatPath, type ConfigPath, type Problem } from '../problem';
import type { HomelabConfig } from '../schema';

/** K3s hands each node a /24 out of the pod network (kube-controller-manager's node-cidr-mask-size). */
const NODE_POD_PREFIX = 24;
/** kube-apiserver refuses a service network with more than 20 host bits. */
const LARGEST_SERVICE_PREFIX = 12;
/** K3s gives CoreDNS the tenth address of the service network. */
const SMALLEST_SERVICE_PREFIX = 28;
/** The smallest network with room for the host, a node and a load balancer. */
const SMALLEST_PREFIX = 29;

const CIDR: ConfigPath = ['network', 'cidr'];
const HOST: ConfigPath = ['network', 'hostAddress'];
const POOL: ConfigPath = ['network', 'loadBalancerRange'];

/** Everything that has an address must fit the network, and nothing may claim an address twice. */
export function checkAddresses(config: HomelabConfig): Problem[] {
  const lan = networkOf(config.network.cidr);
  const tooSmall = checkSize(config, lan);
  return [
    // Where not everything fits, each address that does not would only say the same again.
    ...tooSmall.length > 0 ? tooSmall : [...checkMembers(config, lan), ...checkPools(config, lan), ...checkRouter(config, lan)],
    ...checkNodes(config),
    ...checkClusterNetworks(config),
  ];
}

/** Machines beside the nodes that need an address. */
const OTHERS: Readonly<Record<HomelabConfig['host']['network'], readonly string[]>> = {
  nat: ['the Windows host'], external: ['the Windows host', 'the router'], none: ['the router'],
};

function checkSize({ network, nodes, host }: HomelabConfig, lan: Network): Problem[] {
  const room = sizeOf(usable(lan));
  const others = OTHERS[host.network];
  const needed = nodes.length + others.length + 1;
  if (room >= needed) { return []; }
  const prefix = Math.min(SMALLEST_PREFIX, 32 - Math.ceil(Math.log2(needed + 2)));
  const roomy = Math.min(prefix, 24);
  const claims = `${others.map((each) => `${each}, `).join('')}${nodes.length} node(s) and the load balancer`;
  return [{
    path: CIDR, related: nodes.length > 1 ? [['nodes']] : [],
    what: `has ${room} address(es) to give (${network.cidr}), too few for ${claims}`,
    fix: `use a /${prefix} or larger, such as ${formatAddress(lan.first - lan.first % 2 ** (32 - roomy))}/${roomy}`,
  }];
}

function checkMembers(config: HomelabConfig, lan: Network): Problem[] {
  const { cidr } = config.network;
  return ownMachines(config).flatMap(({ path, address: text, who }): Problem[] => {
    const address = addressOf(text);
    const fix = `choose an address from ${machines(lan)}`;
    if (!contains(lan, address)) {
      return [{ path, related: [CIDR], what: `is outside the network ${cidr} (${text}), so ${who} could not be reached`, fix }];
    }
    const kept = keptFor(lan, address);
    return kept === undefined ? [] : [{ path, related: [CIDR], what: `is the ${kept} address of ${cidr} (${text})`, fix }];
  });
}

/** The machines that are the lab's; the router is somebody else's, and has a check of its own. */
function ownMachines(config: HomelabConfig): Machine[] {
  return machinesOf(config).filter(({ path }) => path[0] !== 'host');
}

function checkNodes({ nodes, network, host }: HomelabConfig): Problem[] {
  return nodes.flatMap((node, index): Problem[] => {
    const problems: Problem[] = [];
    const before = nodes.slice(0, index);
    const path = ['nodes', index];
    const { name, address } = node;
    if (before.some((other) => other.name === name)) {
      problems.push({
        path: [...path, 'name'],
        what: `is the name of an earlier node too (${name})`, fix: 'give every node a name of its own',
      });
    }
    if (before.some((other) => other.address === address)) {
      problems.push({
        path: [...path, 'address'],
        what: `is the address of an earlier node too (${address})`, fix: 'give every node an address of its own',
      });
    }
    if (host.network !== 'none' && address === network.hostAddress) {
      problems.push({
        path: [...path, 'address'], related: [HOST],
        what: `is the address of the Windows host (${address})`, fix: 'give the node another one',
      });
    }
    if (index === 1) {
      problems.push(host.network === 'none' ? {
        path, what: 'is a second node, and the layers are made for a cluster of one', fix: 'name the server alone',
      } : {
        path, what: 'is a second node, which the host scripts cannot set up yet',
        fix: 'keep one node; give it more cpus and memoryGiB instead',
      });
    }
    return problems;
  });
}

function checkPools(config: HomelabConfig, lan: Network): Problem[] {
  const { network } = config;
  const blocks = poolBlocks(network);
  const problems = blocks.flatMap((block, index) => [
    ...checkBlock(config, lan, block), ...checkApart(config, block, blocks.slice(0, index)),
  ]);
  const names = network.addressPools.map(({ name }) => name);
  names.forEach((name, index) => {
    if (names.indexOf(name) === index) { return; }
    problems.push({
      path: ['network', 'addressPools', index, 'name'],
      what: `is the name of an earlier pool too (${name}), which it would replace`, fix: 'give every pool a name of its own',
    });
  });
  return [...problems, ...labGateways(config).filter(({ address }) => !isPooled(network, address)).map(({ address, at }) => ({
    path: [...at, 'address'], related: [POOL],
    what: `is not in ${poolWords(network)} (${address}), so MetalLB would refuse it and the Gateway would never get an address`,
    fix: 'choose an address of that range, or write a network.loadBalancerRange that holds this one',
  }))];
}

/** What is wrong with one block of one pool. */
function checkBlock(config: HomelabConfig, lan: Network, { path, text, range }: PoolBlock): Problem[] {
  const { network } = config;
  const problems: Problem[] = [];
  if (!contains(lan, range)) {
    problems.push({
      path, related: [CIDR],
      what: `is not inside the network ${network.cidr} (${text}), so no machine would ask for these addresses`,
      fix: `choose a range within ${machines(lan)}`,
    });
  } else if (!contains(usable(lan), range)) {
    problems.push({
      path, related: [CIDR],
      what: `contains the network or broadcast address of ${network.cidr} (${text})`,
      fix: `choose a range within ${machines(lan)}`,
    });
  }
  for (const { who, path: machine, address } of ownMachines(config).filter((each) => contains(range, addressOf(each.address)))) {
    problems.push({
      path, related: [machine],
      what: `contains ${address}, the address of ${who} (${text}), which MetalLB would hand out a second time`,
      fix: 'leave it out of the range',
    });
  }
  return problems;
}

/** MetalLB's webhook refuses an address that is in two blocks, of one pool or of two (internal/config/config.go: poolsFor, v0.16.1). */
function checkApart(config: HomelabConfig, { path, text, range }: PoolBlock, before: readonly PoolBlock[]): Problem[] {
  const other = before.find((each) => overlaps(each.range, range));
  if (other === undefined) { return []; }
  const held = path[1] === 'addressPools' && other.path[1] === 'loadBalancerRange'
    ? addressHolders(config).find(({ address }) => contains(range, addressOf(address)) && contains(other.range, addressOf(address)))
    : undefined;
  return [held === undefined ? {
    path, related: [other.path],
    what: `shares addresses with ${formatPath(other.path)} ${other.text} (${text}), so MetalLB would refuse both`,
    fix: 'let every address stand in one range only',
  } : {
    path, related: [held.at, other.path],
    what: `holds ${held.address}, the address of ${held.who} (${text}), and ${formatPath(other.path)} ${other.text} does too, `
      + 'so MetalLB would refuse both',
    fix: `leave it out of the range, or write a ${formatPath(held.at)} that is in one range only`,
  }];
}

function checkRouter({ host, network, nodes }: HomelabConfig, lan: Network): Problem[] {
  if (host.network !== 'external') { return []; }
  const path = ['host', 'router'];
  const router = addressOf(host.router);
  const fix = 'write the address of your router, which ipconfig on Windows calls the default gateway';
  const kept = keptFor(lan, router);
  if (kept !== undefined) { return [{ path, related: [CIDR], what: `is the ${kept} address of ${network.cidr} (${host.router})`, fix }]; }
  if (!contains(lan, router)) {
    return [{
      path, related: [CIDR],
      what: `is outside network.cidr ${network.cidr} (${host.router}), so the nodes could not reach it`,
      fix: 'with network: external, make network.cidr and every address in it those of your LAN',
    }];
  }
  if (host.router === network.hostAddress) {
    const reason = 'and with network: external those are two machines';
    return [{ path, related: [HOST], what: `is the address of the Windows host too (${host.router}), ${reason}`, fix }];
  }
  const taken = nodes.findIndex(({ address }) => address === host.router);
  if (taken >= 0) {
    return [{
      path, related: [['nodes', taken, 'address']],
      what: `is the address of the node ${nodes[taken]?.name ?? ''} too (${host.router})`, fix: 'give the node another one',
    }];
  }
  const pool = poolBlocks(network).find(({ range }) => contains(range, router));
  return pool === undefined ? [] : [{
    path, related: [pool.path],
    what: `lies in ${formatPath(pool.path)} ${pool.text} (${host.router}), so MetalLB could hand it out`,
    fix: 'leave it out of that range, and out of your router\'s DHCP range too',
  }];
}

function checkClusterNetworks({ network, nodes }: HomelabConfig): Problem[] {
  const parsed = (['cidr', 'podCIDR', 'serviceCIDR'] as const).map((key) => ({ key, text: network[key], block: networkOf(network[key]) }));
  const problems: Problem[] = [];
  for (const [index, { key, text, block }] of parsed.entries()) {
    for (const other of parsed.slice(0, index)) {
      if (key === 'cidr' || !overlaps(block, other.block)) { continue; }
      const free = freeClusterNetwork(key, parsed.filter((each) => each.key !== key).map((each) => each.block));
      problems.push({
        path: ['network', key], related: [['network', other.key]],
        what: `overlaps network.${other.key} ${other.text} (${text}), so packets would go to the wrong place`,
        fix: free === undefined
          ? 'make network.cidr smaller, so that private networks are left for pods and services'
          : `choose a private network that shares no address with the others, such as ${free}`,
      });
    }
  }
  const pods = networkOf(network.podCIDR);
  if (2 ** (NODE_POD_PREFIX - pods.prefix) < nodes.length) {
    problems.push({
      path: ['network', 'podCIDR'], related: pods.prefix > NODE_POD_PREFIX ? [] : [['nodes']],
      what: `is too small for ${nodes.length} node(s) (${network.podCIDR}): K3s gives each node a /${NODE_POD_PREFIX} of it`,
      fix: 'use a /16, such as 10.42.0.0/16',
    });
  }
  const services = networkOf(network.serviceCIDR);
  if (services.prefix < LARGEST_SERVICE_PREFIX || services.prefix > SMALLEST_SERVICE_PREFIX) {
    problems.push({
      path: ['network', 'serviceCIDR'], what: `has a size Kubernetes cannot use (${network.serviceCIDR})`,
      fix: `use a prefix from /${LARGEST_SERVICE_PREFIX} to /${SMALLEST_SERVICE_PREFIX}, such as 10.43.0.0/16`,
    });
  }
  return problems;
}

/** What an address is kept for, if no machine may have it. */
function keptFor(lan: Network, address: number): 'network' | 'broadcast' | undefined {
  if (address === lan.first) { return 'network'; }
  return address === lan.last ? 'broadcast' : undefined;
}

/** The addresses a machine of a network can have, as a message shows them. */
function machines(lan: Network): string {
  const { first, last } = usable(lan);
  return `${formatAddress(first)}-${formatAddress(last)}`;
}
