import type { Problem } from './problem';
import { asksAcme, LETS_ENCRYPT, publicAuthorityOf } from './public-authorities';
import { isExampleDomain } from './public-names';
import { homelabSchema, type HomelabConfig } from './schema';

let placeholderRepository: string | undefined;

/** Whether an address is the default of `gitops.repoURL`, which nobody can read. */
export function isPlaceholderRepository(url: string): boolean {
  placeholderRepository ??= homelabSchema.parse({}).gitops.repoURL;
  return url === placeholderRepository;
}

/**
 * Defaults that stand for something only the user knows. They are valid, so that a first synth works, but the lab does not until they are
 * replaced.
 */
export function placeholders(config: HomelabConfig): Problem[] {
  const defaults = homelabSchema.parse({});
  const authority = publicAuthorityOf(config.tls);
  const signer = authority?.name ?? '';
  const candidates: (Problem & { readonly unset: boolean })[] = [
    {
      path: ['gitops', 'repoURL'], unset: config.gitops.repoURL === defaults.gitops.repoURL,
      what: 'Argo CD cannot read this repository', fix: 'write the address you push to',
    },
    {
      path: ['domain'], unset: authority !== undefined && isExampleDomain(config.domain),
      what: `${signer} signs only a domain you own`, fix: 'write your domain, or set tls.issuer to homelab-ca',
    },
    {
      path: ['domain'],
      unset: authority === undefined && config.dns.provider === 'external-dns' && config.dns.zone.at !== 'pihole'
        && isExampleDomain(config.domain),
      what: 'nobody has a zone for this domain, so no record can be written', fix: 'write a domain that you own',
    },
    {
      path: ['tls', 'email'], unset: signer === LETS_ENCRYPT.name && /@example\.(com|net|org)$/.test(config.tls.email),
      what: "Let's Encrypt refuses accounts at example.com", fix: 'write your own address',
    },
    {
      path: ['tls', 'route53', 'hostedZoneID'],
      unset: asksAcme(config.tls)
        && config.tls.dns01 === undefined && config.tls.route53.hostedZoneID === defaults.tls.route53.hostedZoneID,
      what: 'DNS-01 challenges need your hosted zone', fix: 'copy the id from the Route 53 console',
    },
  ];
  return candidates.filter(({ unset }) => unset).map(({ path, what, fix }) => ({ path, what, fix }));
}
