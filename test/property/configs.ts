import fc from 'fast-check';
import { formatAddress } from '../../config/address';

/** A configuration as a user could have written it: every key may be left out. */
export type Config = Record<string, unknown>;

/** Not with an "e" in front: the package yaml takes e-012 for a number in its 1.1 mode, where neither the YAML 1.1 types nor go-yaml do. */
const label = fc.stringMatching(/^[a-df-z]([a-z0-9-]{0,12}[a-z0-9])?$/);
/** Two hyphens in the third place are kept for other alphabets. */
const ofDomain = label.filter((text) => !text.startsWith('--', 2));
const domain = fc.tuple(ofDomain, fc.constantFrom('frank.dev', 'lab.example.net', 'home.arpa')).map((parts) => parts.join('.'));
/** Texts that a careless writer lets out of their quotes. */
export const hostileText = fc.oneof(
  fc.constantFrom(
    '"', "'", '`', '$(reboot)', '${HOME}', '%PATH%', '; rm -rf /', '#>', '"@', "'@", '<#', '\u2019', '\u201c', '{{ .Values }}', '---',
    '...', '- a', ': b', '!!js/function', '&a', '*a', '<<', '=', '~', 'null', 'yes', 'no', 'on', '0777', '0o17', '0x1F', '1e3', '12:30',
    '2026-11-23', '.inf', '\ufeff', '\u2028', '\u0085', '\t', '\n', '\r\n', '\u0000', '😀', 'é', '\\', '\\n', ' ', '',
    '../../etc/passwd', 'a'.repeat(300),
  ),
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

/** A /24 with its host, node, pool and gateway, none in another's place, and each as likely left out as written. */
const network = fc.record({
  a: fc.nat(255), b: fc.nat(255),
  node: fc.integer({ min: 2, max: 99 }), from: fc.integer({ min: 100, max: 200 }), size: fc.integer({ min: 0, max: 40 }),
  writes: fc.record({ hostAddress: fc.boolean(), node: fc.boolean(), pool: fc.boolean(), gateway: fc.boolean() }),
}).map(({ a, b, node, from, size, writes }) => {
  const base = 172 * 2 ** 24 + (16 + a % 16) * 2 ** 16 + b * 256;
  const at = (host: number): string => formatAddress(base + host);
  return {
    network: {
      cidr: `${at(0)}/24`,
      ...writes.hostAddress ? { hostAddress: at(1) } : {},
      ...writes.pool ? { loadBalancerRange: `${at(from)}-${at(from + size)}` } : {},
    },
    nodes: [{ ...writes.node ? { address: at(node) } : {}, name: 'node-a' }],
    // A pool that is not written holds the addresses from .200 on.
    gateway: writes.gateway ? { address: at(writes.pool ? from : 200) } : {},
  };
});

const match = fc.record({
  path: fc.record({ type: fc.constantFrom('PathPrefix', 'Exact'), value: fc.stringMatching(/^\/([a-z0-9]{1,8}(\/[a-z0-9]{1,8}){0,2})?$/) }),
  headers: fc.uniqueArray(
    fc.record({ name: fc.stringMatching(/^X-[A-Za-z]{1,8}$/), value: fc.string({ minLength: 1, maxLength: 20 }) }),
    { minLength: 1, maxLength: 3, selector: ({ name }) => name.toLowerCase() },
  ),
  method: fc.constantFrom('GET', 'POST'),
}, { requiredKeys: ['path'] });

const port = fc.integer({ min: 1, max: 65535 });
const backends = fc.array(
  fc.record({ name: label, port, weight: fc.integer({ min: 1, max: 100 }) }, { requiredKeys: ['name', 'port'] }),
  { minLength: 1, maxLength: 3 },
);
const timeouts = fc.record(
  { request: fc.constantFrom('30s', '1m', '0s'), backendRequest: fc.constantFrom('10s', '500ms') }, { requiredKeys: ['request'] },
);

/** Namespaces, and services in them under names of their own. */
const workloads = fc.uniqueArray(label, { minLength: 1, maxLength: 4 }).chain((names) => fc.record({
  namespaces: fc.tuple(...names.map((name) => fc.record({
    name: fc.constant(`app-${name}`), ambient: fc.boolean(), podSecurity: fc.constantFrom('restricted', 'baseline', 'privileged'),
    waypoint: fc.boolean(),
  }, { requiredKeys: ['name'] }).map((each) => ({ ...each, waypoint: each.ambient === true && each.waypoint === true })))),
  services: fc.uniqueArray(label, { maxLength: 6 }).chain((services) => fc.tuple(...services.map((name) => fc.record({
    name: fc.constant(`svc-${name}`),
    namespace: fc.constantFrom(...names.map((each) => `app-${each}`)),
    target: fc.oneof(port.map((each) => ({ port: each })), backends.map((each) => ({ backends: each }))),
    matches: fc.option(
      fc.uniqueArray(match, { minLength: 1, maxLength: 2, selector: ({ path }) => `${path.type} ${path.value}` }), { nil: undefined },
    ),
    timeouts: fc.option(timeouts, { nil: undefined }),
  }).map(({ target, matches, timeouts: limits, ...rest }) => ({
    ...rest, ...target, ...matches ? { matches } : {}, ...limits ? { timeouts: limits } : {},
  }))))),
}));

/** As long as cert-manager's definition takes it. */
const isChain = (text: string): boolean => text.length > 0 && text.length <= 64;

const tls = fc.oneof(
  fc.constant({ issuer: 'homelab-ca' }),
  fc.record({ issuer: fc.constant('own-ca'), ownCA: fc.record({ secretName: fc.constantFrom('own-ca', 'family') }) }),
  fc.record({
    issuer: fc.constant('acme'), route53: fc.constant({ hostedZoneID: 'Z0123456789' }),
    acme: fc.record(
      {
        server: fc.constantFrom('https://acme.zerossl.com/v2/DV90', 'https://ca.frank.dev:8443/acme/acme/directory'),
        externalAccountBinding: fc.record({ keyID: fc.stringMatching(/^[\w-]{1,40}$/) }), preferredChain: hostileText.filter(isChain),
      },
      { requiredKeys: ['server', 'externalAccountBinding'] },
    ),
  }),
  fc.record(
    {
      issuer: fc.constantFrom('letsencrypt-prod', 'letsencrypt-staging'), email: fc.constant('me@frank.dev'),
      route53: fc.record({ region: fc.constantFrom('eu-west-2', 'us-east-1'), hostedZoneID: fc.stringMatching(/^Z[A-Z0-9]{5,20}$/) }),
    },
    { requiredKeys: ['issuer'] },
  ),
);

const rest = fc.record({
  tls,
  mesh: fc.record(
    {
      mtls: fc.constantFrom('STRICT', 'PERMISSIVE'),
      ztunnelRestartSchedule: fc.constantFrom('0 3 * * 0', '*/30 * * * *', '@weekly', '15 4 1 * *'),
      workloadCertificateTTL: fc.constantFrom('24h', '720h', '1h30m'),
    },
    { requiredKeys: [] },
  ),
  interfaces: fc.record(
    {
      argocd: fc.record({ expose: fc.boolean() }), grafana: fc.record({ expose: fc.boolean() }),
      hubble: fc.record({ expose: fc.boolean() }),
    },
    { requiredKeys: [] },
  ),
  monitoring: fc.record(
    { enabled: fc.boolean(), retention: fc.constantFrom('2d', '15d', '1y'), storage: fc.constantFrom('5Gi', '1.5Gi', '20G') },
    { requiredKeys: [] },
  ),
  values: fc.record(
    {
      cilium: fc.dictionary(
        fc.constantFrom('debug', 'extraConfig', 'nodeSelector', 'constructor'), hostileText.map((text) => ({ key: text })),
        { maxKeys: 2 },
      ),
      metallb: fc.dictionary(
        fc.constantFrom('unknownKey', 'constructor'), hostileText.map((text) => ({ constructor: text })), { maxKeys: 2 },
      ),
    },
    { requiredKeys: [] },
  ),
}, { requiredKeys: [] });

/** Configurations that the schema and every check admit. */
export const validConfig: fc.Arbitrary<Config> = fc.tuple(domain, network, workloads, rest).map(([name, addresses, work, more]) => ({
  domain: name, ...addresses, ...work, ...more,
  // Let's Encrypt signs no private name.
  ...name.endsWith('.arpa') ? { tls: { issuer: 'homelab-ca' } } : {},
}));

/** The same configuration with independent entries the other way round: each makes objects of its own. */
export function turned(config: Config): Config {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [
    key, ['services', 'namespaces'].includes(key) && Array.isArray(value) ? [...value as unknown[]].reverse() : value,
  ]));
}

/** The same configuration with the keys of every mapping in another order. */
export function reordered(value: unknown): unknown {
  if (Array.isArray(value)) { return value.map(reordered); }
  if (value === null || typeof value !== 'object') { return value; }
  return Object.fromEntries(Object.entries(value).reverse().map(([key, child]) => [key, reordered(child)]));
}
