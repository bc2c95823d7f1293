import { readFileSync } from 'node:fs';
import path from 'node:path';
import { App } from 'cdk8s';
import { HttpRoutes } from '../../../charts/routes/http-routes';
import type { Route, RouteRule } from '../../../charts/routes/route';
import { manifestsOf as objectsOf } from '../../../testing';
import { labOf, manifestsOf } from '../../util';

/* Who answers beside plain Services: machines outside the cluster, and those that want TLS. */

const certificate = (name: string): string => readFileSync(path.join(__dirname, '../../fixtures/machines', `${name}.crt`), 'utf8');

function layerOf(rule: RouteRule, more: Partial<Route> = {}): HttpRoutes {
  return new HttpRoutes(new App(), 'routes', {
    gateway: { name: 'main', namespace: 'edge' }, listener: 'https', dependsOn: [],
    routes: [{ name: 'nas', namespace: 'my-app', hostnames: ['nas.lab.test'], rules: [rule], ...more }],
  });
}

const of = (layer: HttpRoutes, kind: string): unknown[] => objectsOf(layer).filter((each) => each.kind === kind)
  .map(({ metadata: { name, namespace }, ...rest }) => ({ name, namespace, ...'spec' in rest ? { spec: rest.spec } : {} }));

test('a machine is a host of the mesh that Argo CD can apply, and the route names it', () => {
  // WHEN
  const layer = layerOf({ backends: [{ external: { address: '192.168.1.20', port: 5001 } }] });
  // THEN
  expect(of(layer, 'ServiceEntry')).toEqual([{
    name: 'nas.192.168.1.20.5001', namespace: 'my-app',
    spec: {
      hosts: ['nas.192.168.1.20.5001.my-app.external.internal'], location: 'MESH_EXTERNAL', resolution: 'STATIC',
      ports: [{ name: 'http', number: 5001, protocol: 'HTTP' }], endpoints: [{ address: '192.168.1.20' }],
    },
  }]);
  expect(of(layer, 'HTTPRoute')).toMatchObject([{
    spec: {
      rules: [{
        backendRefs: [{
          group: 'networking.istio.io', kind: 'Hostname', name: 'nas.192.168.1.20.5001.my-app.external.internal', port: 5001, weight: 1,
        }],
      }],
    },
  }]);
  expect(objectsOf(layer).map(({ kind }) => kind).sort()).toEqual(['HTTPRoute', 'ServiceEntry']);
});

test('a machine is asked past the waypoint of its namespace', () => {
  const layer = layerOf({ backends: [{ external: { host: 'nas.lan', port: 80 } }] });
  const [entry] = objectsOf(layer).filter(({ kind }) => kind === 'ServiceEntry');
  expect(entry?.metadata.labels).toEqual({ 'istio.io/use-waypoint': 'none', 'istio.io/ingress-use-waypoint': 'false' });
});

test('a machine with a name is looked up, and one for calls speaks HTTP/2', () => {
  const backends = [{ external: { host: 'nas.lan', port: 9000 } }];
  expect(of(layerOf({ backends }, { protocol: 'grpc' }), 'ServiceEntry')).toMatchObject([{
    name: 'nas.nas.lan.9000',
    spec: { resolution: 'DNS', ports: [{ name: 'grpc', number: 9000, protocol: 'GRPC' }], endpoints: [{ address: 'nas.lan' }] },
  }]);
});

test('a machine that two rules name is there once', () => {
  const external = { host: 'nas.lan', port: 80 };
  expect(of(layerOf({ backends: [{ external }, { external, weight: 3 }] }), 'ServiceEntry')).toHaveLength(1);
});

test('TLS holds the certificate against its name, which Istio does not by the hostname alone', () => {
  const layer = layerOf({ backends: [{ name: 'unifi', port: 8443, tls: { hostname: 'unifi.lan' } }] });
  expect(of(layer, 'BackendTLSPolicy')).toEqual([{
    name: 'unifi', namespace: 'my-app',
    spec: {
      targetRefs: [{ group: '', kind: 'Service', name: 'unifi' }],
      validation: {
        hostname: 'unifi.lan', subjectAltNames: [{ type: 'Hostname', hostname: 'unifi.lan' }], wellKnownCACertificates: 'System',
      },
    },
  }]);
});

test('an authority is a ConfigMap beside the policy, in the namespace of the Service', () => {
  // GIVEN a text with words between two certificates
  const ca = `the NAS\n${certificate('nas')}and the cluster\n${certificate('authority')}`;
  // WHEN
  const layer = layerOf({ backends: [{ name: 'vault', namespace: 'vault', port: 8200, tls: { hostname: 'vault', ca } }] });
  // THEN only the certificates are in it
  const [map] = objectsOf(layer).filter(({ kind }) => kind === 'ConfigMap');
  expect(map).toMatchObject({
    metadata: { name: 'vault.backend.ca', namespace: 'vault' }, data: { 'ca.crt': `${certificate('nas')}${certificate('authority')}` },
  });
  expect(of(layer, 'BackendTLSPolicy')).toMatchObject([{
    namespace: 'vault',
    spec: { validation: { caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'vault.backend.ca' }] } },
  }]);
});

test('a machine with TLS has a policy for its ServiceEntry', () => {
  const layer = layerOf({ backends: [{ external: { host: 'nas.lan', port: 443 }, tls: { hostname: 'nas.lan', caConfigMap: 'nas' } }] });
  expect(of(layer, 'BackendTLSPolicy')).toMatchObject([{
    name: 'nas.nas.lan.443',
    spec: {
      targetRefs: [{ group: 'networking.istio.io', kind: 'ServiceEntry', name: 'nas.nas.lan.443' }],
      validation: { caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'nas' }] },
    },
  }]);
});

test('code cannot speak to one Service in two ways', () => {
  expect(() => layerOf({ backends: [{ name: 'a', port: 443, tls: { hostname: 'a' } }, { name: 'a', port: 80 }] }))
    .toThrow('"a" in namespace "my-app" is spoken to in two ways; give it the same tls wherever it answers');
});

test('code is told of a machine that cannot be one', () => {
  expect(() => layerOf({ backends: [{ external: { address: '127.0.0.1', port: 80 } }] }))
    .toThrow('backends[0].external.address is one of the addresses of the loopback');
  expect(() => layerOf({ backends: [{ external: { address: '192.168.1.20', port: 0 } }] }))
    .toThrow('sends to port 0 of "192.168.1.20", which nobody has,');
});

test('without a namespace the route is in that of the gateway, and the name of a machine is that of its certificate', () => {
  // GIVEN
  const yaml = 'gateway: { namespace: edge }\nservices: [{ name: nas, external: { host: nas.frank.dev, port: 443 }, tls: {} }]';
  // WHEN
  const manifests = manifestsOf(labOf(yaml), 'routes').filter(({ metadata }) => metadata.namespace === 'edge');
  // THEN
  expect(manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort()).toEqual([
    'BackendTLSPolicy nas.nas.frank.dev.443', 'HTTPRoute nas', 'ServiceEntry nas.nas.frank.dev.443',
  ]);
  expect(manifests.find(({ kind }) => kind === 'BackendTLSPolicy')).toMatchObject({ spec: { validation: { hostname: 'nas.frank.dev' } } });
});

test('the Service of a canary is spoken to like the other', () => {
  const yaml = 'services: [{ name: a, namespace: my-app, port: 443, tls: { hostname: a }, canary: { name: b, weight: 10 } }]';
  expect(manifestsOf(labOf(yaml), 'routes').filter(({ kind }) => kind === 'BackendTLSPolicy').map(({ metadata }) => metadata.name))
    .toEqual(['a', 'b']);
});

test('TLS that goes through has a route by its name, and a listener of the gateway for it', () => {
  // GIVEN
  const yaml = 'services: [{ name: nas, namespace: my-app, protocol: tls, hostnames: [a.example.org, b.example.org], port: 443 }]';
  // WHEN
  const lab = labOf(yaml);
  // THEN the listeners have no certificate
  const gateway = manifestsOf(lab, 'gateway').find(({ kind }) => kind === 'Gateway') as unknown as { spec: { listeners: object[] } };
  expect(gateway.spec.listeners.slice(2)).toEqual(['a.example.org', 'b.example.org'].map((hostname) => ({
    name: hostname, hostname, port: 443, protocol: 'TLS', tls: { mode: 'Passthrough' }, allowedRoutes: { namespaces: { from: 'All' } },
  })));
  expect(manifestsOf(lab, 'routes').find(({ kind }) => kind === 'TLSRoute')).toMatchObject({
    metadata: { name: 'nas', namespace: 'my-app' },
    spec: {
      parentRefs: [{ sectionName: 'a.example.org' }, { sectionName: 'b.example.org' }], hostnames: ['a.example.org', 'b.example.org'],
      rules: [{ backendRefs: [{ group: '', kind: 'Service', name: 'nas', port: 443, weight: 1 }] }],
    },
  });
});

test('a machine that TLS goes through to is spoken to as it comes', () => {
  const layer = layerOf({ backends: [{ external: { address: '192.168.1.20', port: 5001 } }] }, { protocol: 'tls' });
  expect(of(layer, 'ServiceEntry')).toMatchObject([{ spec: { ports: [{ name: 'tls', number: 5001, protocol: 'TLS' }] } }]);
});

test.each<[string, RouteRule, string]>([
  ['a match', { matches: [{}], backends: [{ name: 'a', port: 443 }] }, 'has matches, which a route for TLS that goes through'],
  ['a certificate to check', { backends: [{ name: 'a', port: 443, tls: { hostname: 'a' } }] }, 'has tls for a backend'],
])('code is told that TLS that goes through has no %s', (_, rule, says) => {
  expect(() => layerOf(rule, { protocol: 'tls' })).toThrow(says);
});
