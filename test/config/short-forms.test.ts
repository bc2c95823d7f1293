import { parseConfig } from '../../charts/load-config';
import { ConfigError } from '../../config/problem';
import { expandShortForms } from '../../config/short-forms';

test.each([
  ['dns: hosts-file', { dns: { provider: 'hosts-file' } }],
  ['dns: { provider: manual }', { dns: { provider: 'manual' } }],
  ['dns: true', { dns: true }],
  ['addons: true', { addons: true }],
])('%s is written out where there is something to write out', (yaml, data) => {
  const [, key = '', value = ''] = /^(\w+): (.*)$/.exec(yaml) ?? [];
  const written = value.startsWith('{') ? { provider: 'manual' } : value;
  expect(expandShortForms({ [key]: value === 'true' ? true : written })).toEqual(data);
});

test.each([undefined, null, 3, 'text', [], { addons: null }, { addons: [] }, { addons: { reloader: 'yes' } }])(
  'data that has no short form stays as it is: %j', (data) => { expect(expandShortForms(structuredClone(data))).toEqual(data); },
);

test('short and long forms make the same lab', () => {
  expect(parseConfig('dns: k8s-gateway\naddons: { reloader: true, sealed-secrets: false }'))
    .toEqual(parseConfig('dns: { provider: k8s-gateway }\naddons: { reloader: {}, sealed-secrets: { enabled: false } }'));
  expect(parseConfig('tls: homelab-ca\nmesh: false\nmonitoring: false'))
    .toEqual(parseConfig('tls: { issuer: homelab-ca }\nmesh: { enabled: false }\nmonitoring: { enabled: false }'));
});

test('a provider of DNS alone is all there is to say of some, for the lab and for further domains', () => {
  // GIVEN
  const lab = (dns01: string): string => [
    `tls: { dns01: ${dns01} }`, `domains: [{ name: example.net, dns01: ${dns01} }]`, 'namespaces: [{ name: my-app }]',
    'services: [{ name: a, namespace: my-app, port: 80, hostname: a.example.net }]',
  ].join('\n');
  // THEN
  expect(parseConfig(lab('cloudflare'))).toEqual(parseConfig(lab('{ provider: cloudflare }')));
});

test('a name, an address or a switch alone is all there is to say of most parts', () => {
  // GIVEN
  const short = `
domain: lab.frank.dev
domains: [frank.net]
gitops: https://github.com/frank/lab.git
network: 192.168.50.0/24
namespaces: [media, { name: home, ambient: false }]
interfaces: { grafana: false, argocd: true }
services:
  - { name: films, namespace: media, port: 80, hostname: films.frank.net, matches: [{ path: /films }], rewrite: /, timeouts: 30s }
  - { name: api, namespace: home, rules: [{ port: 80, matches: [{ path: /v1 }], rewrite: /v2, timeouts: 5s }] }
`;
  const long = `
domain: lab.frank.dev
domains: [{ name: frank.net }]
gitops: { repoURL: https://github.com/frank/lab.git }
network: { cidr: 192.168.50.0/24 }
namespaces: [{ name: media }, { name: home, ambient: false }]
interfaces: { grafana: { expose: false }, argocd: { expose: true } }
services:
  - name: films
    namespace: media
    port: 80
    hostname: films.frank.net
    matches: [{ path: { value: /films } }]
    rewrite: { prefix: / }
    timeouts: { request: 30s }
  - name: api
    namespace: home
    rules: [{ port: 80, matches: [{ path: { value: /v1 } }], rewrite: { prefix: /v2 }, timeouts: { request: 5s } }]
`;
  const tls = 'tls: { dns01: cloudflare }\n';
  // THEN
  expect(parseConfig(tls + short)).toEqual(parseConfig(tls + long));
});

test('what is wrong with one value in the place of a mapping is said at its place', () => {
  const fault = (text: string): string => {
    try { parseConfig(text); return ''; } catch (error) { return error instanceof Error ? error.message : ''; }
  };
  expect(fault('namespaces: [Media]')).toContain('homelab.yaml:1:14 namespaces[0].name: is not a Kubernetes name ("Media")');
  expect(fault('namespaces: [3]')).toContain('homelab.yaml:1:14 namespaces[0]: must be a word or a mapping of keys, not a number (3)');
  expect(fault('network: 192.168.1.300/24')).toContain('homelab.yaml:1:10 network.cidr: is not an IPv4 network');
  expect(fault('interfaces: { hubble: "no" }')).toContain('1:23 interfaces.hubble: must be true, false or a mapping of keys, not a text');
});

test('a path alone is one that a request begins with, in a service and in its rules', () => {
  // GIVEN
  const lab = (path: string): string => [
    'namespaces: [{ name: my-app }]', 'services:',
    `  - { name: a, namespace: my-app, port: 80, matches: [{ path: ${path} }, { method: GET }] }`,
    `  - { name: b, namespace: my-app, rules: [{ port: 80, matches: [{ path: ${path} }] }] }`,
    // A call of gRPC has no path.
    '  - { name: c, namespace: my-app, port: 80, protocol: grpc, matches: [{ service: shop.v1.Orders }] }',
  ].join('\n');
  // THEN
  expect(parseConfig(lab('/api'))).toEqual(parseConfig(lab('{ type: PathPrefix, value: /api }')));
});

test('what is wrong with a path alone is said at its place', () => {
  const lab = (path: string): string =>
    `domain: lab.frank.dev\nnamespaces: [{ name: a }]\nservices: [{ name: a, namespace: a, port: 80, matches: [{ path: ${path} }] }]`;
  expect(() => parseConfig(lab('api'))).toThrow('homelab.yaml:3:65 services[0].matches[0].path.value: is not a path ("api"); begin it');
  expect(() => parseConfig(lab('3'))).toThrow('3:65 services[0].matches[0].path: must be a word or a mapping of keys, not a number (3)');
});

test('a machine outside the cluster is its address or name, and its port', () => {
  // GIVEN
  const lab = (address: string, name: string): string => [
    'domain: lab.frank.dev', 'network: { dnsServers: [192.168.1.1] }', 'namespaces: [my-app]', 'services:',
    `  - { name: nas, external: ${address} }`,
    `  - { name: scanner, protocol: tls, hostname: scan.lab.frank.dev, external: ${name} }`,
    `  - { name: b, namespace: my-app, backends: [{ external: ${name} }, { name: b, port: 80 }] }`,
    '  - name: c', '    namespace: my-app',
    `    rules: [{ external: ${address} }, { matches: [{ path: /a }], backends: [{ external: ${address} }] }]`,
  ].join('\n');
  // THEN
  expect(parseConfig(lab('192.168.1.20:5001', 'scanner.lan:8080')))
    .toEqual(parseConfig(lab('{ address: 192.168.1.20, port: 5001 }', '{ host: scanner.lan, port: 8080 }')));
});

test.each([
  ['192.168.1.20:99999', '3:28 services[0].external.port: is too large (99999); use 65535 or less'],
  ['192.168.1.300:80', '3:28 services[0].external.address: is not an IPv4 address ("192.168.1.300")'],
  ['192.168.1.20', '3:28 services[0].external: must be a text such as 192.168.1.20:5001, or a mapping of keys, not a text ('
    + '"192.168.1.20"); write external: 192.168.1.20:5001'],
  ['"http://nas:80"', '3:28 services[0].external: must be a text such as 192.168.1.20:5001'],
])('what is wrong with %s as a machine is said at its place', (external, message) => {
  expect(() => parseConfig(`domain: lab.frank.dev\nservices:\n  - { name: nas, external: ${external} }`)).toThrow(message);
});

test('what is wrong with a short form is said at its place', () => {
  expect(() => parseConfig('domain: lab.frank.dev\ndns: k8s_gateway')).toThrow(new ConfigError([
    'homelab.yaml:2:6 dns.provider: is not one of the possible values ("k8s_gateway"); did you mean "k8s-gateway"? choose manual, '
    + 'hosts-file, k8s-gateway, external-dns',
  ]));
});
