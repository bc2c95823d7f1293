import { isWithinDomain } from './domain-names';
import { domainOf } from './domains';
import type { ConfigPath } from './problem';
import { registeredDomain } from './public-names';
import type { HomelabConfig } from './schema';
import { serviceHostnames } from './service-rules';
import { isWildcard } from './wildcards';

/** A name of the lab that whoever `dns` names does not make known. */
export interface UnwrittenName {
  /** The name: a further domain, for all that is below it, or one host name. */
  readonly name: string;
  /** The key that it comes from. */
  readonly at: ConfigPath;
  /** Whether it is a domain. */
  readonly isDomain: boolean;
  /** Why nobody makes it known, after the name and in front of nothing. */
  readonly why: string;
  /** Another key that decides about it. @default - `dns` alone */
  readonly because?: ConfigPath;
}

/**
 * The names of a lab that get no record, no line, and no answer of the lab's own name server; empty where records are made by hand.
 */
export function unwrittenNames(config: HomelabConfig): readonly UnwrittenName[] {
  const { dns } = config;
  if (dns.provider === 'hosts-file') {
    return wildcards(config).map((each) => ({ ...each, isDomain: false, why: 'stands for many names, and a hosts file has single ones' }));
  }
  if (dns.provider === 'k8s-gateway') {
    return passed(config).filter(({ name }) => domainOf(config, name) === undefined).map((each) => (
      { ...each, isDomain: false, why: 'is outside of domain and domains, and the lab\'s name server answers for those alone' }
    ));
  }
  if (dns.provider !== 'external-dns') { return []; }
  const outside = outsideZone(config);
  // A record by hand for the domain covers what is below it.
  const left = passed(config).filter(({ name }) => !outside.some((domain) => domain.name === domainOf(config, name)?.name));
  return [
    ...outside,
    ...left.map((each) => (
      // source/gateway_tlsroute.go at v0.21.0; the definitions of Gateway API 1.5 serve v1 alone.
      { ...each, isDomain: false, why: 'gets no record: external-dns 0.21 reads TLSRoutes of v1alpha2, which the cluster does not serve' }
    )),
    // provider/pihole/client.go at v0.21.0
    ...dns.zone.at !== 'pihole' ? [] : wildcards(config).map((each) => (
      { ...each, isDomain: false, why: 'gets no record: it stands for many names, and external-dns writes single ones to Pi-hole' }
    )),
  ];
}

/** Host names that stand for many, each with its key. */
function wildcards(config: HomelabConfig): { readonly name: string; readonly at: ConfigPath }[] {
  return named(config).filter(({ name }) => isWildcard(name));
}

/** Host names whose TLS goes through as it comes, each with its key. */
function passed(config: HomelabConfig): { readonly name: string; readonly at: ConfigPath }[] {
  return named(config, ({ protocol }) => protocol === 'tls');
}

function named(
  config: HomelabConfig, isMeant: (service: HomelabConfig['services'][number]) => boolean = () => true,
): { readonly name: string; readonly at: ConfigPath }[] {
  return config.services.flatMap((service, index) => !isMeant(service) ? []
    : serviceHostnames(config, service).map(({ hostname, at }) => ({ name: hostname, at: ['services', index, ...at] })));
}

/** Further domains that the one zone cannot hold. What Cloudflare and Route 53 call the zone is not known: an id names it. */
function outsideZone({ dns, domain, domains }: HomelabConfig): UnwrittenName[] {
  if (dns.provider !== 'external-dns' || dns.zone.at === 'pihole') { return []; }
  const { zone } = dns;
  const own = zone.at === 'rfc2136' ? zone.name : registeredDomain(domain);
  return domains.flatMap(({ name }, index) => {
    const isInside = zone.at === 'rfc2136' ? isWithinDomain(own, name) : registeredDomain(name) === own;
    const where = zone.at === 'rfc2136' ? `the zone ${own}` : `the zone of ${domain}`;
    return isInside ? [] : [{
      name, at: ['domains', index, 'name'], isDomain: true, why: `gets no records: external-dns writes to ${where} alone`,
      because: zone.at === 'rfc2136' ? ['dns', 'zone', 'name'] : ['domain'],
    }];
  });
}
