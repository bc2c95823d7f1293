import { parse } from 'yaml';
import { labOf } from '../../../util';

interface Values {
  readonly provider: { readonly name: string };
  readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: { readonly secretKeyRef: object } }[];
  readonly extraArgs: Readonly<Record<string, unknown>>;
}

function made(zone: string, more = '', domain = 'lab.frank.dev'): { readonly values: Values; readonly secrets: unknown } {
  const lab = labOf(`domain: ${domain}\ntls: { issuer: homelab-ca }\ndns: { provider: external-dns, zone: ${zone}${more} }`);
  const { source } = lab.addons.get('external-dns')!.component.props;
  const secrets = lab.requiredSecrets.filter(({ namespace }) => namespace === 'external-dns')
    .map(({ name, keys }) => [name, ...keys.map(({ key }) => key)]);
  return { values: (source as unknown as { values: Values }).values, secrets };
}

const CLOUDFLARE = '{ at: cloudflare, zoneID: 0123456789abcdef0123456789abcdef }';
const RFC2136 = '{ at: rfc2136, name: frank.dev, nameserver: "ns1.frank.dev:5353", tsigKeyName: lab. }';
const PIHOLE = '{ at: pihole, server: "http://192.168.1.6" }';

test.each([
  [CLOUDFLARE, 'cloudflare', { 'zone-id-filter': '0123456789abcdef0123456789abcdef' }, ['cloudflare-records', 'api-token']],
  ['{ at: route53, hostedZoneID: Z01 }', 'aws', { 'zone-id-filter': 'Z01', 'aws-zone-match-parent': true },
    ['route53-records', 'access-key-id', 'secret-access-key']],
  [RFC2136, 'rfc2136', {
    'rfc2136-host': 'ns1.frank.dev', 'rfc2136-port': '5353', 'rfc2136-zone': 'frank.dev', 'rfc2136-tsig-keyname': 'lab.',
    'rfc2136-tsig-secret-alg': 'hmac-sha256', 'rfc2136-tsig-axfr': true,
  }, ['rfc2136-records', 'tsig-secret']],
  [PIHOLE, 'pihole', { 'pihole-server': 'http://192.168.1.6', 'pihole-api-version': '6' }, ['pihole-records', 'password']],
])('a zone %s is written to with credentials of a Secret', (zone, provider, args, secret) => {
  // WHEN
  const { values, secrets } = made(zone);
  // THEN
  expect(values).toMatchObject({ provider: { name: provider }, extraArgs: args, domainFilters: ['lab.frank.dev'], policy: 'upsert-only' });
  expect(secrets).toEqual([secret]);
  const [name, ...keys] = secret;
  expect(values.env.flatMap(({ valueFrom }) => valueFrom ?? [])).toEqual(keys.map((key) => ({ secretKeyRef: { name, key } })));
});

test.each([
  ['192.0.2.53', '192.0.2.53', '53'], ['"[2001:db8::53]:5353"', '2001:db8::53', '5353'], ['"[2001:db8::53]"', '2001:db8::53', '53'],
  ['"ns.frank.dev:53"', 'ns.frank.dev', '53'],
])('the server %s is asked at %s, port %s', (nameserver, host, port) => {
  const { values } = made(`{ at: rfc2136, name: frank.dev, nameserver: ${nameserver}, tsigKeyName: lab }`);
  expect(values.extraArgs).toMatchObject({ 'rfc2136-host': host, 'rfc2136-port': port });
});

test('routes of the lab\'s gateway alone get records, and each has a mark with a label of its own', () => {
  expect(made(CLOUDFLARE, ', policy: sync').values).toMatchObject({
    sources: ['gateway-httproute', 'gateway-grpcroute'], gatewayNamespace: 'istio-ingress', policy: 'sync',
    registry: 'txt', txtOwnerId: 'lab.frank.dev', txtPrefix: '%{record_type}-owner.',
    extraArgs: { 'gateway-name': 'main-gateway', 'txt-wildcard-replacement': 'wildcard' },
  });
  expect(made(CLOUDFLARE, ', ownerID: attic').values).toMatchObject({ txtOwnerId: 'attic' });
});

test('Pi-hole keeps no marks', () => {
  const { values } = made(PIHOLE);
  expect(values).toMatchObject({ registry: 'noop' });
  expect(values).not.toHaveProperty('txtOwnerId');
  expect(values.extraArgs).not.toHaveProperty('txt-wildcard-replacement');
});

test('a Secret may have another name', () => {
  expect(made(CLOUDFLARE.replace(' }', ', secretName: other }')).secrets).toEqual([['other', 'api-token']]);
  expect(parse(CLOUDFLARE)).not.toHaveProperty('secretName');
});

test('routes of all gateways get records where there are several, for which it has no flag but the namespace', () => {
  const lab = labOf(`domain: lab.frank.dev
tls: { issuer: homelab-ca }
dns: { provider: external-dns, zone: ${CLOUDFLARE} }
gateways: [{ name: public, address: 192.168.100.201 }]
services: [{ name: shop, namespace: my-app, port: 80, gateway: public }]`);
  const { source } = lab.addons.get('external-dns')!.component.props;
  const { values } = source as unknown as { values: Values & { readonly gatewayNamespace: string } };
  expect(values.gatewayNamespace).toBe('istio-ingress');
  expect(Object.keys(values.extraArgs)).not.toContain('gateway-name');
});
