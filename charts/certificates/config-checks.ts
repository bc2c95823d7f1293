import type { ConfigCheck } from '../../config/checks';
import type { Objection } from '../../config/objection';
import type { ConfigPath, Problem } from '../../config/problem';
import { LETS_ENCRYPT, publicAuthorityOf } from '../../config/public-authorities';
import { accountMailObjection, isExampleDomain, publicDomainObjection } from '../../config/public-names';
import { homelabSchema, type HomelabConfig } from '../../config/schema';
import { AUTHORITY_CONFIG_CHECKS } from './authority-checks';

/** A public authority signs the domain, takes the account, and is shown whose it is in one way. Private ones sign any. */
export const CERTIFICATE_CONFIG_CHECKS: readonly ConfigCheck[] = [
  ...AUTHORITY_CONFIG_CHECKS, checkDomain, checkAccount, checkOneWay, checkGroup, checkGroupOnce, checkConfig, checkAcmeDns,
];

const ISSUER: ConfigPath = ['tls', 'issuer'];

function checkDomain({ domain, tls }: HomelabConfig): Problem[] {
  // A domain of examples stands for one to come: the summary lists it among what is still to be filled in.
  const authority = publicAuthorityOf(tls);
  if (authority === undefined || isExampleDomain(domain)) { return []; }
  return asProblem(['domain'], domain, publicDomainObjection(domain, authority.name));
}

function checkAccount({ domain, tls }: HomelabConfig): Problem[] {
  if (publicAuthorityOf(tls)?.name !== LETS_ENCRYPT.name || isExampleDomain(domain)) { return []; }
  const [, at = ''] = tls.email.split('@');
  // The default is listed among what is still to be filled in.
  const isExample = isExampleDomain(at.toLowerCase()) && !tls.email.startsWith('your-email@');
  return asProblem(['tls', 'email'], tls.email, isExample
    ? { what: `is at ${at}, which nobody owns; Let's Encrypt refuses such an account`, fix: 'write an address at which you read mail' }
    : accountMailObjection(tls.email));
}

function asProblem(path: ConfigPath, value: string, objection: Objection | undefined): Problem[] {
  return objection === undefined ? [] : [{ path, related: [ISSUER], what: `${objection.what} (${value})`, fix: objection.fix }];
}

/** `tls.route53` is the short form of one provider: beside `tls.dns01` nobody reads it. */
function checkOneWay({ tls: { dns01, route53 } }: HomelabConfig): Problem[] {
  if (dns01 === undefined) { return []; }
  const defaults: Readonly<Record<string, unknown>> = homelabSchema.parse({}).tls.route53;
  const written = Object.entries(route53).filter(([key, value]) => value !== defaults[key]);
  return written.map(([key]) => ({
    path: ['tls', 'route53', key],
    what: `has no effect beside tls.dns01, which says how the domain is proved (${dns01.provider})`,
    fix: 'remove tls.route53, or tls.dns01',
    related: [['tls', 'dns01']],
  }));
}

/** Groups of Kubernetes and of what the platform installs. */
const TAKEN_GROUPS = /(^|\.)((k8s|kubernetes|cert-manager|istio|argoproj|cilium|metallb|cattle)\.io|coreos\.com)$/;

/** An API group of the cluster's own would be served by the webhook from then on. */
function checkGroup({ tls: { dns01 } }: HomelabConfig): Problem[] {
  const isTaken = dns01?.provider === 'webhook' && TAKEN_GROUPS.test(dns01.groupName);
  if (!isTaken) { return []; }
  return [{
    path: ['tls', 'dns01', 'groupName'],
    what: `is a group that belongs to somebody else (${dns01.groupName})`,
    fix: 'write the group of the webhook, as its page says; where it can be chosen, a name below your domain',
  }];
}

/** Issuer and webhook have to agree on the group, so the chart gets the one that is said once. */
function checkGroupOnce({ tls: { dns01 } }: HomelabConfig): Problem[] {
  if (dns01?.provider !== 'webhook' || !Object.hasOwn(dns01.chart?.values ?? {}, 'groupName')) { return []; }
  return [{
    path: ['tls', 'dns01', 'chart', 'values', 'groupName'],
    what: 'is said by tls.dns01.groupName, which the chart gets and the issuers ask for', fix: 'remove it here',
  }];
}

/** The construct library takes a mapping with this key for an instance of some class, and refuses it. */
function checkConfig({ tls: { dns01 } }: HomelabConfig): Problem[] {
  if (dns01?.provider !== 'webhook' || !hasConstructor(dns01.config)) { return []; }
  return [{
    path: ['tls', 'dns01', 'config'], what: 'has a key named "constructor", the one name that this program cannot use',
    fix: 'leave it out',
  }];
}

function hasConstructor(value: unknown): boolean {
  return typeof value === 'object' && value !== null
    && (Object.hasOwn(value, 'constructor') || Object.values(value).some(hasConstructor));
}

/** The wildcard and the domain itself are proved by one name, and acme-dns answers for a name only through a CNAME. */
function checkAcmeDns({ tls: { dns01 }, domain }: HomelabConfig): Problem[] {
  if (dns01?.provider !== 'acmeDNS' || new URL(dns01.host).hostname !== domain) { return []; }
  return [{
    path: ['tls', 'dns01', 'host'],
    what: 'is the domain of the lab itself, whose certificate it would be needed for',
    fix: 'write the address of the acme-dns server',
  }];
}
