import type { ConfigCheck } from '../../config/checks';
import type { Problem } from '../../config/problem';
import { LETS_ENCRYPT, publicAuthorityOf } from '../../config/public-authorities';
import { accountMailObjection, isExampleDomain } from '../../config/public-names';
import { homelabSchema, type HomelabConfig } from '../../config/schema';
import { AUTHORITY_CONFIG_CHECKS } from './authority-checks';
import { DOMAIN_CONFIG_CHECKS } from './domain-checks';
import { SOLVER_CONFIG_CHECKS } from './solver-checks';

/** A public authority signs the domain, takes the account, and is shown whose it is in one way. Private ones sign any. */
export const CERTIFICATE_CONFIG_CHECKS: readonly ConfigCheck[] = [
  ...AUTHORITY_CONFIG_CHECKS, ...DOMAIN_CONFIG_CHECKS, ...SOLVER_CONFIG_CHECKS, checkAccount, checkOneWay,
];

function checkAccount({ domain, tls }: HomelabConfig): Problem[] {
  if (publicAuthorityOf(tls)?.name !== LETS_ENCRYPT.name || isExampleDomain(domain)) { return []; }
  const [, at = ''] = tls.email.split('@');
  // The default is listed among what is still to be filled in.
  const isExample = isExampleDomain(at.toLowerCase()) && !tls.email.startsWith('your-email@');
  const objection = isExample
    ? { what: `is at ${at}, which nobody owns; Let's Encrypt refuses such an account`, fix: 'write an address at which you read mail' }
    : accountMailObjection(tls.email);
  return objection === undefined ? [] : [{
    path: ['tls', 'email'], related: [['tls', 'issuer']], what: `${objection.what} (${tls.email})`, fix: objection.fix,
  }];
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
