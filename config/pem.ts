import { X509Certificate } from 'node:crypto';
import type { Objection } from './objection';

/* Certificates in PEM (RFC 7468), as they are pasted into homelab.yaml. */

const BLOCK = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** Every certificate of a text, in PEM; nothing else of it. */
export function certificateBlocks(text: string): readonly string[] {
  return text.match(BLOCK) ?? [];
}

/**
 * What speaks against a text as a list of certificates, if anything: each has to be readable, and a key is no certificate.
 *
 * @param fix - how to make it right
 */
export function bundleObjection(value: string, fix: string): Objection | undefined {
  if (value.includes('PRIVATE KEY')) {
    return {
      what: 'holds a private key, which belongs into no file in git', fix: `${fix}; take the key out, and make another if it was pushed`,
      secret: true,
    };
  }
  const blocks = certificateBlocks(value);
  if (blocks.length === 0) {
    const decoded = Buffer.from(value, 'base64').toString('latin1');
    return decoded.startsWith('-----BEGIN')
      ? { what: 'is encoded in base64', fix: 'write what it is the code of, which begins with -----BEGIN CERTIFICATE-----' }
      : { what: 'holds no certificate', fix };
  }
  const broken = blocks.findIndex((block) => readCertificate(block) === undefined);
  if (broken >= 0) { return { what: `has a certificate that cannot be read, number ${broken + 1} of ${blocks.length}`, fix }; }
  return value.replace(BLOCK, '').includes('-----')
    ? { what: 'holds something else than certificates, or half a certificate', fix } : undefined;
}

/** One certificate in PEM; undefined for one that cannot be read. */
export function readCertificate(pem: string): X509Certificate | undefined {
  try {
    const certificate = new X509Certificate(pem);
    return certificate.raw.length > 0 ? certificate : undefined;
  } catch {
    return undefined;
  }
}
