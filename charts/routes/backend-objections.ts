import { isClusterName } from '../../config/domain-names';
import { parseAddress } from '../../config/address';
import { certificateBlocks, readCertificate } from '../../config/pem';
import { specialBlock } from '../../config/special-addresses';
import type { RuleObjection } from './objection-about';

/** A backend, as far as it can be wrong by itself. */
export interface BackendParts {
  /** A machine outside the cluster. @default - a Kubernetes Service */
  readonly external?: { readonly address?: string; readonly host?: string };
  /** How TLS is spoken to it. @default - it gets plain text */
  readonly tls?: { readonly hostname?: string; readonly ca?: string; readonly caConfigMap?: string };
}

/** What of a backend the gateway could not reach, or could not trust; places are from the backend on. */
export function backendObjections({ external, tls }: BackendParts): RuleObjection[] {
  return [
    ...external?.address === undefined ? [] : addressObjections(external.address),
    ...external?.host === undefined ? [] : hostObjections(external.host),
    ...tls ? tlsObjections(tls, external) : [],
  ];
}

function addressObjections(text: string): RuleObjection[] {
  const address = parseAddress(text);
  const block = address === undefined ? undefined : specialBlock({ first: address, last: address });
  return block === undefined ? [] : [{
    at: ['external', 'address'], what: `is one of the addresses ${block.use} (${text}; ${block.source})`,
    fix: 'write the address that other machines reach it at',
  }];
}

/** The machine itself, whichever asks. */
const ITSELF = /(^|\.)localhost$/;

function hostObjections(host: string): RuleObjection[] {
  const at = ['external', 'host'];
  if (isClusterName(host)) {
    return [{
      at, what: `is a name inside the cluster (${host}), and external is for machines outside it`,
      fix: 'name the Kubernetes Service itself, by port or under backends',
    }];
  }
  return ITSELF.test(host) ? [{
    at, what: `is what every machine calls itself (${host}), here the pod of the gateway`,
    fix: 'write the name that other machines know it by',
  }] : [];
}

function tlsObjections(tls: NonNullable<BackendParts['tls']>, external: BackendParts['external']): RuleObjection[] {
  const { hostname, ca, caConfigMap } = tls;
  const name = hostname ?? external?.host;
  return [
    ...name === undefined ? [{
      at: ['tls'], what: 'has no hostname, which the certificate is held against; an address does not count as one',
      fix: 'add hostname with one of the DNS names in the certificate of the machine',
    }] : [],
    ...ca !== undefined && caConfigMap !== undefined ? [{
      at: ['tls', 'caConfigMap'], what: `is given along with ca (${caConfigMap})`, fix: 'remove one of the two',
    }] : [],
    ...ca !== undefined && name !== undefined ? namesObjections(ca, name) : [],
  ];
}

/**
 * A certificate that has signed itself and is no authority's is the machine's own, so that its names can be read here. Envoy looks at the
 * subject alternative names, as RFC 9110, 4.3.4 has it, and not at the common name.
 */
function namesObjections(ca: string, name: string): RuleObjection[] {
  const certificates = certificateBlocks(ca).flatMap((block) => readCertificate(block) ?? []);
  const own = certificates.filter((certificate) => !certificate.ca && certificate.checkIssued(certificate));
  if (own.length === 0 || own.length < certificates.length) { return []; }
  if (own.some((certificate) => certificate.checkHost(name, { subject: 'never' }) !== undefined)) { return []; }
  const names = own.flatMap(({ subjectAltName = '' }) => subjectAltName.split(', '))
    .flatMap((each) => each.startsWith('DNS:') ? [each.slice(4)] : []);
  return [{
    at: ['tls', 'ca'], what: `is the machine's own certificate, which does not have the name ${name} that it is held against`,
    fix: names.length === 0
      ? 'have the machine make a certificate with a DNS name among its subject alternative names; this one has none'
      : `write tls.hostname: ${names.join(' or ')}`,
  }];
}
