import { contains, formatAddress, overlaps, parseAddress, parseNetwork, parseRange, type AddressRange, type Network } from '../address';
import type { ConfigPath, Problem } from '../problem';
import type { HomelabConfig } from '../schema';

/** K3s hands each node a /24 out of the pod network (kube-controller-manager's node-cidr-mask-size). */
const NODE_POD_PREFIX = 24;
/** kube-apiserver refuses a service network with more than 20 host bits. */
const LARGEST_SERVICE_PREFIX = 12;
/** K3s gives CoreDNS the tenth address of the service network. */
const SMALLEST_SERVICE_PREFIX = 28;

/** Everything that has an address must fit the network, and nothing may claim an address twice. */
export function checkAddresses(config: HomelabConfig): Problem[] {
  const { network } = config;
  const lan = required(parseNetwork(network.cidr));
  return [
    ...checkMembers(config, lan),
    ...checkNodes(config),
    ...checkPool(config, lan),
    ...checkClusterNetworks(config),
  ];
}

function checkMembers(config: HomelabConfig, lan: Network): Problem[] {
  const members: [ConfigPath, string, string][] = [
    [['network', 'hostAddress'], config.network.hostAddress, 'the Windows host'],
    ...config.nodes.map((node, index): [ConfigPath, string, string] => [['nodes', index, 'address'], node.address, `the node ${node.name}`]),
  ];
  return members.flatMap(([path, text, who]): Problem[] => {
    const address = required(parseAddress(text));
    const related: ConfigPath[] = [['network', 'cidr']];
    if (!contains(lan, address)) {
      return [{ path, related, what: `is outside the network ${config.network.cidr} (${text}), so ${who} could not be reached`, fix: `choose an address from ${usable(lan)}` }];
    }
    if (address === lan.first || address === lan.last) {
      return [{ path, related, what: `is the ${address === lan.first ? 'network' : 'broadcast'} address of ${config.network.cidr} (${text})`, fix: `choose an address from ${usable(lan)}` }];
    }
    return [];
  });
}

function checkNodes({ nodes, network }: HomelabConfig): Problem[] {
  return nodes.flatMap((node, index): Problem[] => {
    const problems: Problem[] = [];
    const before = nodes.slice(0, index);
    if (before.some(({ name }) => name === node.name)) { problems.push({ path: ['nodes', index, 'name'], what: `is the name of an earlier node too (${node.name})`, fix: 'give every node a name of its own' }); }
    if (before.some(({ address }) => address === node.address)) { problems.push({ path: ['nodes', index, 'address'], what: `is the address of an earlier node too (${node.address})`, fix: 'give every node an address of its own' }); }
    if (node.address === network.hostAddress) {
      problems.push({ path: ['nodes', index, 'address'], related: [['network', 'hostAddress']], what: `is the address of the Windows host (${node.address})`, fix: 'give the node another one' });
    }
    if (index === 1) {
      problems.push({ path: ['nodes', index], what: 'is a second node, which the host scripts cannot set up yet', fix: 'keep one node; give it more cpus and memoryGiB instead' });
    }
    return problems;
  });
}

function checkPool(config: HomelabConfig, lan: Network): Problem[] {
  const { network, nodes, gateway } = config;
  const path = ['network', 'loadBalancerRange'];
  const text = network.loadBalancerRange;
  const pool = required(parseRange(text));
  const problems: Problem[] = [];
  if (!contains(lan, pool)) {
    problems.push({ path, related: [['network', 'cidr']], what: `is not inside the network ${network.cidr} (${text}), so no machine would ask for these addresses`, fix: `choose a range within ${usable(lan)}` });
  } else if (contains(pool, lan.first) || contains(pool, lan.last)) {
    problems.push({ path, related: [['network', 'cidr']], what: `contains the network or broadcast address of ${network.cidr} (${text})`, fix: `choose a range within ${usable(lan)}` });
  }
  if (contains(pool, required(parseAddress(network.hostAddress)))) {
    problems.push({ path, related: [['network', 'hostAddress']], what: `contains the Windows host's address ${network.hostAddress} (${text}), which two machines would then claim`, fix: 'leave it out of the range' });
  }
  nodes.forEach((node, index) => {
    if (contains(pool, required(parseAddress(node.address)))) {
      problems.push({ path, related: [['nodes', index, 'address']], what: `contains the address ${node.address} of the node ${node.name} (${text}), which MetalLB would hand out a second time`, fix: 'leave it out of the range' });
    }
  });
  if (!contains(pool, required(parseAddress(gateway.address)))) {
    problems.push({
      path: ['gateway', 'address'], related: [path],
      what: `is not in network.loadBalancerRange ${text} (${gateway.address}), so MetalLB would refuse it and the Gateway would never get an address`,
      fix: `choose one from ${text}`,
    });
  }
  return problems;
}

function checkClusterNetworks({ network, nodes }: HomelabConfig): Problem[] {
  const parsed = (['cidr', 'podCIDR', 'serviceCIDR'] as const).map((key) => ({ key, text: network[key], block: required(parseNetwork(network[key])) }));
  const problems: Problem[] = [];
  for (const [index, { key, text, block }] of parsed.entries()) {
    for (const other of parsed.slice(0, index)) {
      if (overlaps(block, other.block)) {
        problems.push({
          path: ['network', key], related: [['network', other.key]],
          what: `overlaps network.${other.key} ${other.text} (${text}), so packets would go to the wrong place`,
          fix: 'choose private networks that share no address, such as 10.42.0.0/16 for pods and 10.43.0.0/16 for services',
        });
      }
    }
  }
  const pods = required(parseNetwork(network.podCIDR));
  if (pods.prefix > NODE_POD_PREFIX || 2 ** (NODE_POD_PREFIX - pods.prefix) < nodes.length) {
    problems.push({ path: ['network', 'podCIDR'], related: [['nodes']], what: `is too small for ${nodes.length} node(s) (${network.podCIDR}): K3s gives each node a /${NODE_POD_PREFIX} of it`, fix: 'use a /16, such as 10.42.0.0/16' });
  }
  const services = required(parseNetwork(network.serviceCIDR));
  if (services.prefix < LARGEST_SERVICE_PREFIX || services.prefix > SMALLEST_SERVICE_PREFIX) {
    problems.push({ path: ['network', 'serviceCIDR'], what: `has a size Kubernetes cannot use (${network.serviceCIDR})`, fix: `use a prefix from /${LARGEST_SERVICE_PREFIX} to /${SMALLEST_SERVICE_PREFIX}, such as 10.43.0.0/16` });
  }
  return problems;
}

function usable(lan: AddressRange): string {
  return `${formatAddress(lan.first + 1)}-${formatAddress(lan.last - 1)}`;
}

/** Field rules have made sure that it parses; an undefined here is a bug of ours, not of the user. */
function required<T>(value: T | undefined): T {
  if (value === undefined) { throw new Error('an address that passed its field rule does not parse'); }
  return value;
}
