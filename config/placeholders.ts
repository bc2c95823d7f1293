import type { Problem } from './problem';
import { homelabSchema, type HomelabConfig } from './schema';

/**
 * Defaults that stand for something only the user knows. They are valid, so that a first synth works, but the lab does not until they are
 * replaced.
 */
export function placeholders(config: HomelabConfig): Problem[] {
  const defaults = homelabSchema.parse({});
  const letsEncrypt = config.tls.issuer !== 'homelab-ca';
  const candidates: (Problem & { readonly unset: boolean })[] = [
    {
      path: ['gitops', 'repoURL'], unset: config.gitops.repoURL === defaults.gitops.repoURL,
      what: 'Argo CD cannot read this repository', fix: 'write the address you push to',
    },
    {
      path: ['domain'], unset: letsEncrypt && /(^|\.)example\.(com|net|org)$/.test(config.domain),
      what: "Let's Encrypt signs only a domain you own", fix: 'write your domain, or set tls.issuer to homelab-ca',
    },
    {
      path: ['tls', 'email'], unset: letsEncrypt && /@example\.(com|net|org)$/.test(config.tls.email),
      what: "Let's Encrypt refuses accounts at example.com", fix: 'write your own address',
    },
    {
      path: ['tls', 'route53', 'hostedZoneID'],
      unset: letsEncrypt && config.tls.dns01 === undefined && config.tls.route53.hostedZoneID === defaults.tls.route53.hostedZoneID,
      what: 'DNS-01 challenges need your hosted zone', fix: 'copy the id from the Route 53 console',
    },
  ];
  return candidates.filter(({ unset }) => unset).map(({ path, what, fix }) => ({ path, what, fix }));
}
