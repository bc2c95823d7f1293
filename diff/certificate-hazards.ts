import type { Manifest } from '../charts/core/manifest';
import { at, text } from '../charts/core/rendered-lab';
import { authorityAt } from '../config/public-authorities';
import type { FieldChange } from './change';
import { caution, danger, unique, type Hazard } from './hazard';
import type { Objects } from './objects';

/**
 * Fields of a Certificate that cert-manager compares with the request that it last made; of others it takes no notice before the next
 * renewal (pkg/util/pki/match.go, RequestMatchesSpec).
 */
const REISSUES = /^spec\.(commonName|literalSubject|subject|dnsNames|ipAddresses|uris|emailAddresses|isCA|usages|duration|issuerRef)/;

/**
 * The risks of changed fields of a Certificate.
 *
 * @param certificate - after the change
 * @param changes - each with a path to a single field
 * @param after - every object after the change
 */
export function hazardsOfCertificate(certificate: Manifest, changes: readonly FieldChange[], after: Objects): Hazard[] {
  const fields = changes.filter(({ before }) => before !== undefined).map(({ path }) => path.join('.'));
  if (at(certificate, 'spec', 'isCA') === true) { return ofAuthority(certificate, fields, after); }
  if (!fields.some((field) => REISSUES.test(field))) { return []; }
  return [ofIssuer(text(certificate, 'spec', 'issuerRef', 'name'), after)];
}

function ofIssuer(name: string, objects: Objects): Hazard {
  const server = acmeServer(findIssuer(name, objects));
  const authority = authorityAt(server ?? '');
  if (authority === undefined) { return caution('a new certificate is issued; only devices that trust its issuer accept it'); }
  return authority.tests === undefined
    ? caution(`a new certificate is issued, which counts against the rate limits of ${authority.name}`)
    : danger(`a new certificate is issued by ${authority.tests.replace(/ service$/, '')}, which no browser and no program trusts`);
}

/**
 * The risks of changed fields of an issuer. Its name stays, and cert-manager takes a request that was made of it for the right one. It does
 * not register an account anew while the host of the server stays (v1.21.1, pkg/issuer/acme/setup.go).
 *
 * @param issuer - after the change
 * @param changes - each with a path to a single field
 * @param after - every object after the change
 */
export function hazardsOfIssuer(issuer: Manifest, changes: readonly FieldChange[], after: Objects): Hazard[] {
  const changed = new Map(changes.filter(({ before }) => before !== undefined).map((change) => [change.path.join('.'), change]));
  const server = changed.get('spec.acme.server');
  const key = text(issuer, 'spec', 'acme', 'privateKeySecretRef', 'name');
  const used = usersOf(issuer, after);
  const stays = used.length === 0 ? '' : `; ${used.join(', ')} stays until it is renewed (docs/certificates.md, "Another authority")`;
  return [
    ...server === undefined ? [] : [caution((hostOf(server.before) === hostOf(server.after)
      ? `the account stays, because the host does; for one of the new address, delete the Secret ${key}`
      : 'an account is made at the new ACME server, which may want an account binding of its own') + stays)],
    ...changed.has('spec.acme.externalAccountBinding.keyID')
      ? [caution(`an account that is registered keeps its binding; for a new one: replace its Secret, then delete ${key}`)]
      : [],
    ...changed.has('spec.ca.secretName') ? [caution(`another authority signs, which devices have to trust${stays}`)] : [],
  ];
}

function hostOf(server: unknown): string {
  return typeof server === 'string' && URL.canParse(server) ? new URL(server).host : '';
}

function usersOf(issuer: Manifest, objects: Objects): string[] {
  return [...objects.values()].filter(({ manifest }) => manifest.kind === 'Certificate'
    && text(manifest, 'spec', 'issuerRef', 'name') === issuer.metadata.name).map(({ manifest }) => manifest.metadata.name);
}

function ofAuthority(certificate: Manifest, fields: readonly string[], after: Objects): Hazard[] {
  const name = certificate.metadata.name;
  const hazards: Hazard[] = [];
  if (fields.some((field) => field.startsWith('spec.privateKey'))) {
    hazards.push(danger('the lab\'s own CA gets a new key: import its new certificate on every device'));
  }
  if (fields.some((field) => field === 'spec.nameConstraints' || field.startsWith('spec.nameConstraints.'))) {
    const keeps = 'the lab\'s own CA keeps the names it may sign for: cert-manager does not issue it again for this';
    hazards.push(signs(name, after)
      ? danger(`${keeps}, and devices refuse certificates with other names from it; `
        + 'issue it again and import it on every device (docs/certificates.md, "Another domain")')
      : caution(`${keeps}; before it signs for the gateway, issue it again (docs/certificates.md, "Another domain")`));
  }
  if (fields.some((field) => REISSUES.test(field) && !field.startsWith('spec.duration'))) {
    hazards.push(danger('the certificate of the lab\'s own CA is issued again: import it on every device that trusts the old one'));
  }
  return unique(hazards);
}

/** Whether a certificate of the lab comes from an authority. */
function signs(authority: string, objects: Objects): boolean {
  const issuers = [...objects.values()].filter(({ manifest }) => text(manifest, 'spec', 'ca', 'secretName') === authority)
    .map(({ manifest }) => manifest.metadata.name);
  return [...objects.values()].some(({ manifest }) => manifest.kind === 'Certificate'
    && issuers.includes(text(manifest, 'spec', 'issuerRef', 'name')));
}

/**
 * The risks of an issuer that goes.
 *
 * @param issuer - it
 * @param after - every object after the change
 */
export function hazardsOfLostIssuer(issuer: Manifest, after: Objects): Hazard[] {
  const users = usersOf(issuer, after);
  const key = text(issuer, 'spec', 'acme', 'privateKeySecretRef', 'name');
  return [
    ...users.length === 0 ? [] : [danger(`${users.join(', ')} cannot be renewed without it`)],
    ...key === '' ? [] : [caution('the key of its account stays, as a Secret, and the account at the ACME server too')],
  ];
}

function findIssuer(name: string, objects: Objects): Manifest | undefined {
  return [...objects.values()].find(({ manifest }) => manifest.kind.endsWith('Issuer') && manifest.metadata.name === name)?.manifest;
}

function acmeServer(issuer: Manifest | undefined): string | undefined {
  return at(issuer, 'spec', 'acme') === undefined ? undefined : text(issuer, 'spec', 'acme', 'server');
}
