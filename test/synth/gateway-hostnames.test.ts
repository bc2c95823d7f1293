import { readConfig } from '../../charts/load-config';
import type { Manifest } from '../../charts/core/manifest';
import { at } from '../../charts/core/rendered-lab';
import { platformInterfaces } from '../../config/platform';
import { serviceHostnames } from '../../config/service-rules';
import { gatewayHostnames } from '../../synth/gateway-hostnames';
import { synthesise } from '../../synth/synthesise';

const GATEWAY = { name: 'main-gateway', namespace: 'istio-ingress' };
const CONFIG = { gateway: { ...GATEWAY, address: '192.168.100.200' }, gateways: [] };

function route(hostnames: readonly string[], parent: object, more: object = {}): Manifest {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name: 'x', namespace: 'app' },
    spec: { parentRefs: [parent], hostnames }, ...more,
  };
}

test('routes of every kind that attach to the gateway count, each name once and in order', () => {
  const all = [
    route(['b.x.dev', 'a.x.dev'], { ...GATEWAY }),
    route(['b.x.dev'], { ...GATEWAY, kind: 'Gateway' }),
    route(['tls.x.dev'], { ...GATEWAY }, { apiVersion: 'gateway.networking.k8s.io/v1alpha2', kind: 'TLSRoute' }),
    route(['near.x.dev'], { name: 'main-gateway' }, { metadata: { name: 'x', namespace: 'istio-ingress' } }),
  ];
  expect(gatewayHostnames(all, CONFIG).hostnames).toEqual(['a.x.dev', 'b.x.dev', 'near.x.dev', 'tls.x.dev']);
});

test('what leads elsewhere, and what no hosts file can hold, does not', () => {
  const all = [
    route(['other.x.dev'], { ...GATEWAY, name: 'second' }),
    route(['far.x.dev'], { name: 'main-gateway' }),
    route(['mesh.x.dev'], { ...GATEWAY, kind: 'Service' }),
    route(['*.x.dev'], { ...GATEWAY }),
    route(['foreign.x.dev'], { ...GATEWAY }, { apiVersion: 'example.com/v1' }),
  ];
  expect(gatewayHostnames(all, CONFIG).hostnames).toEqual([]);
});

test('listeners with a host name of their own count', () => {
  const gateway: Manifest = {
    apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: GATEWAY,
    spec: { listeners: [{ name: 'https', hostname: 'own.x.dev' }, { name: 'http' }, { name: 'wild', hostname: '*.x.dev' }] },
  };
  expect(gatewayHostnames([gateway], CONFIG).hostnames).toEqual(['own.x.dev']);
  expect(gatewayHostnames([{ ...gateway, metadata: { ...GATEWAY, name: 'second' } }], CONFIG).hostnames).toEqual([]);
});

test('a name leads to the first of the gateways that answer to it', () => {
  // GIVEN a second gateway, a route at both and one at the second alone
  const second = { ...GATEWAY, name: 'second' };
  const all = [
    route(['both.x.dev'], second), route(['both.x.dev'], GATEWAY), route(['b.x.dev', 'a.x.dev'], second), route(['own.x.dev'], GATEWAY),
  ];
  const found = gatewayHostnames(all, { ...CONFIG, gateways: [{ name: 'second', address: '192.168.100.201' }] });
  // THEN
  expect(found.hostnames).toEqual(['a.x.dev', 'b.x.dev', 'both.x.dev', 'own.x.dev']);
  expect([...found.otherHostnames ?? []]).toEqual([['second', ['a.x.dev', 'b.x.dev']]]);
  expect(gatewayHostnames(all, CONFIG)).toEqual({ hostnames: ['both.x.dev', 'own.x.dev'] });
});

test('the scripts of a lab have exactly the names of its pages and services', () => {
  const loaded = readConfig('namespaces: [{ name: my-app }]\nservices: [{ name: shop, namespace: my-app, port: 80 }]', 'homelab.yaml');
  const { config } = loaded;
  const { scripts } = synthesise(loaded);
  const listed = / {8}Names = @\(([^)]*)\)/.exec(scripts.get('lib/Config.ps1') ?? '')?.[1] ?? '';
  const expected = [
    ...platformInterfaces(config).map(({ hostname }) => hostname),
    ...config.services.flatMap((service) => serviceHostnames(config, service).map((each) => each.hostname)),
  ].sort();
  expect([...listed.matchAll(/'([^']+)'/g)].map(([, name]) => name)).toEqual(expected);
  expect(expected).toContain('shop.homelab.example.com');
});

test('what the scripts look for in the cluster is what the layers make', () => {
  const { scripts, manifests } = synthesise(readConfig('tls: { issuer: homelab-ca }\ndomain: lab.kestrel.dev', 'homelab.yaml'));
  const text = scripts.get('lib/Config.ps1') ?? '';
  const authority = [...manifests.values()].flat()
    .find((manifest) => manifest.kind === 'Certificate' && at(manifest, 'spec', 'isCA') === true);
  expect(/Trust = @\{[^}]*Namespace = '([^']+)'[^}]*Secret = '([^']+)'/.exec(text)?.slice(1))
    .toEqual([authority?.metadata.namespace, at(authority, 'spec', 'secretName')]);
  // AND its limits are what the scripts demand of it
  expect(at(authority, 'spec', 'nameConstraints')).toEqual({ critical: true, permitted: { dnsDomains: ['lab.kestrel.dev'] } });
  const grafana = (JSON.parse(scripts.get('required-secrets.json') ?? '{}') as { secrets: { name: string; namespace: string }[] }).secrets
    .find(({ name }) => name === 'grafana-admin');
  expect(text).toContain(`Namespace = '${grafana?.namespace ?? ''}'\r\n                Secret = '${grafana?.name ?? ''}'`);
});
