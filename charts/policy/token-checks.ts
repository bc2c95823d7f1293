import type { Objection } from '../../config/objection';
import { isMapping } from '../../config/kinds';
import type { Problem } from '../../config/problem';
import type { HomelabConfig } from '../../config/schema';
import type { PodService } from '../../config/service-pods';
import { podServices } from './policy-services';

/** The public keys of an issuer can be found, and no key is written that should be secret. */
export function checkTokens(config: HomelabConfig): Problem[] {
  return podServices(config).flatMap(({ service: { jwt }, path }) =>
    jwt ? tokenObjections(jwt).map(({ key, what, fix }) => ({ path: [...path, 'jwt', key], what, fix })) : []);
}

type Token = NonNullable<PodService['jwt']>;

function tokenObjections({ issuer, jwksUri, jwks }: Token): (Objection & { readonly key: keyof Token })[] {
  if (jwks !== undefined && jwksUri !== undefined) {
    return [{ key: 'jwks', what: 'is given along with jwksUri, and Istio takes keys from one place', fix: 'remove one of the two' }];
  }
  if (jwks !== undefined) {
    const objection = keySetObjection(jwks);
    return objection ? [{ key: 'jwks', ...objection }] : [];
  }
  // Without both, istiod asks the issuer: https://istio.io/latest/docs/reference/config/security/jwt/
  return jwksUri !== undefined || /^https:\/\/[^/]/.test(issuer) ? [] : [{
    key: 'issuer', what: `is no https address that says where its keys are, so every token would be refused (${issuer})`,
    fix: 'add jwksUri, or the keys as jwks',
  }];
}

/** Members of a key that only its owner knows: RFC 7518, 6.2.2, 6.3.2 and 6.4.1. */
const SECRET_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

function keySetObjection(text: string): Objection | undefined {
  const fix = "write what the issuer's address of keys answers, such as '{\"keys\": [...]}'";
  let data: unknown;
  try { data = JSON.parse(text); } catch { return { what: 'is no JSON, so Istio refuses it', fix }; }
  const keys: unknown = isMapping(data) ? data['keys'] : undefined;
  if (!Array.isArray(keys) || keys.length === 0 || !keys.every((key) => isMapping(key) && typeof key['kty'] === 'string')) {
    return { what: 'is no set of keys, so Istio refuses it', fix };
  }
  return keys.some((key) => SECRET_MEMBERS.some((member) => isMapping(key) && Object.hasOwn(key, member))) ? {
    what: 'holds a private key, and whoever reads the repository could sign tokens with it',
    fix: 'make new keys, and write the public ones only',
  } : undefined;
}
