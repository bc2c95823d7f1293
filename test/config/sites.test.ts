import { parseConfig } from '../../charts/load-config';
import { domainOf } from '../../config/domains';
import { dnsRecords, sites } from '../../config/sites';

const LAB = `
domain: lab.frank.dev
tls: { issuer: homelab-ca }
interfaces: { argocd: { expose: false }, grafana: { expose: false } }
namespaces: [{ name: my-app }]
`;

const FIRST = { name: 'main-gateway', address: '192.168.100.200', at: ['gateway'] };

/** What the gateway serves, by the names on each certificate. */
function served(more: string): { readonly hostname?: string; readonly names: readonly string[] }[] {
  return sites(parseConfig(LAB + more)).map(({ key, hostname, names }) => ({
    ...key === undefined ? {} : { key }, ...hostname === undefined ? {} : { hostname }, names,
  }));
}

const service = (...hostnames: string[]): string => (
  `services: [{ name: shop, namespace: my-app, port: 80, hostnames: [${hostnames.join(', ')}] }]\n`
);

test('a lab of one domain has one certificate, for it and every name one label below', () => {
  expect(served('')).toEqual([{ names: ['*.lab.frank.dev', 'lab.frank.dev'] }]);
});

test('a name below another is on the certificate of its domain, once', () => {
  expect(served(service('a.b.lab.frank.dev', 'shop.lab.frank.dev')))
    .toEqual([{ names: ['*.lab.frank.dev', 'lab.frank.dev', 'a.b.lab.frank.dev'] }]);
});

test('a further domain has a wildcard of its own, and is served itself only where a service is called so', () => {
  // GIVEN
  const domains = 'domains: [{ name: club.org }]\n';
  // THEN
  expect(served(domains + service('www.club.org')).slice(1)).toEqual([{ key: 'club-org', hostname: '*.club.org', names: ['*.club.org'] }]);
  expect(served(domains + service('club.org', 'a.b.club.org')).slice(1)).toEqual([
    { key: 'club-org', hostname: '*.club.org', names: ['*.club.org', 'a.b.club.org'] },
    { key: 'club-org-itself', hostname: 'club.org', names: ['club.org'] },
  ]);
});

test('a host name is of the longest domain above it, and a domain one label below another is a name of that one', () => {
  const keys = parseConfig(`${LAB}domains: [{ name: club.org }, { name: youth.club.org }]\n${service('club.org', 'a.youth.club.org')}`);
  const of = (hostname: string): string | undefined => domainOf(keys, hostname)?.name;
  expect(['lab.frank.dev', 'a.b.lab.frank.dev'].map(of)).toEqual(['lab.frank.dev', 'lab.frank.dev']);
  expect(['club.org', 'www.club.org', 'youth.club.org'].map(of)).toEqual(['club.org', 'club.org', 'club.org']);
  expect(['a.youth.club.org', 'x.a.youth.club.org'].map(of)).toEqual(['youth.club.org', 'youth.club.org']);
  expect(['frank.dev', 'xclub.org', 'org'].map(of)).toEqual([undefined, undefined, undefined]);
});

test('every name that has to lead to the gateway is told', () => {
  expect(dnsRecords(parseConfig(`${LAB}domains: [{ name: club.org }]\n${service('club.org', 'www.club.org')}`)))
    .toEqual([{ gateway: FIRST, records: ['*.lab.frank.dev', '*.club.org', 'club.org'] }]);
});

describe('with a second gateway', () => {
  const SECOND = { name: 'public', address: '192.168.100.201', at: ['gateways', 0] };
  const GATEWAYS = 'gateways: [{ name: public, address: 192.168.100.201 }]\n';
  const records = (services: string): unknown => dnsRecords(parseConfig(`${LAB}domains: [{ name: club.org }]\n${GATEWAYS}${services}`));

  test('the lab\'s own wildcard stays, and each name of the other gateway has a record', () => {
    expect(records(`services:
  - { name: shop, namespace: my-app, port: 80, gateway: public }
  - { name: blog, namespace: my-app, port: 80, gateway: [public, main-gateway] }
  - { name: vault, namespace: my-app, port: 80, protocol: tls, hostname: vault.frank.dev, gateway: public }
  - { name: club, namespace: my-app, port: 80, hostname: www.club.org }
`)).toEqual([
      { gateway: FIRST, records: ['*.lab.frank.dev', '*.club.org'] },
      { gateway: SECOND, records: ['shop.lab.frank.dev', 'vault.frank.dev'] },
    ]);
  });

  test('a further domain that it serves alone leads there as a whole, but for what goes through the first one unread', () => {
    const web = '{ name: web, namespace: my-app, port: 80, gateway: public, hostnames: [club.org, www.club.org] }';
    expect(records(`services: [${web}, { name: mail, namespace: my-app, port: 80, protocol: tls, hostname: mail.club.org }]`)).toEqual([
      { gateway: FIRST, records: ['*.lab.frank.dev', 'mail.club.org'] },
      { gateway: SECOND, records: ['*.club.org', 'club.org'] },
    ]);
  });

  test('a further domain that both serve stays with the first one', () => {
    const web = '{ name: web, namespace: my-app, port: 80, gateway: public, hostname: www.club.org }';
    expect(records(`services: [${web}, { name: old, namespace: my-app, port: 80, hostname: old.club.org }]`)).toEqual([
      { gateway: FIRST, records: ['*.lab.frank.dev', '*.club.org'] }, { gateway: SECOND, records: ['www.club.org'] },
    ]);
  });
});
