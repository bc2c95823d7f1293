import { z } from 'zod';
import { isWithinDomain } from './domain-names';
import { dns01, dns01Of, dns01SecretName, type Dns01 } from './dns01';
import * as field from './fields';
import type { ConfigPath } from './problem';

/** Listeners that a Gateway takes (Gateway API 1.5.1, spec.listeners), less those for the lab's own, two for each further domain. */
const MOST_DOMAINS = 20;
/** The longest name that leaves room for what the lab's names begin with: a host name has 253 characters at most (RFC 1035). */
const LONGEST_DOMAIN = 200;

/** A domain beside that of the lab. */
const furtherDomain = z.strictObject({
  name: field.hostname().max(LONGEST_DOMAIN).describe('The domain; services are told by their host names.'),
  dns01: dns01.optional()
    .describe('How this domain is proved, where its zone is at another provider, or needs another token. Default: as that of the lab.'),
});

/** Domains beside that of the lab, each with certificates of its own. */
export const domains = z.array(furtherDomain).max(MOST_DOMAINS);

/** The keys of homelab.yaml that domains are read from. */
export interface DomainKeys {
  /** The lab's own domain. */
  readonly domain: string;
  /** Those beside it. */
  readonly domains: readonly z.output<typeof furtherDomain>[];
}

/** A domain with the key that it comes from. */
export interface LabDomain {
  /** The domain. */
  readonly name: string;
  /** The key that names it. */
  readonly at: ConfigPath;
}

/** Every domain of the lab, its own first. */
export function labDomains({ domain, domains: further }: DomainKeys): readonly LabDomain[] {
  return [{ name: domain, at: ['domain'] }, ...further.map(({ name }, index) => ({ name, at: ['domains', index, 'name'] }))];
}

/**
 * The domain that a host name is of: the longest that it is at or below. A domain that is itself one label below another counts as a name
 * of that one, whose wildcard covers it: a browser may send its requests over a connection that it has for another name of that
 * certificate, and a listener of its own would not get them.
 *
 * @returns undefined for a host name outside all of them
 */
export function domainOf(keys: DomainKeys, hostname: string): LabDomain | undefined {
  const holding = labDomains(keys).filter(({ name }) => isWithinDomain(name, hostname));
  return holding.find(({ name }) => labelsBelow(name, hostname) === 1)
    ?? holding.reduce<LabDomain | undefined>((best, each) => best && best.name.length >= each.name.length ? best : each, undefined);
}

/** How many labels a host name has below a domain; 0 for the domain itself, undefined outside it. */
function labelsBelow(domain: string, hostname: string): number | undefined {
  if (hostname === domain) { return 0; }
  return hostname.endsWith(`.${domain}`) ? hostname.slice(0, -domain.length - 1).split('.').length : undefined;
}

/** A way to prove domains, with those that it proves. */
export interface DomainSolver {
  /** The key that it comes from. */
  readonly at: ConfigPath;
  /** The way. */
  readonly dns01: Dns01;
  /** Domains that it proves. */
  readonly domains: readonly string[];
}

/** The keys that say how domains are proved. */
type SolverKeys = DomainKeys & { readonly tls: Parameters<typeof dns01Of>[0] };

/** How the domains of a lab are proved: the way of the lab's own domain first, with all that name none of their own. */
export function domainSolvers({ domain, domains: further, tls }: SolverKeys): DomainSolver[] {
  const { key, dns01: common } = dns01Of(tls);
  const alike = further.filter(({ dns01: own }) => own === undefined).map(({ name }) => name);
  return [
    { at: ['tls', key], dns01: common, domains: [domain, ...alike] },
    ...further.flatMap(({ name, dns01: own }, index): DomainSolver[] =>
      own === undefined ? [] : [{ at: ['domains', index, 'dns01'], dns01: own, domains: [name] }]),
  ];
}

/** The Secret with the credentials of a way. */
export function solverSecret({ provider, secretName = dns01SecretName(provider) }: Pick<Dns01, 'provider' | 'secretName'>): string {
  return secretName;
}
