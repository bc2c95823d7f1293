import { each, renamed, type KeyAnswer, type KeyAnswers } from './key-answer';

/*
 * Keys of a service. Most are of other gateways, and this one cannot have them: the standard channel of Gateway API 1.5.1 has no such
 * fields, so that the API server would drop them, and Istio 1.30 has no other way to say them for the routes of a Gateway.
 */

const RETRIES: KeyAnswer = {
  what: 'cannot be said: the standard channel of Gateway API 1.5 has no retries, and its definitions drop the field',
  fix: 'remove it; Istio tries a request twice more by itself where the connection failed or was refused, and timeouts limit the whole',
};

const SESSIONS: KeyAnswer = {
  what: 'cannot be said: the standard channel of Gateway API 1.5 has no session persistence, and Istio 1.30 has none of its own',
  fix: 'remove it, and keep sessions where every pod finds them, such as in Redis, or run one pod',
};

const LIMITS: KeyAnswer = {
  what: 'cannot be said: no route of Gateway API 1.5 limits how many requests are made',
  fix: 'remove it, and limit them in the app itself',
};

const LOGIN: KeyAnswer = {
  what: 'is no key of a service',
  fix: 'write login: true, and under login, beside services, where people log in (docs/login.md)',
};

const CLIENTS: KeyAnswer = {
  what: 'is no key of a service: routes of Gateway API 1.5 do not tell the addresses of clients apart',
  fix: 'remove it, and write login: true, or a gateway of its own under gateways, at an address that others do not reach (docs/gateway.md)',
};

const OUTSIDE: KeyAnswer = {
  what: 'cannot be said: a mirror or a canary is a Kubernetes Service',
  fix: 'name one; under backends machines outside the cluster have weights, too',
  insteadOf: ['name', 'port'],
};

const PATH: KeyAnswer = {
  what: 'is no key of a service', fix: 'write matches: [{ path: /app }], with rewrite: / where the Service does not know that path',
};

const HOSTNAME: KeyAnswer = {
  what: 'is no key of a service', fix: 'write hostname with the whole name, or leave it out for <name>.<domain>',
};

const EXPOSED: KeyAnswer = {
  what: 'is no key of a service: each of them is reached through the gateway', fix: 'remove it; what only pods need is not listed here',
};

const HEADERS: KeyAnswer = {
  what: 'is no key of a service',
  fix: 'write requestHeaders or responseHeaders to change headers, and matches: [{ headers: [...] }] to choose requests by them',
};

const SECURED: KeyAnswer = {
  what: 'is no key of a service: the gateway speaks https, and sends http there',
  fix: 'remove it; tls is for a Service that wants https itself',
};

const STREAMS: KeyAnswer = {
  what: 'is no key of a service',
  fix: 'write protocol: tcp or protocol: udp beside port, or ports for several',
};

/** Keys of a service, or of what is below it. */
const ANYWHERE: KeyAnswers = {
  retry: RETRIES, retries: RETRIES, retryPolicy: RETRIES, retryOn: RETRIES, attempts: RETRIES,
  sticky: SESSIONS, stickySessions: SESSIONS, sessionPersistence: SESSIONS, sessionAffinity: SESSIONS, affinity: SESSIONS,
  rateLimit: LIMITS, rateLimits: LIMITS, rateLimiting: LIMITS,
  externalAuth: LOGIN, auth: LOGIN, basicAuth: LOGIN, forwardAuth: LOGIN, oidc: LOGIN, sso: LOGIN,
  ipAllowList: CLIENTS, ipWhiteList: CLIENTS, allowedIPs: CLIENTS, allowIPs: CLIENTS, sourceRanges: CLIENTS, clientRanges: CLIENTS,
  tcp: STREAMS, udp: STREAMS,
};

/** Keys of a service, or of one of its rules. */
const RULE: KeyAnswers = { ...ANYWHERE, path: PATH, pathPrefix: PATH, prefix: PATH, headers: HEADERS };

const WORKLOAD: KeyAnswer = {
  what: 'is no key of a service, which is the way to a Kubernetes Service that is there',
  fix: 'remove it; the app itself comes from applications, or from a folder of manifests (docs/add-an-app.md)',
};

const BY_ITSELF: KeyAnswer = {
  what: 'is no key of a service: the gateway does that by itself, with the certificate of the domain', fix: 'remove it',
};

const INGRESS: KeyAnswer = {
  what: 'is no key of a service, which becomes a route and no Ingress',
  fix: 'remove it, and write what it is for: rewrite, redirect, requestHeaders, cors, login (docs/services.md)',
};

const NAMED: KeyAnswer = {
  what: 'is no key of a service', fix: 'write name: that of the Kubernetes Service; with hostname it may have another name outside',
  insteadOf: ['name'],
};

const SHARED: KeyAnswer = { what: 'is no key of a service', fix: 'write backends: [{ name: ..., port: ..., weight: ... }]' };

/** Keys of a service itself. */
const SERVICE: KeyAnswers = {
  ...RULE,
  host: HOSTNAME, hosts: HOSTNAME, url: HOSTNAME, domain: HOSTNAME, subdomain: HOSTNAME, fqdn: HOSTNAME,
  public: EXPOSED, expose: EXPOSED, exposed: EXPOSED, ingress: EXPOSED,
  https: SECURED, ssl: SECURED,
  type: STREAMS, kind: STREAMS,
  ...each(['image', 'replicas', 'env', 'environment', 'volumes', 'command', 'container', 'resources', 'chart'], WORKLOAD),
  ...each([
    'websocket', 'websockets', 'http2', 'certificate', 'cert', 'issuer', 'entrypoint', 'entrypoints', 'ingressClass', 'dns',
  ], BY_ITSELF),
  ...each(['annotations', 'middleware', 'middlewares'], INGRESS),
  ...each(['service', 'serviceName', 'svc', 'backend', 'target'], NAMED),
  ...each(['weight', 'weights', 'split'], SHARED),
  ...renamed('a service', { 'timeouts: 30s': ['timeout'], 'allowFrom: [gateway]': ['allow', 'allowed', 'policy'] }),
};

/** Keys of one of several that answer. */
const BACKEND: KeyAnswers = {
  ...ANYWHERE,
  ...each(['service', 'svc', 'serviceName'], {
    what: 'is no key of a backend', fix: 'write name: that of the Kubernetes Service', insteadOf: ['name'],
  }),
};

/** Keys of a mirror or a canary. */
const BESIDE: KeyAnswers = { ...ANYWHERE, external: OUTSIDE };

/** BackendTLSPolicy has no such field: https://gateway-api.sigs.k8s.io/reference/spec/#backendtlspolicyvalidation */
const UNVERIFIED: KeyAnswer = {
  what: 'cannot be said: the Gateway API always checks the certificate, and without that anybody in between could read along',
  fix: 'remove it, and paste the certificate of the machine below "ca: |" (openssl s_client -connect ADDRESS:PORT -showcerts shows it); '
    + 'hostname then is one of the DNS names in it',
};

const TLS: KeyAnswers = each(
  ['insecureSkipVerify', 'skipVerify', 'insecure', 'insecureSkipTLSVerify', 'noVerify', 'verify'], UNVERIFIED,
);

/** What a service and each of its rules have below them. */
const BELOW: Readonly<Record<string, KeyAnswers>> = {
  'backends[]': BACKEND, 'backends[].tls': TLS, 'mirror[]': BESIDE, 'timeouts': ANYWHERE, 'tls': TLS,
};

/** Keys of a service, and of what is below it, by the place. */
export const OF_SERVICES: Readonly<Record<string, KeyAnswers>> = {
  'services[]': SERVICE,
  'services[].canary': BESIDE,
  'services[].rules[]': RULE,
  ...Object.fromEntries(['services[]', 'services[].rules[]'].flatMap((place) => (
    Object.entries(BELOW).map(([below, answers]) => [`${place}.${below}`, answers])
  ))),
};
