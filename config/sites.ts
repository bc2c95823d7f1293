import { domainOf, labDomains, type LabDomain } from './domains';
import { pageNames } from './page-names';
import type { HomelabConfig } from './schema';
import { passedHostnames } from './service-rules';

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

/** Names that have to lead to the gateway in DNS; a wildcard there covers every name below. */
export function dnsRecords(config: HomelabConfig): readonly string[] {
  return sites(config).map(({ domain, hostname }) => hostname ?? `*.${domain.name}`);
}

/** A name for objects that belong to a domain. */
export function siteKey(domain: string): string {
  return domain.replaceAll('.', '-');
}

/** Host names that the gateway answers to with a certificate of its own. */
function servedHostnames(config: HomelabConfig): string[] {
  // Whoever hands TLS on brings the certificate of the name.
  const passed = new Set(passedHostnames(config));
  return [...pageNames(config)].filter((hostname) => !passed.has(hostname));
}
