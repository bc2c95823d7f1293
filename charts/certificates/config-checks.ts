import type { ConfigCheck } from '../../config/checks';
import type { Problem } from '../../config/problem';
import { homelabSchema, type HomelabConfig } from '../../config/schema';

/** What the issuers ask of homelab.yaml. */
export const CERTIFICATE_CONFIG_CHECKS: readonly ConfigCheck[] = [checkOneWay, checkGroup, checkAcmeDns];

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

/** An API group of the cluster's own would be served by the webhook from then on. */
function checkGroup({ tls: { dns01 } }: HomelabConfig): Problem[] {
  if (dns01?.provider !== 'webhook' || !/(^|\.)(k8s\.io|kubernetes\.io|cert-manager\.io|istio\.io)$/.test(dns01.groupName)) { return []; }
  return [{
    path: ['tls', 'dns01', 'groupName'],
    what: `is a group that belongs to somebody else (${dns01.groupName})`,
    fix: 'write the group of the webhook, as its page says; where it can be chosen, a name below your domain',
  }];
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
