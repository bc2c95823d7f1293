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

const MADE_BY_ISTIO: KeyAnswer = { what: 'is no key of a gateway: Istio makes it, with the certificates of the domains', fix: 'remove it' };

/** Keys of a gateway. */
export const GATEWAY_KEYS: KeyAnswers = {
  ...renamed('a gateway', { 'address: 192.168.100.200': ['ip', 'ipAddress', 'loadBalancerIP', 'vip', 'externalIP'] }),
  ...each(
    ['class', 'className', 'gatewayClassName', 'type', 'kind', 'tls', 'certificate', 'annotations', 'enabled', 'replicas'], MADE_BY_ISTIO,
  ),
  ...each(['hostname', 'host', 'hosts', 'domain', 'domains'], {
    what: 'is no key of a gateway: it answers for every name that a service has at it', fix: 'remove it, and write hostname at the service',
  }),
  port: PORTS, ports: PORTS, listener: PORTS, listeners: PORTS, listenPort: PORTS, listenPorts: PORTS, httpPort: PORTS, httpsPort: PORTS,
  tlsPort: PORTS,
};

const MESH: KeyAnswer = { what: 'is no key of a namespace', fix: 'write ambient: true or ambient: false' };

const POD_SECURITY: KeyAnswer = { what: 'is no key of a namespace', fix: 'write podSecurity: restricted, baseline or privileged' };

const OWN_OBJECT: KeyAnswer = {
  what: 'is no key of a namespace', fix: 'remove it, and put such an object into a folder of manifests of your own (docs/applications.md)',
};

const CLOSED: KeyAnswer = {
  what: 'is no key of a namespace', fix: 'write denyByDefault: true, and allowFrom at its services (docs/policy.md)',
};

const LABELS: KeyAnswer = { what: 'is no key of a namespace, whose labels and annotations follow from its keys', fix: 'remove it' };

/** Keys of a namespace. */
export const NAMESPACE_KEYS: KeyAnswers = {
  ...each(['deny', 'denyAll', 'isolated', 'networkPolicy', 'networkPolicies', 'policy'], CLOSED),
  ...each(['labels', 'annotations'], LABELS),
  mesh: MESH, istio: MESH, inMesh: MESH, sidecar: MESH,
  psa: POD_SECURITY, pss: POD_SECURITY, podSecurityStandard: POD_SECURITY, podSecurityAdmission: POD_SECURITY, privileged: POD_SECURITY,
  quota: OWN_OBJECT, resourceQuota: OWN_OBJECT, limits: OWN_OBJECT, limitRange: OWN_OBJECT, resources: OWN_OBJECT,
};

/** Keys of `mesh`. */
export const MESH_KEYS: KeyAnswers = {
  ...renamed('mesh', { 'mtls: STRICT': ['mode', 'strict', 'mTLSMode', 'peerAuthentication'] }),
  ...each(['provider', 'type', 'istio', 'ambient', 'sidecar', 'sidecars', 'linkerd'], {
    what: 'is no key of mesh, which is Istio in ambient mode', fix: 'remove it; mesh: false leaves the mesh out',
  }),
  version: { what: 'is no key of mesh: charts are pinned together', fix: 'remove it; homelab upgrade raises them (docs/update.md)' },
  ...each(['tracing', 'telemetry'], { what: 'is no key of mesh', fix: 'write traces: tempo under monitoring (docs/traces.md)' }),
};

/** Keys of a further domain. */
export const DOMAIN_KEYS: KeyAnswers = {
  ...renamed('a domain', {
    'name: example.net': ['domain', 'host', 'hostname', 'zone'],
    'dns01: cloudflare': ['dns', 'provider', 'solver'],
  }),
  ...each(['issuer', 'email', 'tls', 'wildcard'], { what: 'is no key of a domain: tls is about all of them', fix: 'remove it' }),
};

/** Keys of a page of the platform. */
export const INTERFACE_KEYS: KeyAnswers = {
  ...renamed('a page', {
    'expose: true': ['enabled', 'enable', 'public'],
    'host: grafana': ['hostname', 'subdomain', 'url', 'name', 'domain'],
  }),
  ...each(['login', 'auth', 'oidc'], {
    what: 'is no key of a page: login asks before all of them', fix: 'remove it, and write login (docs/login.md)',
  }),
};

/** Pages that a lab does not have. */
export const INTERFACES_KEYS: KeyAnswers = {
  ...each(['prometheus', 'alertmanager'], {
    what: 'has no page of its own: it has no login',
    fix: 'remove it; Grafana shows the same, and kubectl port-forward the rest (docs/monitoring.md)',
  }),
  ...each(['kiali', 'loki', 'tempo', 'longhorn', 'traefik', 'dashboard', 'rancher'], {
    what: 'is no part of the lab', fix: 'remove it; a page of an application is one of services',
  }),
};
