import { MESH_PORTS } from '../../config/mesh-ports';
import { addressOf, contains, overlaps, sizeOf, type AddressRange } from '../../config/address';
import { addressHolders } from '../../config/address-holders';
import { isPooled, poolBlocks, poolWords } from '../../config/address-pools';
import type { ConfigCheck } from '../../config/checks';
import {
  byAddress, lanPorts, lanServiceName, lanServices, LONGEST_LAN_NAME, type LanPort, type LanService, type PlacedLanService,
} from '../../config/lan-services';
import { formatPath, type ConfigPath, type Problem } from '../../config/problem';
import type { HomelabConfig } from '../../config/schema';
import { at } from '../core/plain-data';

/** Every service of TCP or UDP gets an address, and nobody else's port at it. */
export const LAN_CONFIG_CHECKS: readonly ConfigCheck[] = [checkNames, checkPods, checkNameServers, checkAddresses, checkPorts, checkRoom];

function checkNames(config: HomelabConfig): Problem[] {
  const taken = new Map<string, ConfigPath>();
  return lanServices(config).flatMap(({ service: { name, namespace }, path }): Problem[] => {
    const at = [...path, 'name'];
    const before = taken.get(`${namespace}/${name}`);
    if (before) {
      return [{
        path: at, related: [before], what: `is the name of an earlier service of TCP or UDP too (${name} in ${namespace})`,
        fix: 'give it another name, or write the ports of both under ports of one',
      }];
    }
    taken.set(`${namespace}/${name}`, at);
    if (name.length > LONGEST_LAN_NAME) {
      return [{
        path: at, what: `is too long for its Kubernetes Service ${lanServiceName(name)}, whose name has 63 characters at most`,
        fix: `use at most ${LONGEST_LAN_NAME}`,
      }];
    }
    // https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#rfc-1035-label-names
    return /^[a-z]/.test(name) ? [] : [{
      path: at, what: `begins with a digit, which the name of a Kubernetes Service does not (${name})`, fix: 'begin it with a letter',
    }];
  });
}

function checkPods(config: HomelabConfig): Problem[] {
  return lanServices(config).flatMap(({ service, path }) => {
    return lanPorts(service)
      .filter(({ protocol, targetPort }) => isInMesh(config, service) && protocol === 'tcp' && MESH_PORTS.includes(targetPort))
      .map(({ target, targetPort }) => ({
        path: [...path, ...target], related: [[...path, 'namespace']],
        what: `is a port of the mesh itself in every pod of ${service.namespace} (${targetPort}), so the app cannot have it`,
        fix: 'let the app listen on another port',
      }));
  });
}

/** Port at which names are asked for. */
const DNS_PORT = 53;

/**
 * What a pod of the mesh asks at port 53, whomever it asks, goes to ztunnel, which asks the name servers of its own /etc/resolv.conf
 * (redirectDNS in cni/pkg/iptables/iptables.go of istio/istio, SystemForwarder in src/dns/server.rs of istio/ztunnel, 1.30.3).
 */
function checkNameServers(config: HomelabConfig): Problem[] {
  if (at(config.values['istio-cni'], 'ambient', 'dnsCapture') === false) { return []; }
  return lanServices(config).filter(({ service }) => isInMesh(config, service)).flatMap(({ service, path }): Problem[] => {
    const [port] = lanPorts(service).filter((each) => each.port === DNS_PORT);
    return port === undefined ? [] : [{
      path: [...path, ...port.at], related: [[...path, 'namespace']], severity: 'warning', rule: 'name-server-in-mesh',
      what: 'is that of a name server in the mesh: what its pods ask others at port 53, ztunnel asks the name servers of the node instead',
      fix: `write ambient: false for ${service.namespace}, or annotate the pods with ambient.istio.io/dns-capture: "false" and allow this`,
    }];
  });
}

function isInMesh({ namespaces }: HomelabConfig, { namespace }: LanService): boolean {
  return namespaces.some(({ name, ambient }) => name === namespace && ambient);
}

function checkAddresses(config: HomelabConfig): Problem[] {
  const { network } = config;
  return lanServices(config).flatMap(({ service: { address }, path }): Problem[] => {
    if (address === undefined) { return []; }
    const at = [...path, 'address'];
    const fix = 'choose another address of network.loadBalancerRange, or remove it';
    const holder = addressHolders(config).find((each) => each.address === address);
    if (holder) {
      return [{
        path: at, related: [holder.at],
        what: `is the address of ${holder.who} too (${address}), which MetalLB gives to one Service alone`, fix,
      }];
    }
    return isPooled(network, address) ? [] : [{
      path: at, related: [['network', 'loadBalancerRange']],
      what: `is not in ${poolWords(network)} (${address}), so MetalLB would refuse it and nobody would answer there`,
      fix: 'choose an address of that range, or remove it',
    }];
  });
}

/** A port, with the service that has it. */
interface PlacedPort extends LanPort {
  readonly path: ConfigPath;
}

function portsOf({ service, path }: PlacedLanService): PlacedPort[] {
  return lanPorts(service).map((each) => ({ ...each, path }));
}

/** Neither a Service nor MetalLB takes a port twice, TCP and UDP told apart. */
function checkPorts(config: HomelabConfig): Problem[] {
  const all = lanServices(config);
  const groups = [...byAddress(all).values(), ...all.filter(({ service }) => service.address === undefined).map((each) => [each])];
  return groups.flatMap((group) => {
    const seen = new Map<string, PlacedPort>();
    return group.flatMap(portsOf).flatMap((each): Problem[] => {
      const what = `${each.protocol} ${each.port}`;
      const before = seen.get(what);
      if (!before) { seen.set(what, each); return []; }
      const isOwn = formatPath(before.path) === formatPath(each.path);
      return [{
        path: [...each.path, ...each.at], related: [[...before.path, ...before.at]],
        what: isOwn ? `is there twice (${what})` : `is taken by ${formatPath(before.path)} at the same address (${what})`,
        fix: isOwn ? 'remove one of the two, or choose another port' : 'choose another port, or another address',
      }];
    });
  });
}

/** Who asks for no address gets one of those that are left. */
function checkRoom(config: HomelabConfig): Problem[] {
  const { network } = config;
  const all = lanServices(config);
  const given = poolBlocks(network).filter(({ autoAssign }) => autoAssign).map(({ range }) => range);
  const asked = [
    ...addressHolders(config).map(({ address }) => address),
    ...all.flatMap(({ service: { address } }) => address ?? []),
  ];
  const taken = new Set(asked.map(addressOf).filter((address) => given.some((range) => contains(range, address))));
  const room = disjoint(given).reduce((sum, range) => sum + sizeOf(range), 0) - taken.size;
  const waiting = all.filter(({ service: { address } }) => address === undefined);
  return waiting.slice(Math.max(0, room)).map(({ path }) => ({
    path: [...path, 'name'], related: [['network', 'loadBalancerRange']],
    what: `gets no address: MetalLB has ${Math.max(0, room)} free for the ${waiting.length} service(s) that name none`,
    fix: 'make network.loadBalancerRange larger, or write one address for several services with different ports',
  }));
}

/** Blocks without those that share addresses with an earlier one, which is refused for that. */
function disjoint(blocks: readonly AddressRange[]): AddressRange[] {
  return blocks.filter((block, index) => !blocks.slice(0, index).some((other) => overlaps(other, block)));
}
