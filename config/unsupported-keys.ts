import { ownOf } from './kinds';
import type { Objection } from './objection';
import type { ConfigPath } from './problem';

/*
 * Keys that people know from elsewhere. Most are of other gateways, and this one cannot have them: the standard channel of Gateway API
 * 1.5.1 has no such fields, so that the API server would drop them, and Istio 1.30 has no other way to say them for the routes of a
 * Gateway. Some are said by another key here.
 */

const RETRIES: Objection = {
  what: 'cannot be said: the standard channel of Gateway API 1.5 has no retries, and its definitions drop the field',
  fix: 'remove it; Istio tries a request twice more by itself where the connection failed or was refused, and timeouts limit the whole',
};

const SESSIONS: Objection = {
  what: 'cannot be said: the standard channel of Gateway API 1.5 has no session persistence, and Istio 1.30 has none of its own',
  fix: 'remove it, and keep sessions where every pod finds them, such as in Redis, or run one pod',
};

const LIMITS: Objection = {
  what: 'cannot be said: no route of Gateway API 1.5 limits how many requests are made',
  fix: 'remove it, and limit them in the app itself',
};

const LOGIN: Objection = {
  what: 'is no key of a service',
  fix: 'write login: true, and under login, beside services, where people log in (docs/login.md)',
};

const CLIENTS: Objection = {
  what: 'is no key of a service: routes of Gateway API 1.5 do not tell the addresses of clients apart',
  fix: 'remove it, and write login: true, or a gateway of its own under gateways, at an address that others do not reach (docs/gateway.md)',
};

/** What is said of a key that the gateway cannot have. */
interface Unsupported extends Objection {
  /** Mandatory keys that are not there because of this one. @default - none */
  readonly insteadOf?: readonly string[];
}

const OUTSIDE: Unsupported = {
  what: 'cannot be said: a mirror or a canary is a Kubernetes Service',
  fix: 'name one; under backends machines outside the cluster have weights, too',
  insteadOf: ['name', 'port'],
};

const PATH: Objection = {
  what: 'is no key of a service', fix: 'write matches: [{ path: /app }], with rewrite: / where the Service does not know that path',
};

const HOSTNAME: Objection = {
  what: 'is no key of a service', fix: 'write hostname with the whole name, or leave it out for <name>.<domain>',
};

const EXPOSED: Objection = {
  what: 'is no key of a service: each of them is reached through the gateway', fix: 'remove it; what only pods need is not listed here',
};

const HEADERS: Objection = {
  what: 'is no key of a service',
  fix: 'write requestHeaders or responseHeaders to change headers, and matches: [{ headers: [...] }] to choose requests by them',
};

const SECURED: Objection = {
  what: 'is no key of a service: the gateway speaks https, and sends http there',
  fix: 'remove it; tls is for a Service that wants https itself',
};

const STREAMS: Objection = {
  what: 'is no key of a service',
  fix: 'write protocol: tcp or protocol: udp beside port, or ports for several',
};

/** Keys of a service, or of one of its rules or backends. */
const OF_SERVICES: Readonly<Record<string, Objection>> = {
  retry: RETRIES, retries: RETRIES, retryPolicy: RETRIES, retryOn: RETRIES, attempts: RETRIES,
  sticky: SESSIONS, stickySessions: SESSIONS, sessionPersistence: SESSIONS, sessionAffinity: SESSIONS, affinity: SESSIONS,
  rateLimit: LIMITS, rateLimits: LIMITS, rateLimiting: LIMITS,
  externalAuth: LOGIN, auth: LOGIN, basicAuth: LOGIN, forwardAuth: LOGIN, oidc: LOGIN, sso: LOGIN,
  ipAllowList: CLIENTS, ipWhiteList: CLIENTS, allowedIPs: CLIENTS, allowIPs: CLIENTS, sourceRanges: CLIENTS, clientRanges: CLIENTS,
  tcp: STREAMS, udp: STREAMS,
};

/** Keys of a service, or of one of its rules, but of nothing below them. */
const OF_RULES: Readonly<Record<string, Objection>> = { path: PATH, pathPrefix: PATH, prefix: PATH, headers: HEADERS };

/** Keys of a service itself. */
const OF_WHOLE_SERVICES: Readonly<Record<string, Objection>> = {
  ...OF_RULES,
  host: HOSTNAME, hosts: HOSTNAME, url: HOSTNAME, domain: HOSTNAME, subdomain: HOSTNAME, fqdn: HOSTNAME,
  public: EXPOSED, expose: EXPOSED, exposed: EXPOSED, ingress: EXPOSED,
  https: SECURED, ssl: SECURED,
};

const BACKEND: Unsupported = { what: 'is no key of a backend', fix: 'write name: that of the Kubernetes Service', insteadOf: ['name'] };

/** Keys of items, by the list that they are in. */
const OF_LISTS: Readonly<Record<string, Readonly<Record<string, Unsupported>>>> = {
  rules: OF_RULES, backends: { service: BACKEND, svc: BACKEND, serviceName: BACKEND },
};

const MESH: Objection = { what: 'is no key of a namespace', fix: 'write ambient: true or ambient: false' };

const POD_SECURITY: Objection = { what: 'is no key of a namespace', fix: 'write podSecurity: restricted, baseline or privileged' };

const OWN_OBJECT: Objection = {
  what: 'is no key of a namespace', fix: 'remove it, and put such an object into a folder of manifests of your own (docs/applications.md)',
};

const OF_NAMESPACES: Readonly<Record<string, Objection>> = {
  mesh: MESH, istio: MESH, inMesh: MESH, sidecar: MESH,
  psa: POD_SECURITY, pss: POD_SECURITY, podSecurityStandard: POD_SECURITY, podSecurityAdmission: POD_SECURITY, privileged: POD_SECURITY,
  quota: OWN_OBJECT, resourceQuota: OWN_OBJECT, limits: OWN_OBJECT, limitRange: OWN_OBJECT, resources: OWN_OBJECT,
};

/** BackendTLSPolicy has no such field: https://gateway-api.sigs.k8s.io/reference/spec/#backendtlspolicyvalidation */
const UNVERIFIED: Objection = {
  what: 'cannot be said: the Gateway API always checks the certificate, and without that anybody in between could read along',
  fix: 'remove it, and paste the certificate of the machine below "ca: |" (openssl s_client -connect ADDRESS:PORT -showcerts shows it); '
    + 'hostname then is one of the DNS names in it',
};

const OF_TLS: Readonly<Record<string, Objection>> = {
  insecureSkipVerify: UNVERIFIED, skipVerify: UNVERIFIED, insecure: UNVERIFIED, insecureSkipTLSVerify: UNVERIFIED, noVerify: UNVERIFIED,
  verify: UNVERIFIED,
};

const VLAN: Objection = {
  what: 'cannot be said: the switch of the lab has no VLAN of its own',
  fix: 'remove it, and let the port of your LAN switch bring that VLAN untagged to host.adapter',
};

const OF_HOST: Readonly<Record<string, Objection>> = { vlan: VLAN, vlanId: VLAN, vlanID: VLAN };

const OF_NODES: Readonly<Record<string, Objection>> = {
  // https://learn.microsoft.com/windows-server/virtualization/hyper-v/plan/plan-for-gpu-acceleration-in-windows-server
  gpu: {
    what: 'is nothing that a lab gives a node: Hyper-V of Windows 10 and 11 hands no graphics card to a VM of Linux',
    fix: 'remove it; with host: none (docs/host-none.md) a Linux machine has what is in it',
  },
  labels: { what: 'is no key of a node', fix: 'write k3s.serverArgs: ["--node-label=disk=ssd"]' },
};

const VERSION: Unsupported = {
  what: 'is no key of an application, whose version is its targetRevision',
  fix: 'write targetRevision: the version of the chart, or the branch, tag or commit of the repository',
  insteadOf: ['targetRevision'],
};

const REPOSITORY: Unsupported = {
  what: 'is no key of an application',
  fix: 'write repoURL: the address of the Helm repository, of the registry (oci://) or of the git repository',
  insteadOf: ['repoURL'],
};

const VALUE_FILES: Objection = {
  what: 'is no key of an application', fix: 'write values here, or helm: { valueFiles: [...] } (docs/applications.md)',
};

const MADE: Objection = {
  what: 'is no key of an application: the lab makes the namespaces', fix: 'remove it, and declare the namespace under namespaces',
};

const SYNCED: Objection = {
  what: 'is no key of an application: each of them is synced by itself',
  fix: 'remove it; prune: false keeps what is no longer in its source',
};

const OF_APPLICATIONS: Readonly<Record<string, Unsupported>> = {
  version: VERSION, revision: VERSION, tag: VERSION, branch: VERSION, chartVersion: VERSION, ref: VERSION,
  repo: REPOSITORY, repository: REPOSITORY, url: REPOSITORY, git: REPOSITORY, repositoryURL: REPOSITORY,
  valuesFile: VALUE_FILES, valuesFiles: VALUE_FILES, valueFiles: VALUE_FILES, valuesFrom: VALUE_FILES,
  createNamespace: MADE, syncPolicy: SYNCED, syncOptions: SYNCED, autoSync: SYNCED, selfHeal: SYNCED,
};

/** The lab's own certificate is a wildcard, which nothing but DNS-01 proves: https://letsencrypt.org/docs/challenge-types/ */
const HTTP01: Objection = {
  what: 'cannot be had: the certificates are for *.<domain>, and for those an authority takes DNS-01 alone, which needs no open port',
  fix: 'remove it, and write dns01 with the provider of your domain (docs/certificates.md)',
};

const PORTS: Objection = {
  what: 'is no key of a gateway: it listens where a service says so', fix: 'remove it, and write listenPort: 8443 at the service',
};

/** What is said of a key that cannot be had, or has another name; undefined for one that is only unknown. */
export function unsupportedKey(path: ConfigPath, key: string): Unsupported | undefined {
  if (path[0] === 'applications' && path.length === 2) { return ownOf(OF_APPLICATIONS, key); }
  if (path[0] === 'tls' && path.length === 1) { return /^http-?01$/i.test(key) ? HTTP01 : undefined; }
  if ((path[0] === 'gateway' && path.length === 1) || (path[0] === 'gateways' && path.length === 2)) {
    return /^(ports?|listeners?|listenPorts?|(https?|tls)Port)$/.test(key) ? PORTS : undefined;
  }
  if (path[0] === 'host' && path.length === 1) { return ownOf(OF_HOST, key); }
  if (path[0] === 'nodes' && path.length === 2) { return ownOf(OF_NODES, key); }
  if (path[0] === 'namespaces' && path.length === 2) { return ownOf(OF_NAMESPACES, key); }
  if (path[0] !== 'services') { return undefined; }
  const own = ownOf(path.length === 2 ? OF_WHOLE_SERVICES : ownOf(OF_LISTS, String(path.at(-2))) ?? {}, key);
  if (own) { return own; }
  if (key === 'external' && (path.includes('mirror') || path.at(-1) === 'canary')) { return OUTSIDE; }
  return ownOf(path.at(-1) === 'tls' ? OF_TLS : OF_SERVICES, key);
}

function inLowerCase(protocol: string): Objection {
  return { what: 'has a protocol in capitals', fix: `write protocol: ${protocol}` };
}

/** Protocols that people ask for in other words than those of this file. */
const PROTOCOLS: Readonly<Record<string, Objection>> = {
  tcp: inLowerCase('tcp'), udp: inLowerCase('udp'),
  https: {
    what: 'has protocol: https, which browsers speak to every service of the gateway anyway',
    fix: 'remove it; where the Service itself wants https, add tls with the hostname in its certificate',
  },
};

/** What is said of such a protocol; undefined for one that nobody knows. */
export function otherProtocol(protocol: string): Objection | undefined {
  return ownOf(PROTOCOLS, protocol.toLowerCase());
}
