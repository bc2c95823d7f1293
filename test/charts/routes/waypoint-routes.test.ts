import { parseConfig } from '../../../charts/load-config';
import { find, labOf, manifestsOf } from '../../util';

const SHARED = `
namespaces: [{ name: my-app }]
services:
  - name: shop
    namespace: my-app
    port: 8080
    matches: [{ path: { value: /shop } }]
    rewrite: { prefix: / }
    timeouts: { request: 20s }
    canary: { name: shop-next, port: 8081, weight: 10, header: { name: X-Canary, value: "true" }, mesh: true }
`;

interface Rule {
  readonly backendRefs: readonly { readonly name: string; readonly port: number; readonly weight: number }[];
}

function rulesOf(yaml: string, name: string, kind = 'HTTPRoute'): readonly Rule[] {
  return (find(manifestsOf(labOf(yaml), 'routes'), kind, name)['spec'] as { rules: Rule[] }).rules;
}

const sharesOf = (rules: readonly Rule[]): readonly (readonly string[])[] =>
  rules.map(({ backendRefs }) => backendRefs.map(({ name, port, weight }) => `${name}:${port} ${weight}`));

test('the waypoint shares out what the Service is asked, with every default written out', () => {
  expect(find(manifestsOf(labOf(SHARED), 'routes'), 'HTTPRoute', 'shop.mesh')).toMatchSnapshot();
});

test('the gateway does not share out what the waypoint shares out after it, and goes on doing everything else', () => {
  // THEN twice a tenth would be a fifth
  expect(find(manifestsOf(labOf(SHARED), 'routes'), 'HTTPRoute', 'shop')['spec']).toMatchObject({
    rules: [{
      matches: [{ path: { value: '/shop' } }], filters: [{ type: 'URLRewrite' }], timeouts: { request: '20s' },
      backendRefs: [{ name: 'shop', port: 8080, weight: 1 }],
    }],
  });
  expect(rulesOf(SHARED, 'shop')).toHaveLength(1);
});

test('the namespace has a waypoint, which requests of the gateway pass, too', () => {
  const lab = labOf(SHARED);
  expect(find(manifestsOf(lab, 'namespaces'), 'Namespace', 'my-app').metadata.labels).toMatchObject({
    'istio.io/use-waypoint': 'waypoint', 'istio.io/ingress-use-waypoint': 'true',
  });
  expect(find(manifestsOf(lab, 'istio-ambient'), 'Gateway', 'waypoint').metadata.namespace).toBe('my-app');
});

test.each([
  ['only testers', '{ name: shop-next, header: { name: X-Canary, value: "true" }, mesh: true }', [['shop-next:80 1'], ['shop:80 1']]],
  ['a share alone', '{ name: shop-next, weight: 30, mesh: true }', [['shop:80 70', 'shop-next:80 30']]],
  ['all', '{ name: shop-next, weight: 100, mesh: true }', [['shop:80 0', 'shop-next:80 100']]],
  ['another port of the same Service', '{ name: shop, port: 81, weight: 50, mesh: true }', [['shop:80 50', 'shop:81 50']]],
])('a canary that gets %s', (_name, canary, shares) => {
  const yaml = `
namespaces: [{ name: my-app }]
services: [{ name: shop, namespace: my-app, port: 80, canary: ${canary} }]`;
  expect(sharesOf(rulesOf(yaml, 'shop.mesh'))).toEqual(shares);
  expect(sharesOf(rulesOf(yaml, 'shop'))).toEqual([['shop:80 1']]);
});

test('calls of gRPC are shared out by a route of their own kind', () => {
  const yaml = `
namespaces: [{ name: my-app }]
services:
  - { name: orders, namespace: my-app, protocol: grpc, port: 9000,
      canary: { name: orders-next, weight: 20, header: { name: x-canary, value: "1" }, mesh: true } }`;
  expect(sharesOf(rulesOf(yaml, 'orders.mesh', 'GRPCRoute'))).toEqual([['orders-next:9000 1'], ['orders:9000 80', 'orders-next:9000 20']]);
});

test('without the key the gateway shares out alone, and there is neither route nor waypoint', () => {
  // GIVEN
  const yaml = SHARED.replace(', mesh: true', '');
  // WHEN
  const lab = labOf(yaml);
  // THEN
  expect(manifestsOf(lab, 'routes').some(({ metadata }) => metadata.name === 'shop.mesh')).toBe(false);
  expect(manifestsOf(lab, 'istio-ambient').some(({ metadata }) => metadata.name === 'waypoint')).toBe(false);
  expect(sharesOf(rulesOf(yaml, 'shop'))).toEqual([['shop-next:8081 1'], ['shop:8080 90', 'shop-next:8081 10']]);
});

test.each([
  ['a namespace outside the mesh', 'namespaces: [{ name: my-app, ambient: false }]', [
    'services[0].canary.mesh: cannot be kept: my-app is outside the mesh, where nothing sees what pods ask of each other; '
      + 'take its pods into the mesh (ambient: true under namespaces), or remove it: the gateway then shares out what comes through it',
  ]],
  ['a lab without a mesh', 'mesh: { enabled: false }\nnamespaces: [{ name: my-app }]', [
    'services[0].canary.mesh: cannot be kept: my-app is outside the mesh, where nothing sees what pods ask of each other; '
      + 'set mesh.enabled to true, or remove it: the gateway then shares out what comes through it',
  ]],
])('%s has no waypoint that could', (_name, more, messages) => {
  const yaml = `${more}\nservices: [{ name: shop, namespace: my-app, port: 80, canary: { name: shop-next, weight: 10, mesh: true } }]`;
  expect(() => parseConfig(yaml)).toThrow(expect.objectContaining({ message: expect.stringContaining(messages[0]!) as string }) as Error);
});

test('a Service that speaks TLS is refused once, by its own key', () => {
  const yaml = `
namespaces: [{ name: my-app }]
services: [{ name: shop, namespace: my-app, port: 443, tls: { hostname: shop }, canary: { name: next, weight: 10, mesh: true } }]`;
  expect(() => parseConfig(yaml)).toThrow(
    'services[0].tls: does not get through: what the gateway sends to my-app passes a waypoint, because of services[0].canary.mesh',
  );
});
