import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import * as field from './fields';
import type { Objection } from './objection';

/** Who may sign, by the names of `tls.issuer`. */
export const ISSUERS = ['letsencrypt-prod', 'letsencrypt-staging', 'acme', 'homelab-ca', 'own-ca'] as const;

/** Key of the Secret with the key of an account binding. */
export const BINDING_KEY = 'hmac-key';

/**
 * cert-manager gives the key id to the authority as it is, which compares it as text; what a header of JSON can have and nobody types by
 * mistake (RFC 8555, 7.3.4).
 */
const KEY_ID = /^[!#-[\]-~]{1,256}$/;
/** Names of profiles are the directory's own (draft-ietf-acme-profiles); those of cert-manager's examples are words. */
const PROFILE = /^[A-Za-z0-9._~-]{1,64}$/;
/** The limit of cert-manager's definition (ClusterIssuer, spec.acme.preferredChain). */
const LONGEST_CHAIN = 64;

/** Another authority than Let's Encrypt that speaks ACME. */
export const acme = z.strictObject({
  server: field.text(serverObjection)
    .describe('Address of the authority\'s ACME directory, such as https://acme.zerossl.com/v2/DV90.'),
  externalAccountBinding: z.strictObject({
    keyID: field.matching(KEY_ID, 'is not the id of a key', 'copy it as the authority shows it, beside the key (EAB KID)')
      .describe('Id of the key, as the authority shows it (EAB KID). It is no secret; the key is in the Secret.'),
    secretName: field.name().default('acme-eab')
      .describe(`Secret in the namespace cert-manager with the key ${BINDING_KEY}, the key (EAB HMAC key) as the authority shows it.`),
  }).optional().describe('Binds the account to one that you have at the authority; ZeroSSL and Google want it. Default: none.'),
  caBundle: field.text(bundleObjection).optional()
    .describe('Certificates in PEM, one of which has signed that of the server, for a server of your own. Default: public ones.'),
  profile: field.matching(PROFILE, 'is not the name of a profile', 'write it as the directory of the server lists it').optional()
    .describe('Kind of certificate that is asked for, of those the server offers, such as shortlived. Default: the server chooses.'),
  preferredChain: z.string().min(1).max(LONGEST_CHAIN).optional()
    .describe('Common name of the root to prefer where the server offers several chains. Default: the server chooses.'),
});

/** Another ACME authority, with every default filled in. */
export type AcmeConfig = z.output<typeof acme>;

/** An authority that somebody brings. */
export const ownCA = z.strictObject({
  secretName: field.name().default('own-ca')
    .describe('Secret in the namespace cert-manager with the keys tls.crt (its certificate, then those above it) and tls.key.'),
});

/** Names of the pod itself, where no server is. */
const ITSELF = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\]|0\.0\.0\.0)$/;

function serverObjection(value: string): Objection | undefined {
  const fix = 'write the address of the directory as the authority gives it, such as https://acme.zerossl.com/v2/DV90';
  const url = URL.canParse(value) && /^[a-z]+:\/\/[^\s]+$/i.test(value) ? new URL(value) : undefined;
  if (url === undefined) { return { what: 'is not the address of an ACME server', fix }; }
  if (url.username !== '' || url.password !== '') {
    return { what: 'holds a login, which everybody who reads git would see, and which ACME has no use for', fix, secret: true };
  }
  // RFC 8555, 6.1; a request in plain text could be answered by anybody in between.
  if (url.protocol !== 'https:') { return { what: 'is not an https address, and ACME goes over https alone', fix }; }
  if (url.hash !== '') { return { what: 'has a part after "#", which is no part of a request', fix }; }
  if (ITSELF.test(url.hostname)) {
    return {
      what: 'is the pod of cert-manager itself, where no ACME server is', fix: 'write the name or the address that the node reaches it at',
    };
  }
  // cert-manager v1.21.1, pkg/issuer/acme/setup.go: acmev1ToV2Mappings.
  if (/^acme-(v01|staging)\.api\.letsencrypt\.org$/.test(url.hostname)) {
    return {
      what: 'is the first version of ACME, which Let\'s Encrypt has switched off',
      fix: 'write https://acme-v02.api.letsencrypt.org/directory, or set tls.issuer to letsencrypt-prod or letsencrypt-staging',
    };
  }
  return undefined;
}

/** What speaks against certificates in PEM. Go takes a bundle with at least one that it can read; here all of them have to be. */
export function bundleObjection(value: string): Objection | undefined {
  const fix = 'paste the root certificate of the server below "caBundle: |", from -----BEGIN CERTIFICATE----- on';
  if (value.includes('PRIVATE KEY')) {
    return {
      what: 'holds a private key, which belongs into no file in git', fix: `${fix}; take the key out, and make another if it was pushed`,
      secret: true,
    };
  }
  const blocks = value.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) {
    const decoded = Buffer.from(value, 'base64').toString('latin1');
    return decoded.startsWith('-----BEGIN')
      ? { what: 'is encoded in base64', fix: 'write what it is the code of, which begins with -----BEGIN CERTIFICATE-----' }
      : { what: 'holds no certificate', fix };
  }
  const broken = blocks.findIndex((block) => !isCertificate(block));
  if (broken >= 0) { return { what: `has a certificate that cannot be read, number ${broken + 1} of ${blocks.length}`, fix }; }
  return value.replace(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g, '').includes('-----')
    ? { what: 'holds something else than certificates, or half a certificate', fix } : undefined;
}

/** True for one certificate in PEM that can be read. */
export function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
