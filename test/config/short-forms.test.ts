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

test('what is wrong with a short form is said at its place', () => {
  expect(() => parseConfig('domain: lab.frank.dev\ndns: k8s_gateway')).toThrow(new ConfigError([
    'homelab.yaml:2:6 dns.provider: is not one of the possible values ("k8s_gateway"); did you mean "k8s-gateway"? choose manual, '
    + 'hosts-file, k8s-gateway, external-dns',
  ]));
});
