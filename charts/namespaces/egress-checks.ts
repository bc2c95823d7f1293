import { addressOf, contains, type AddressRange } from '../../config/address';
import { poolBlocks } from '../../config/address-pools';
import { callerOf } from '../../config/callers';
import { withoutEffect } from '../../config/checks/effects';
import { clusterNetworks } from '../../config/cluster-networks';
import { calleeOf, writtenNamespace, type Callee } from '../../config/egress';
import { existingNamespaces } from '../../config/platform';
import { formatPath, type ConfigPath, type Problem } from '../../config/problem';
import type { HomelabConfig } from '../../config/schema';
import { reachesPods } from '../../config/service-pods';
import { isPrivate, specialBlock } from '../../config/special-addresses';

/** An entry of one of the lists. */
interface Entry {
  readonly path: ConfigPath;
  readonly written: string;
  readonly callee: Callee;
}

/** What may be called is there, is what Cilium will see, and is said once; who is let in somewhere is let out here. */
export function checkEgress(config: HomelabConfig): Problem[] {
  return [
    ...config.namespaces.flatMap(({ name, egress = [] }, index) => {
      const entries = egress.map((written, at): Entry =>
        ({ path: ['namespaces', index, 'egress', at], written, callee: calleeOf(written) }));
      return entries.flatMap((entry) =>
        [...checkNamespace(config, name, entry), ...checkMachines(config, entry), ...checkRepeat(entry, entries)]);
    }),
    ...checkInvited(config),
  ];
}

function checkNamespace(config: HomelabConfig, own: string, { path, callee }: Entry): Problem[] {
  if (callee.kind !== 'namespace') { return []; }
  const { namespace } = callee;
  if (namespace === own) {
    return [withoutEffect(path, `it never keeps pods of one namespace from each other (${namespace})`, 'remove it')];
  }
  if (namespace === config.gateway.namespace) {
    return [{ path, related: [['gateway', 'namespace']], what: `is the gateway's own namespace (${namespace})`, fix: 'write gateway' }];
  }
  return existingNamespaces(config).has(namespace) ? []
    : [{ path, related: [['namespaces']], what: `is not declared (${namespace})`, fix: `add "- name: ${namespace}" under namespaces` }];
}

/** Cilium knows what is in the cluster by what it is, and never takes it for an address. */
function checkMachines(config: HomelabConfig, { path, written, callee }: Entry): Problem[] {
  if (callee.kind !== 'machines') { return []; }
  const { range } = callee;
  const { network, nodes } = config;
  const refused = (related: ConfigPath, what: string, fix: string): Problem[] => [{ path, related: [related], what, fix }];
  const inside = clusterNetworks(network).find((each) => contains(each.range, range));
  if (inside) {
    return refused(inside.path, `is in ${formatPath(inside.path)} (${written}): what is in the cluster is never found by its address`,
      'write the namespace, or api for the API server');
  }
  const node = nodes.findIndex(({ address }) => range.first === range.last && addressOf(address) === range.first);
  if (node >= 0) {
    return refused(['nodes', node, 'address'], `is a node (${written}), which Cilium never finds by its address`,
      'write api if the API server is meant; other ports of a node cannot be let out');
  }
  const pool = poolBlocks(network).find((block) => contains(block.range, range));
  if (pool) {
    return refused(pool.path, `is an address of Services (${written}): pods are handed on to the pods behind it before anybody looks`,
      'write gateway, or the namespace of these pods');
  }
  const special = specialBlock(range);
  return special && contains(special, range)
    ? [{
      path, what: `has addresses ${special.use} (${written}; ${special.source})`, fix: 'write the address of a machine, or its network',
    }] : [];
}

/** What may be called already gains nothing by a second entry. */
function checkRepeat(entry: Entry, entries: readonly Entry[]): Problem[] {
  const index = entries.indexOf(entry);
  // Two that say the very same are named by the check of lists; of two that mean the same, only the second.
  const wider = entries.find((other, at) => other.written !== entry.written && holds(other.callee, entry.callee)
    && (at < index || !holds(entry.callee, other.callee)));
  if (!wider) { return []; }
  return [withoutEffect(entry.path, `${formatPath(wider.path)} lets it be called already (${wider.written})`, 'remove one of the two')];
}

function holds(wide: Callee, narrow: Callee): boolean {
  if ('port' in wide || 'port' in narrow) {
    const [all, some] = [wide, narrow].map((each) => 'port' in each ? each.port : undefined);
    if (all && (all.port !== some?.port || all.protocol !== some.protocol)) { return false; }
  }
  switch (wide.kind) {
    case 'namespace': return narrow.kind === 'namespace' && narrow.namespace === wide.namespace;
    case 'machines': return wide.cidr === '0.0.0.0/0' ? ['machines', 'internet'].includes(narrow.kind)
      : narrow.kind === 'machines' && contains(wide.range, narrow.range);
    case 'internet': return narrow.kind === 'internet' || (narrow.kind === 'machines' && isOutThere(narrow.range));
    default: return narrow.kind === wide.kind;
  }
}

/** One address of the internet; a network may have others in it. */
function isOutThere(range: AddressRange): boolean {
  return range.first === range.last && !isPrivate(range) && specialBlock(range) === undefined;
}

/** Somebody whom a service lets in, and whose own namespace does not let out. */
function checkInvited(config: HomelabConfig): Problem[] {
  return config.services.flatMap((service, index) => reachesPods(service)
    ? (['allowFrom', 'allowRequests'] as const).flatMap((key) => (service[key] ?? []).flatMap((each, at): Problem[] => {
      const path: ConfigPath = ['services', index, key, at, ...typeof each === 'string' ? [] : ['from']];
      const caller = callerOf(typeof each === 'string' ? each : each.from);
      if (caller.kind === 'gateway' || caller.namespace === service.namespace) { return []; }
      const from = config.namespaces.findIndex(({ name }) => name === caller.namespace);
      const egress = config.namespaces[from]?.egress?.map(calleeOf);
      if (!egress || egress.some((callee) => callee.kind === 'namespace' && callee.namespace === service.namespace)) { return []; }
      return [withoutEffect(path, `namespaces[${from}].egress does not let pods of ${caller.namespace} call ${service.namespace}`,
        `add ${writtenNamespace(service.namespace)} there, or remove this`)];
    })) : []);
}
