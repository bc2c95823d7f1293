import { isWithinDomain } from '../domain-names';
import { addressOf, rangeOf } from '../address';
import { isPooled, poolWords } from '../address-pools';
import { gatewaysByName } from '../gateway-names';
import { firstGateway, gatewaysOf } from '../gateways';
import { listOf } from '../one-or-more';
import type { ConfigPath, Problem } from '../problem';
import { asksAcme } from '../public-authorities';
import { isPrivateName } from '../public-names';
import type { HomelabConfig } from '../schema';
import { serviceHostnames } from '../service-rules';
import { dnsRecords } from '../sites';
import { isPrivate } from '../special-addresses';
import { unwrittenNames } from '../unwritten-names';

const ADDRESS: ConfigPath = ['dns', 'address'];
const POOL: ConfigPath = ['network', 'loadBalancerRange'];
const ZONE: ConfigPath = ['dns', 'zone'];

/** Names of the lab lead to addresses, and hide nothing that somebody else needs. */
export function checkDns(config: HomelabConfig): Problem[] {
  return [
    ...checkNameServer(config), ...checkSelfCheck(config), ...checkRecords(config), ...checkUnwritten(config), ...checkSeveral(config),
  ];
}

/** The name server's address is one that MetalLB can give it. */
function checkNameServer({ dns, network, gateway }: HomelabConfig): Problem[] {
  if (dns.provider !== 'k8s-gateway') { return []; }
  const gatewayAt = addressOf(gateway.address);
  if (dns.address === gateway.address) {
    const isOnly = listOf(network.loadBalancerRange).map(rangeOf).every(({ first, last }) => first === last && first === gatewayAt);
    return [{
      path: ADDRESS, related: [['gateway', 'address'], POOL],
      what: `is the address of the gateway too (${dns.address}), and MetalLB gives an address to one Service alone`,
      fix: isOnly
        ? `give network.loadBalancerRange a second address${network.addressPools.length === 0 ? '' : ', or write one of another pool'}`
        : `choose another address of ${listOf(network.loadBalancerRange).join(', ')}`,
    }];
  }
  return isPooled(network, dns.address) ? [] : [{
    path: ADDRESS, related: [POOL],
    what: `is not in ${poolWords(network)} (${dns.address}), so MetalLB would refuse it and nobody would `
      + 'answer there',
    fix: 'choose an address of that range, or remove it',
  }];
}

/**
 * cert-manager asks `network.dnsServers` whether the record of a DNS-01 challenge is to be seen. A server at home that sends the domain to
 * the lab's own name server gets "no such name" from it, and no certificate would ever be asked for.
 */
function checkSelfCheck({ dns, network, domain, tls }: HomelabConfig): Problem[] {
  if (dns.provider !== 'k8s-gateway' || !asksAcme(tls)) { return []; }
  return network.dnsServers.flatMap((server, index): Problem[] => {
    const address = addressOf(server);
    return isPrivate({ first: address, last: address }) ? [{
      path: ['network', 'dnsServers', index], related: [['dns', 'provider']], severity: 'warning', rule: 'name-servers-public',
      what: `is a server at home (${server}): as soon as it sends ${domain} to the lab's name server, cert-manager sees no record of its `
        + 'own there, and gets no certificate',
      fix: 'write name servers on the internet, such as 1.1.1.1 and 9.9.9.9',
    }] : [];
  });
}

/** external-dns can write the names of the domain where it is told to. */
function checkRecords({ dns, domain }: HomelabConfig): Problem[] {
  if (dns.provider !== 'external-dns') { return []; }
  const { zone, policy } = dns;
  return [
    ...zone.at === 'pihole' && policy === 'sync' ? [{
      path: ['dns', 'policy'], related: [[...ZONE, 'at']],
      what: `would delete every record of ${domain} that no route has, those made by hand too: Pi-hole keeps no mark of whose a record is`,
      fix: 'remove it, and delete records that are left over in Pi-hole itself',
    }] : [],
    ...zone.at === 'cloudflare' && isPrivateName(domain) ? [{
      path: [...ZONE, 'at'], related: [['domain']],
      what: `cannot have a zone for ${domain}, which nobody delegates on the internet`,
      fix: 'write a domain that you own, or set dns to k8s-gateway, which answers for any',
    }] : [],
    ...zone.at === 'rfc2136' && !isWithinDomain(zone.name, domain) ? [{
      path: [...ZONE, 'name'], related: [['domain']],
      what: `does not hold the domain of the lab ${domain} (${zone.name}), so that none of its names could be written there`,
      fix: `write the zone that the server has for ${domain}: that name, or one above it`,
    }] : [],
  ];
}

/** Every name of the lab leads to it. */
function checkUnwritten(config: HomelabConfig): Problem[] {
  const records = dnsRecords(config);
  return unwrittenNames(config).map(({ name, at, isDomain, why, because }) => {
    const record = isDomain ? `*.${name}` : name;
    const { address } = records.find((each) => each.records.includes(record))?.gateway ?? firstGateway(config);
    return {
      path: at, related: [['dns', 'provider'], ...because ? [because] : []], severity: 'warning', rule: 'names-written',
      what: `${why} (${name})`,
      fix: config.dns.provider === 'hosts-file' ? 'write the names that there are as hostnames, or choose another way under dns'
        : `make a record ${record} that leads to ${address} yourself`,
    };
  });
}

/**
 * Who reads routes gives a name the addresses of all gateways that one with that name attaches to: `lookupHttpRouteIndex` in
 * kubernetes.go of k8s-gateway/k8s_gateway v1.8.2, and `MergeEndpoints` in source/gateway.go of kubernetes-sigs/external-dns v0.21.0. Who
 * asks takes either.
 */
function checkSeveral(config: HomelabConfig): Problem[] {
  const { provider } = config.dns;
  if (config.gateways.length === 0 || (provider !== 'k8s-gateway' && provider !== 'external-dns')) { return []; }
  const named = gatewaysByName(config);
  return config.services.flatMap((service, index) => {
    const own = gatewaysOf(config, service);
    return serviceHostnames(config, service).flatMap(({ hostname, at }): Problem[] => {
      const all = named.get(hostname) ?? [];
      if (own.length === 0 || own.length === all.length) { return []; }
      const names = all.map(({ name }) => name).join(' and ');
      return [{
        path: ['services', index, ...at], related: [['services', index, 'gateway'], ['dns', 'provider']], severity: 'warning',
        rule: 'names-one-answer',
        what: `is served at ${names} (${hostname}), not by the same services, and ${provider} gives it the addresses of all: `
          + 'who asks gets one answer or the other',
        fix: 'give it a host name of its own, or the same gateways to all services of that name',
      }];
    });
  });
}
