import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { HOMELAB_SCHEMA_FILE, homelabSchemaText } from '../../tools/schema';

const text = homelabSchemaText();
const valid = new Ajv({ strict: false }).compile(JSON.parse(text) as object);

test('the committed schema is current; if not, run npm run schema', () => {
  expect(readFileSync(HOMELAB_SCHEMA_FILE, 'utf8')).toBe(text);
});

test('an empty file is valid, since every key has a default', () => {
  expect(valid({})).toBe(true);
});

const SERVICE = { name: 'shop', namespace: 'my-app' };
const APPLICATION = { name: 'a', namespace: 'my-app', repoURL: 'https://example.org/a.git', targetRevision: 'main' };
const alerting = (...receivers: object[]): object => ({ monitoring: { alerting: { receivers } } });

test.each([
  ['an unknown key', { domian: 'example.com' }],
  ['a wrong type', { nodes: [{ cpus: 'four' }] }],
  ['an unknown choice', { mesh: { mtls: 'strict' } }],
  ['a malformed name', { namespaces: [{ name: 'My App' }] }],
  ['a missing key', { services: [{ name: 'shop' }] }],
  ['a receiver without what its type needs', alerting({ name: 'a', type: 'telegram' })],
  ['a key of another type of receiver', alerting({ name: 'a', type: 'discord', chatID: 1 })],
  ['an adapter behind NAT', { host: { adapter: 'Ethernet' } }],
  ['an external switch without a router', { host: { network: 'external', adapter: 'Ethernet' } }],
  ['an image without a checksum', { host: { image: { url: 'https://example.org/a.img' } } }],
  ['a service without a port', { services: [SERVICE] }],
  ['a service with a port and backends', { services: [{ ...SERVICE, port: 80, backends: [{ name: 'x', port: 80 }] }] }],
  ['an application without a source', { applications: [APPLICATION] }],
  ['an application with two sources', { applications: [{ ...APPLICATION, path: 'x', chart: 'y' }] }],
])('an editor underlines %s', (_, data) => {
  expect(valid(data)).toBe(false);
});

test.each([
  ['every type of receiver', alerting(
    { name: 'a', type: 'ntfy', bearerToken: true }, { name: 'b', type: 'discord' }, { name: 'c', type: 'slack', channel: '#a' },
    { name: 'd', type: 'telegram', chatID: 1 }, { name: 'f', type: 'webhook' }, { name: 'g', type: 'pushover', device: 'pixel' },
    { name: 'e', type: 'email', to: 'a@example.org', from: 'b@example.org', smarthost: 'mail.example.org:25' },
  )],
  ['keys that change nothing', {
    ...alerting({ name: 'a', type: 'discord', bearerToken: false }), applications: [{ ...APPLICATION, path: 'x', values: {} }],
  }],
  ['both kinds of network', { host: { network: 'external', adapter: 'Ethernet', router: '192.168.1.1', image: {} } }],
  ['both kinds of service', { services: [{ ...SERVICE, port: 80 }, { ...SERVICE, backends: [{ name: 'x', port: 80 }] }] }],
  ['both kinds of application', { applications: [{ ...APPLICATION, path: 'x' }, { ...APPLICATION, chart: 'y', values: { a: 1 } }] }],
])('an editor takes %s', (_, data) => {
  expect([valid(data), valid.errors]).toEqual([true, null]);
});

/** What an editor offers in the mappings of a union, kind by kind. */
function offered(union: unknown): string[][] {
  const { oneOf, anyOf = oneOf } = union as Record<'oneOf' | 'anyOf', { properties?: Record<string, { doNotSuggest?: boolean }> }[]>;
  return anyOf.map(({ properties = {} }) => Object.keys(properties).filter((key) => properties[key]?.doNotSuggest !== true));
}

test('an editor offers each kind its own keys', () => {
  const properties = (schema: unknown): Record<string, { items?: unknown }> =>
    (schema as { properties: Record<string, object> }).properties;
  const { host, services, applications, monitoring: switched } = properties(JSON.parse(text));
  const [, monitoring] = (switched as { anyOf: unknown[] }).anyOf;
  const receivers = properties(properties(monitoring)['alerting'])['receivers']?.items;
  const common = ['switchName', 'folder', 'secureBoot', 'autostart', 'sshUser', 'sshAuthorizedKeys', 'kubeContext', 'image', 'loopback'];
  const [, kinds] = (host as { anyOf: unknown[] }).anyOf;
  expect(offered(kinds)).toEqual([['network', ...common], ['network', 'adapter', 'router', ...common], ['network']]);
  const passed = ['name', 'namespace', 'hostname', 'hostnames', 'gateway', 'listenPort', 'protocol'];
  // Who is asked for a login is a person with a browser.
  const named = [...passed, 'login'];
  const onward = ['matches', 'rewrite', 'requestHeaders', 'responseHeaders', 'mirror', 'cors', 'timeouts'];
  const called = ['matches', 'requestHeaders', 'responseHeaders', 'mirror'];
  const closing = ['selector', 'metricsPort', 'metricsPath', 'metricsInterval', 'allowFrom'];
  const lan = ['name', 'namespace', 'address', 'selector', 'protocol'];
  const policy = ['selector', 'metricsPort', 'metricsPath', 'metricsInterval', 'allowFrom', 'allowRequests', 'jwt'];
  expect(offered(services?.items)).toEqual([
    [...named, 'port', 'tls', 'canary', ...onward, ...policy], [...named, 'backends', ...onward, ...policy],
    [...named, 'external', 'tls', ...onward], [...passed, 'redirect', 'matches'], [...named, 'rules', ...policy],
    [...passed, 'port', 'tls', 'canary', ...called, ...policy], [...passed, 'backends', ...called, ...policy],
    [...passed, 'external', 'tls', ...called], [...passed, 'rules', ...policy],
    [...passed, 'port', ...closing], [...passed, 'backends', ...closing], [...passed, 'external'],
    [...lan, 'port', 'targetPort'], [...lan, 'ports'],
  ]);
  const application = ['name', 'namespace', 'namespaces', 'clusterKinds', 'remove', 'prune', 'dependsOn', 'repoURL', 'targetRevision'];
  const settings = application.filter((key) => !['repoURL', 'targetRevision'].includes(key));
  expect(offered(applications?.items)).toEqual([
    [...application, 'path', 'recurse', 'include', 'exclude', 'kustomize', 'helm'],
    [...application, 'versions', 'chart', 'values', 'helm'],
    // Settings of a folder of appsFolder.
    [...settings, 'recurse', 'include', 'exclude', 'kustomize', 'helm'],
    [...settings, 'sources'],
  ]);
  expect(offered(receivers)).toEqual([
    ['name', 'type', 'secretName', 'bearerToken'], ['name', 'type', 'secretName'], ['name', 'type', 'secretName', 'channel'],
    ['name', 'type', 'secretName', 'chatID'], ['name', 'type', 'secretName', 'device'],
    ['name', 'type', 'secretName', 'to', 'from', 'smarthost', 'username'], ['name', 'type', 'secretName', 'bearerToken'],
  ]);
});

test('an editor takes short forms, with the values that may stand alone', () => {
  // GIVEN
  const { properties } = JSON.parse(text) as { properties: Record<string, { anyOf: unknown[] }> };
  const alone = (key: string): unknown => properties[key]?.anyOf[0];
  // THEN
  expect(alone('mesh')).toEqual({ type: 'boolean' });
  expect(alone('monitoring')).toEqual({ type: 'boolean' });
  expect(alone('tls')).toEqual({ type: 'string', enum: ['letsencrypt-prod', 'letsencrypt-staging', 'acme', 'homelab-ca', 'own-ca'] });
  expect(alone('dns')).toEqual({ type: 'string', enum: ['manual', 'hosts-file', 'k8s-gateway', 'external-dns'] });
  const items = (key: string): unknown => (properties[key] as unknown as { items: { anyOf: unknown[] } }).items.anyOf[0];
  expect(items('namespaces')).toEqual({ type: 'string', pattern: '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$' });
  expect(items('domains')).toMatchObject({ type: 'string' });
  expect(alone('network')).toMatchObject({ type: 'string' });
  expect(alone('gitops')).toMatchObject({ type: 'string' });
  // A provider of DNS alone is offered for the lab and for further domains.
  expect(text.match(/"dns01": \{\n.+\n\s+"anyOf": \[\n\s+\{\n\s+"type": "string",\n\s+"enum": \[\n\s+"route53"/g)).toHaveLength(2);
  // A machine outside the cluster is offered by its address and port, wherever there is one.
  expect(text.match(/"type": "string",\n\s+"pattern": "\^\[A-Za-z0-9\.-\]\+:/g)?.length).toBe(text.match(/"external": \{/g)?.length);
  // A path alone is offered wherever requests are matched by their path, and calls of gRPC are not.
  const paths = text.match(/"path": \{\n\s+"default": \{\},\n\s+"anyOf": \[\n\s+\{\n\s+"type": "string"\n/g) ?? [];
  const matched = text.match(/"type": "array",\n\s+"items": \{\n\s+"type": "object",\n\s+"properties": \{\n\s+"path": \{/g) ?? [];
  expect(paths.length).toBe(matched.length);
  expect(paths.length).toBeGreaterThan(1);
});
