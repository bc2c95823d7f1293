import { addressOf, contains, rangeOf } from '../../config/address';
import { clusterNetworks } from '../../config/cluster-networks';
import { domainOf } from '../../config/domains';
import { labGateways } from '../../config/gateways';
import { pageNames } from '../../config/page-names';
import { formatPath, type ConfigPath, type Problem } from '../../config/problem';
import { isPrivateName } from '../../config/public-names';
import type { HomelabConfig } from '../../config/schema';
import { serviceRules, type ExternalMachine } from '../../config/service-rules';
import { isPrivate } from '../../config/special-addresses';
import { backendObjections } from './backend-objections';

/** Machines outside the cluster are outside it, can be found, and are not the gateway itself. */
export function checkExternals(config: HomelabConfig): Problem[] {
  const named = externals(config);
  if (named.length === 0) { return []; }
  const pages = pageNames(config);
  return named.flatMap(({ machine, path }) => 'address' in machine
    ? checkAddress(config, machine.address, [...path, 'address']) : checkHost(config, machine.host, { path: [...path, 'host'], pages }));
}

function externals(config: HomelabConfig): { readonly machine: ExternalMachine; readonly path: ConfigPath }[] {
  return config.services.flatMap((service, index) => serviceRules(service).flatMap(({ at, backends }) => backends.flatMap((backend) =>
    'external' in backend ? [{ machine: backend.external, path: ['services', index, ...at, ...backend.at, 'external'] }] : [])));
}

function checkAddress(config: HomelabConfig, text: string, path: ConfigPath): Problem[] {
  const { network } = config;
  const address = addressOf(text);
  const inside = clusterNetworks(network).find(({ range }) => contains(range, address));
  if (inside) {
    return [{
      path, related: [inside.path],
      what: `is in ${formatPath(inside.path)} ${inside.text} (${text}), whose addresses change hands inside the cluster`,
      fix: 'name the Kubernetes Service itself, by port or under backends',
    }];
  }
  const gateway = labGateways(config).find((each) => each.address === text);
  return gateway === undefined ? [] : [{
    path, related: [[...gateway.at, 'address']], what: `is the gateway itself (${text}), which would ask itself without end`,
    fix: 'write the address of the machine that answers',
  }];
}

/** What a name is held against. */
interface Surroundings {
  readonly path: ConfigPath;
  readonly pages: ReadonlySet<string>;
}

function checkHost(config: HomelabConfig, host: string, { path, pages }: Surroundings): Problem[] {
  const { network, dns } = config;
  if (pages.has(host)) {
    return [{
      path, related: [['domain']], what: `is a page of this lab (${host}), so that the gateway would ask itself without end`,
      fix: 'write the address of the machine, or a name that leads to it past the gateway',
    }];
  }
  const domain = domainOf(config, host);
  if (domain !== undefined) {
    const isAsked = dns.provider === 'k8s-gateway';
    return [{
      path, related: [domain.at, ...isAsked ? [['dns', 'provider']] : []], severity: 'warning', rule: 'external-host-outside',
      what: `is a name below ${domain.name} (${host}): ${isAsked
        ? 'where name servers of the node ask the lab for that domain, nobody knows it'
        : `where the record *.${domain.name} leads to the gateway, it asks itself without end`}`,
      fix: "write external.address in its place, or a name outside of the lab's domains",
    }];
  }
  if (backendObjections({ external: { host } }).length > 0) { return []; }
  const isUnknown = isPrivateName(host) && network.dnsServers.every(isPublic);
  return isUnknown ? [{
    path, related: [['network', 'dnsServers']],
    what: `is known to no name server that the nodes ask (${host}): all of network.dnsServers are on the internet, which has no such name`,
    fix: 'write external.address in its place, or the address of your router, or of whoever knows the name, in network.dnsServers',
  }] : [];
}

function isPublic(address: string): boolean {
  const { first, last } = rangeOf(`${address}-${address}`);
  return !isPrivate({ first, last });
}
