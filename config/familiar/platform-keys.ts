import { each, renamed, SECRET, type KeyAnswer, type KeyAnswers } from './key-answer';

/** The lab's own certificate is a wildcard, which nothing but DNS-01 proves: https://letsencrypt.org/docs/challenge-types/ */
const HTTP01: KeyAnswer = {
  what: 'cannot be had: the certificates are for *.<domain>, and for those an authority takes DNS-01 alone, which needs no open port',
  fix: 'remove it, and write dns01 with the provider of your domain (docs/certificates.md)',
};

const PORTS: KeyAnswer = {
  what: 'is no key of a gateway: it listens where a service says so', fix: 'remove it, and write listenPort: 8443 at the service',
};

const HTTPS: KeyAnswer = { what: 'is no key of tls: every page has a certificate of its domain', fix: 'remove it' };

/** Keys of `tls`. */
export const TLS_KEYS: KeyAnswers = {
  ...each(['http01', 'http-01', 'HTTP01', 'HTTP-01'], HTTP01),
  ...renamed('tls', {
    'issuer: letsencrypt-prod': ['clusterIssuer', 'authority', 'letsencrypt', 'letsEncrypt', 'prod', 'production'],
    'issuer: letsencrypt-staging': ['staging'],
    'issuer: homelab-ca': ['selfSigned', 'selfsigned'],
    'issuer: own-ca': ['ca', 'caSecret'],
    'dns01: cloudflare': ['dns', 'dns-01', 'DNS01', 'solver', 'solvers', 'dnsProvider', 'provider', 'challenge', 'cloudflare'],
  }),
  ...each(['enabled', 'https', 'wildcard'], HTTPS),
  ...each(['token', 'apiToken', 'apiKey', 'key', 'cert'], SECRET),
};

/** Keys of `tls.acme`. */
export const ACME_KEYS: KeyAnswers = {
  ...each(['email', 'mail'], { what: 'is no key of an ACME server', fix: 'write email under tls' }),
  ...renamed('an ACME server', {
    'server: https://acme.example.org/directory': ['url', 'directory', 'directoryURL', 'endpoint'],
    'externalAccountBinding: { keyID: ..., secretName: acme-eab }': ['eab', 'externalAccount'],
  }),
};

/** Keys of a gateway. */
export const GATEWAY_KEYS: KeyAnswers = {
  port: PORTS, ports: PORTS, listener: PORTS, listeners: PORTS, listenPort: PORTS, listenPorts: PORTS, httpPort: PORTS, httpsPort: PORTS,
  tlsPort: PORTS,
};

const MESH: KeyAnswer = { what: 'is no key of a namespace', fix: 'write ambient: true or ambient: false' };

const POD_SECURITY: KeyAnswer = { what: 'is no key of a namespace', fix: 'write podSecurity: restricted, baseline or privileged' };

const OWN_OBJECT: KeyAnswer = {
  what: 'is no key of a namespace', fix: 'remove it, and put such an object into a folder of manifests of your own (docs/applications.md)',
};

/** Keys of a namespace. */
export const NAMESPACE_KEYS: KeyAnswers = {
  mesh: MESH, istio: MESH, inMesh: MESH, sidecar: MESH,
  psa: POD_SECURITY, pss: POD_SECURITY, podSecurityStandard: POD_SECURITY, podSecurityAdmission: POD_SECURITY, privileged: POD_SECURITY,
  quota: OWN_OBJECT, resourceQuota: OWN_OBJECT, limits: OWN_OBJECT, limitRange: OWN_OBJECT, resources: OWN_OBJECT,
};
