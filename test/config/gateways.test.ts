import { parseConfig, readConfig } from '../../charts/load-config';
import { addressHolders } from '../../config/address-holders';
import { gatewaysByName } from '../../config/gateway-names';
import { gatewaysOf, labGateways } from '../../config/gateways';

const YAML = `
domain: lab.frank.dev
tls: { issuer: homelab-ca }
interfaces: { argocd: { expose: true }, grafana: { expose: false }, hubble: { expose: false } }
gateways: [{ name: public, address: 192.168.100.201 }, { name: guests, address: 192.168.100.202 }]
services:
  - { name: shop, namespace: my-app, port: 80, gateway: public }
  - { name: blog, namespace: my-app, port: 80, gateway: [guests, main-gateway] }
  - { name: wiki, namespace: my-app, port: 80 }
  - { name: wiki-guests, namespace: my-app, port: 80, hostname: wiki.lab.frank.dev, gateway: guests }
  - { name: mqtt, namespace: my-app, protocol: tcp, port: 1883 }
`;
const config = parseConfig(YAML);

test('the gateway of every lab is the first one', () => {
  expect(labGateways(config)).toEqual([
    { name: 'main-gateway', address: '192.168.100.200', at: ['gateway'] },
    { name: 'public', address: '192.168.100.201', at: ['gateways', 0] },
    { name: 'guests', address: '192.168.100.202', at: ['gateways', 1] },
  ]);
  expect(labGateways(parseConfig(''))).toHaveLength(1);
});

test('a service has those that it names, in the order of the lab, or the first one, or none', () => {
  expect(config.services.map((service) => gatewaysOf(config, service).map(({ name }) => name)))
    .toEqual([['public'], ['main-gateway', 'guests'], ['main-gateway'], ['guests'], []]);
});

test('a host name has the gateways of all its services', () => {
  expect([...gatewaysByName(config)].map(([hostname, all]) => [hostname, ...all.map(({ name }) => name)])).toEqual([
    ['argocd.lab.frank.dev', 'main-gateway'], ['shop.lab.frank.dev', 'public'], ['blog.lab.frank.dev', 'main-gateway', 'guests'],
    ['wiki.lab.frank.dev', 'main-gateway', 'guests'],
  ]);
});

test('each has its address for itself', () => {
  expect(addressHolders(config).map(({ address, who }) => [address, who])).toEqual([
    ['192.168.100.200', 'the gateway'], ['192.168.100.201', 'the gateway public'], ['192.168.100.202', 'the gateway guests'],
  ]);
});

test('a node makes way for the address of a further gateway, as it does for that of the first', () => {
  const pool = 'network: { addressPools: [{ name: dmz, addresses: 192.168.100.10/32 }] }\n';
  const made = parseConfig(`${pool}gateways: [{ name: public, address: 192.168.100.10 }]`);
  expect(made.nodes.map(({ address }) => address)).toEqual(['192.168.100.11']);
});

const warningsOf = (yaml: string): string[] => {
  const loaded = readConfig(yaml, 'homelab.yaml');
  return loaded.blame(loaded.warnings ?? []).problems.map((line) => line.replace(/^homelab\.yaml:\d+:\d+ /, ''));
};

test('a gateway that no service names is told of', () => {
  expect(warningsOf('gateways: [{ name: public, address: 192.168.100.201 }]')).toEqual([expect.stringContaining(
    'gateways[0].name: has no effect, because no service is reached through public; add "gateway: public" to a service, or remove it')]);
});

describe('a name with different services at its gateways', () => {
  const found = (provider: string): string[] => warningsOf(`${YAML}dns: ${provider}\n`).filter((line) => line.includes('is served at'));

  test('is told where the name server gives it the addresses of all', () => {
    expect(found('k8s-gateway')).toEqual([
      expect.stringContaining('services[2].name: is served at main-gateway and guests (wiki.lab.frank.dev), not by the same services'),
      expect.stringContaining('services[3].hostname: is served at main-gateway and guests (wiki.lab.frank.dev)'),
    ]);
  });

  test.each(['manual', 'hosts-file'])('is fine with %s, where each side has an answer of its own', (provider) => {
    expect(found(provider)).toEqual([]);
  });
});
