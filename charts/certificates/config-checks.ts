import type { ConfigCheck } from '../../config/checks';
import type { Objection } from '../../config/objection';
import type { ConfigPath, Problem } from '../../config/problem';
import { accountMailObjection, isExampleDomain, publicDomainObjection } from '../../config/public-names';
import type { HomelabConfig } from '../../config/schema';

/** Let's Encrypt signs the domain, and takes the account. The lab's own authority signs any. */
export const CERTIFICATE_CONFIG_CHECKS: readonly ConfigCheck[] = [checkDomain, checkAccount];

const ISSUER: ConfigPath = ['tls', 'issuer'];

function checkDomain({ domain, tls }: HomelabConfig): Problem[] {
  // A domain of examples stands for one to come: the summary lists it among what is still to be filled in.
  if (tls.issuer === 'homelab-ca' || isExampleDomain(domain)) { return []; }
  return asProblem(['domain'], domain, publicDomainObjection(domain));
}

function checkAccount({ domain, tls }: HomelabConfig): Problem[] {
  if (tls.issuer === 'homelab-ca' || isExampleDomain(domain)) { return []; }
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
