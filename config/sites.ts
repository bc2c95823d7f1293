import { domainOf, labDomains, type LabDomain } from './domains';
import { gatewaysByName } from './gateway-names';
import { labGateways, type LabGateway } from './gateways';
import { platformInterfaces } from './platform';
import type { HomelabConfig } from './schema';
import { isPassed, serviceHostnames } from './service-rules';

/** Host names that are served with one certificate. */
export interface Site {
  /** The domain. */
  readonly domain: LabDomain;
  /** What its listener and its certificate are called after. @default - it is that of the lab's own domain, which has the plain names */
  readonly key?: string;
  /** Host names that the listener takes; a wildcard stands for one label or more. @default - all that no other takes */
  readonly hostname?: string;
  /** Names on the certificate; the first is that of a domain or its wildcard. */
  readonly names: readonly string[];
  /** Host names that are served with it. */
  readonly hostnames: readonly string[];
}

/**
 * What the gateway serves, by certificate: the lab's own domain, then for each further one its wildcard, and the domain itself where a
 * service is called so. A domain and its wildcard would be two listeners with one certificate, and a browser that has a connection to one
 * of them sends the requests for the other over it, where no route takes them. A host name below others, which no wildcard covers, is a
 * name of its own on the certificate.
 */
export function sites(config: HomelabConfig): readonly Site[] {
  const all = servedHostnames(config);
  return labDomains(config).flatMap((domain): Site[] => {
    const { name, at } = domain;
    const hostnames = all.filter((hostname) => domainOf(config, hostname)?.name === name);
    const deep = hostnames.filter((hostname) => hostname.endsWith(`.${name}`) && hostname.slice(0, -name.length - 1).includes('.'));
    if (at[0] === 'domain') { return [{ domain, names: [`*.${name}`, name, ...deep], hostnames }]; }
    const key = siteKey(name);
    const below = hostnames.filter((hostname) => hostname !== name);
    return [
      { domain, key, hostname: `*.${name}`, names: [`*.${name}`, ...deep], hostnames: below },
      ...below.length < hostnames.length ? [{ domain, key: `${key}-itself`, hostname: name, names: [name], hostnames: [name] }] : [],
    ];
  });
}

/** A gateway, with the names that have to lead to it in DNS. */
export interface GatewayRecords {
  /** The gateway. */
  readonly gateway: LabGateway;
  /** The names; a wildcard covers every name below that has no record of its own. */
  readonly records: readonly string[];
}

/**
 * Which names have to lead to which gateway in DNS. Wildcards lead to the first gateway; what another one serves needs a record of its own,
 * which counts before them. A further domain that one other gateway serves alone leads there as a whole.
 */
export function dnsRecords(config: HomelabConfig): readonly [GatewayRecords, ...GatewayRecords[]] {
  const all = labGateways(config);
  const served = gatewaysByName(config);
  const wide = sites(config).map(({ domain, hostname, hostnames }) => {
    const through = new Set(hostnames.map((each) => served.get(each)?.[0]?.name));
    const [only] = through;
    return { record: hostname ?? `*.${domain.name}`, owner: hostname !== undefined && through.size === 1 ? only : all[0].name };
  });
  const ownerOf = (hostname: string): string | undefined => {
    const domain = domainOf(config, hostname)?.name;
    return (wide.find(({ record }) => record === hostname) ?? wide.find(({ record }) => record === `*.${domain}`))?.owner;
  };
  const recordsOf = (gateway: LabGateway): GatewayRecords => {
    const { name } = gateway;
    const isFirst = gateway === all[0];
    const single = [...served].filter(([, [primary]]) => primary?.name === name).map(([hostname]) => hostname)
      // Of names outside of all domains the first gateway has none: docs/services.md says whose records they are.
      .filter((hostname) => { const owner = ownerOf(hostname); return owner !== name && !(isFirst && owner === undefined); });
    return { gateway, records: [...wide.filter(({ owner }) => owner === name).map(({ record }) => record), ...single] };
  };
  const [first, ...others] = all;
  return [recordsOf(first), ...others.map(recordsOf)];
}

/** A name for objects that belong to a domain. */
export function siteKey(domain: string): string {
  return domain.replaceAll('.', '-');
}

/** Host names that the gateway answers to with a certificate of its own. */
function servedHostnames(config: HomelabConfig): string[] {
  return [...new Set([
    ...platformInterfaces(config).map(({ hostname }) => hostname),
    // Whoever hands TLS on brings the certificate of the name.
    ...config.services.filter((service) => !isPassed(service))
      .flatMap((service) => serviceHostnames(config, service).map(({ hostname }) => hostname)),
  ])];
}
