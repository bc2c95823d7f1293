import { parseConfig } from '../../../charts/load-config';
import { find, labOf, manifestsOf } from '../../util';

const LAB = `
domain: lab.kestrel.dev
domains: [{ name: club.org }]
tls: { issuer: homelab-ca }
`;
const SERVICES = `
services:
  - { name: web, namespace: my-app, port: 80, hostname: www.club.org }
  - { name: admin, namespace: my-app, port: 9090, hostname: www.club.org, listenPort: 8443 }
  - { name: build, namespace: my-app, port: 80, listenPort: 8443 }
  - { name: mqtt, namespace: my-app, protocol: tls, port: 8883, listenPort: 8883 }
  - { name: imap, namespace: my-app, protocol: tls, port: 993, listenPort: 993, hostname: mail.frank.dev }
  - { name: webmail, namespace: my-app, protocol: tls, port: 443, hostname: mail.frank.dev }
`;

interface Listener {
  readonly name: string;
  readonly hostname?: string;
  readonly port: number;
  readonly protocol: string;
  readonly tls?: { readonly mode: string; readonly certificateRefs?: readonly { readonly name: string }[] };
}

const listenersOf = (yaml: string, name = 'main-gateway'): readonly Listener[] =>
  (find(manifestsOf(labOf(yaml), 'gateway'), 'Gateway', name)['spec'] as { listeners: readonly Listener[] }).listeners;
const parentsOf = (yaml: string, kind: string, name: string): readonly string[] =>
  (find(manifestsOf(labOf(yaml), 'routes'), kind, name)['spec'] as { parentRefs: readonly { sectionName: string }[] }).parentRefs
    .map(({ sectionName }) => sectionName);

test('a port has listeners for what is asked for there, in the order of the ports', () => {
  expect(listenersOf(LAB + SERVICES).map(({ name, hostname, port, protocol, tls }) => [
    name, hostname, port, protocol, tls?.mode, tls?.certificateRefs?.[0]?.name,
  ])).toEqual([
    ['http', undefined, 80, 'HTTP', undefined, undefined],
    ['https', undefined, 443, 'HTTPS', 'Terminate', 'homelab-tls-cert'],
    ['https-club-org', '*.club.org', 443, 'HTTPS', 'Terminate', 'homelab-tls-cert-club-org'],
    ['mail.frank.dev', 'mail.frank.dev', 443, 'TLS', 'Passthrough', undefined],
    ['993.mail.frank.dev', 'mail.frank.dev', 993, 'TLS', 'Passthrough', undefined],
    ['https.8443', undefined, 8443, 'HTTPS', 'Terminate', 'homelab-tls-cert'],
    ['https-club-org.8443', '*.club.org', 8443, 'HTTPS', 'Terminate', 'homelab-tls-cert-club-org'],
    ['8883.mqtt.lab.kestrel.dev', 'mqtt.lab.kestrel.dev', 8883, 'TLS', 'Passthrough', undefined],
  ]);
});

test('routes attach to the listeners of their port alone', () => {
  expect(parentsOf(LAB + SERVICES, 'HTTPRoute', 'web')).toEqual(['https-club-org']);
  expect(parentsOf(LAB + SERVICES, 'HTTPRoute', 'admin')).toEqual(['https-club-org.8443']);
  expect(parentsOf(LAB + SERVICES, 'HTTPRoute', 'build')).toEqual(['https.8443']);
  expect(parentsOf(LAB + SERVICES, 'TLSRoute', 'imap')).toEqual(['993.mail.frank.dev']);
  expect(parentsOf(LAB + SERVICES, 'TLSRoute', 'webmail')).toEqual(['mail.frank.dev']);
});

test('a port belongs to the gateway of its service', () => {
  const yaml = `${LAB.replace('domains: [{ name: club.org }]', 'gateways: [{ name: public, address: 192.168.100.201 }]')}services:
  - { name: mqtt, namespace: my-app, protocol: tls, port: 8883, listenPort: 8883, gateway: public }
`;
  expect(listenersOf(yaml).map(({ port }) => port)).toEqual([80, 443]);
  expect(listenersOf(yaml, 'public').map(({ port }) => port)).toEqual([80, 443, 8883]);
});

test('443 is the port of whoever names none', () => {
  const named = `${LAB.replace(/domains.*\n/, '')}services: [{ name: shop, namespace: my-app, port: 80, listenPort: 443 }]`;
  expect(listenersOf(named)).toEqual(listenersOf(named.replace(', listenPort: 443', '')));
});

test.each([
  ['a redirect that stays at its port', 'redirect: { path: / }', /leads back to itself: https:\/\/a\.homelab\.example\.com:8443\/ is/],
  ['one that says the port', 'redirect: { scheme: https, port: 8443 }', /leads back to itself/],
])('%s leads back', (_, redirect, message) => {
  expect(() => parseConfig(`services: [{ name: a, namespace: my-app, listenPort: 8443, ${redirect} }]`)).toThrow(message);
});

test.each(['redirect: { scheme: https }', 'redirect: { port: 443 }'])('a redirect from another port to 443 arrives: %s', (redirect) => {
  expect(() => parseConfig(`services: [{ name: a, namespace: my-app, listenPort: 8443, ${redirect} }]`)).not.toThrow();
});
