import { App } from 'cdk8s';
import { HttpRoutes } from '../../../charts/routes/http-routes';
import type { Route, RouteMatch } from '../../../charts/routes/route';
import { applicationsOf, contributionsOf, dependency, manifestsOf as objectsOf } from '../../../testing';
import { find, labOf, manifestsOf } from '../../util';

const SHOP: Route = {
  name: 'shop',
  namespace: 'my-app',
  hostnames: ['shop.lab.test'],
  rules: [{ backends: [{ name: 'shop', port: 8080 }] }],
};

function routes(...given: Route[]): HttpRoutes {
  return new HttpRoutes(new App(), 'routes', {
    gateway: { name: 'main-gateway', namespace: 'istio-ingress' },
    listener: 'https',
    routes: given,
    dependsOn: [],
  });
}

function specOf(yaml: string, name: string): unknown {
  return find(manifestsOf(labOf(yaml), 'routes'), 'HTTPRoute', name)['spec'];
}

test('matches the snapshot of the default lab', () => {
  expect(manifestsOf(labOf(), 'routes')).toMatchSnapshot();
});

test("is the article's route to Grafana", () => {
  expect(find(manifestsOf(labOf(), 'routes'), 'HTTPRoute', 'grafana')).toMatchObject({
    metadata: { namespace: 'monitoring' },
    spec: {
      parentRefs: [{ name: 'main-gateway', namespace: 'istio-ingress' }],
      hostnames: ['grafana.homelab.example.com'],
      rules: [{ backendRefs: [{ name: 'grafana', port: 3000 }] }],
    },
  });
});

test('attaches every route to the HTTPS listener, so that none answers in clear', () => {
  for (const { spec } of manifestsOf(labOf(), 'routes') as unknown as { spec: { parentRefs: unknown[] } }[]) {
    expect(spec.parentRefs).toEqual([
      { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'main-gateway', namespace: 'istio-ingress', sectionName: 'https' },
    ]);
  }
});

test('writes out what the API server would fill in', () => {
  expect(specOf('services: [{ name: shop, namespace: my-app, port: 8080 }]', 'shop')).toEqual({
    parentRefs: [
      { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'main-gateway', namespace: 'istio-ingress', sectionName: 'https' },
    ],
    hostnames: ['shop.homelab.example.com'],
    rules: [
      {
        matches: [{ path: { type: 'PathPrefix', value: '/' } }],
        backendRefs: [{ group: '', kind: 'Service', name: 'shop', port: 8080, weight: 1 }],
      },
    ],
  });
});

test('takes matches, weights and timeouts from homelab.yaml', () => {
  // GIVEN
  const yaml = `
services:
  - name: api
    namespace: my-app
    hostname: v2.homelab.example.com
    matches:
      - { path: { type: Exact, value: /v2 }, method: GET, headers: [{ name: X-Canary, value: "true" }] }
      - { headers: [{ name: X-Who, value: "^a.*", type: RegularExpression }] }
    backends: [{ name: api, port: 8080, weight: 90 }, { name: api-next, port: 8081, weight: 10 }]
    timeouts: { request: 30s, backendRequest: 10s }`;
  // THEN
  expect(specOf(yaml, 'api')).toMatchObject({
    hostnames: ['v2.homelab.example.com'],
    rules: [{
      matches: [
        { path: { type: 'Exact', value: '/v2' }, method: 'GET', headers: [{ name: 'X-Canary', value: 'true', type: 'Exact' }] },
        { path: { type: 'PathPrefix', value: '/' }, headers: [{ name: 'X-Who', value: '^a.*', type: 'RegularExpression' }] },
      ],
      backendRefs: [{ name: 'api', port: 8080, weight: 90 }, { name: 'api-next', port: 8081, weight: 10 }],
      timeouts: { request: '30s', backendRequest: '10s' },
    }],
  });
});

test('asks the namespace of a foreign backend for permission, once', () => {
  // GIVEN
  const backends = [{ name: 'db', namespace: 'data', port: 80 }];
  const layer = routes(
    { ...SHOP, rules: [{ backends }] },
    { ...SHOP, name: 'other', hostnames: ['other.lab.test'], rules: [{ backends }] },
  );
  // WHEN
  const grants = manifestsOf(layer).filter(({ kind }) => kind === 'ReferenceGrant');
  // THEN
  expect(grants).toEqual([{
    apiVersion: 'gateway.networking.k8s.io/v1beta1',
    kind: 'ReferenceGrant',
    metadata: { name: 'my-app.db', namespace: 'data' },
    spec: {
      from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'my-app' }],
      to: [{ group: '', kind: 'Service', name: 'db' }],
    },
  }]);
});

test('needs no permission for a backend that names its own namespace', () => {
  const manifests = manifestsOf(routes({ ...SHOP, rules: [{ backends: [{ name: 'shop', namespace: 'my-app', port: 80 }] }] }));
  expect(manifests.map(({ kind }) => kind)).toEqual(['HTTPRoute']);
});

test('tells grants apart whose names would run together', () => {
  const grant = (namespace: string, name: string): Route => ({
    ...SHOP,
    namespace,
    rules: [{ backends: [{ name, namespace: 'data', port: 80 }] }],
  });
  const names = manifestsOf(routes(grant('a', 'b-c'), grant('a-b', 'c')))
    .filter(({ kind }) => kind === 'ReferenceGrant')
    .map(({ metadata }) => metadata.name);
  expect(names).toEqual(['a.b-c', 'a-b.c']);
});

test('makes neither folder nor Application when nothing is exposed', () => {
  // GIVEN
  const lab = labOf('interfaces: { argocd: { expose: false }, grafana: { expose: false } }');
  // THEN
  expect(manifestsOf(lab, 'routes')).toEqual([]);
  expect([...lab.waves.keys()].map(({ name }) => name)).not.toContain('routes');
});

test('takes further routes in code', () => {
  const layer = routes(SHOP);
  layer.addRoute({ ...SHOP, name: 'admin', hostnames: ['admin.lab.test'] });
  expect(manifestsOf(layer).map(({ metadata }) => metadata.name)).toEqual(['shop', 'admin']);
});

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));
const rule = SHOP.rules[0]!;
const match: RouteMatch = { path: { type: 'PathPrefix', value: '/' } };

test.each<[string, Partial<Route>, RegExp]>([
  ['no host name', { hostnames: [] }, /route "shop" in namespace "my-app" has no host name/],
  ['17 host names', { hostnames: times(17, (index) => `h${index}.lab.test`) }, /has 17 host names, more than the 16/],
  ['no rules', { rules: [] }, /has no rules, so it would answer every request with 404/],
  ['17 rules', { rules: times(17, () => rule) }, /has 17 rules, more than the 16/],
  ['65 matches in a rule', { rules: [{ ...rule, matches: times(65, () => match) }] }, /has 65 matches, more than 64, in rule 1/],
  [
    '129 matches in all',
    { rules: [...times(2, () => ({ ...rule, matches: times(64, () => match) })), rule] },
    /has 129 matches in all, more than the 128/,
  ],
  ['an empty list of matches', { rules: [{ ...rule, matches: [] }] }, /has an empty list of matches in rule 1; leave "matches" out/],
  [
    'a path without a slash',
    { rules: [{ ...rule, matches: [{ path: { type: 'Exact', value: 'v2' } }] }] },
    /is wrong: matches\[0\]\.path\.value is not a path \("v2"\), in rule 1; begin it with "\/"$/,
  ],
  [
    '17 headers in a match',
    { rules: [{ ...rule, matches: [{ headers: times(17, (index) => ({ name: `X-${index}`, value: 'a', type: 'Exact' as const })) }] }] },
    /matches 17 headers at once/,
  ],
  [
    'a broken expression',
    { rules: [{ ...rule, matches: [{ headers: [{ name: 'X-A', value: '(', type: 'RegularExpression' }] }] }] },
    /matches\[0\]\.headers\[0\]\.value is not a regular expression that the gateway knows, missing \): \( \("\("\), in rule 1/,
  ],
  ['a rule without backends', { rules: [rule, { backends: [] }] }, /has no backend, so requests would get a 500, in rule 2/],
  ['17 backends', { rules: [{ backends: times(17, (index) => ({ name: `b${index}`, port: 80 })) }] }, /has 17 backends, more than 16/],
  ['a port that is none', { rules: [{ backends: [{ name: 'shop', port: 70000 }] }] }, /sends to port 70000 of "shop"/],
  ['a weight that is none', { rules: [{ backends: [{ name: 'shop', port: 80, weight: -1 }] }] }, /gives "shop" the weight -1/],
  [
    'weights of zero only',
    { rules: [{ backends: [{ name: 'shop', port: 80, weight: 0 }] }] },
    /backends all have weight 0, so every request would get a 500, in rule 1/,
  ],
])('refuses a route with %s', (_, part, message) => {
  expect(() => routes({ ...SHOP, ...part })).toThrow(message);
});

test('refuses a second route of one name in one namespace', () => {
  expect(() => routes(SHOP, SHOP)).toThrow(/two routes "shop" in namespace "my-app"/);
});

test('takes as many rules and matches as the API does', () => {
  expect(() =>
    routes({
      ...SHOP,
      rules: [
        { ...rule, matches: times(64, () => match) },
        { ...rule, matches: times(63, () => match) },
      ],
    }),
  ).not.toThrow();
  expect(() => routes({ ...SHOP, rules: times(16, () => rule) })).not.toThrow();
});

describe('made alone', () => {
  const layer = new HttpRoutes(new App(), 'routes', {
    gateway: { name: 'door', namespace: 'edge' }, listener: 'https', routes: [SHOP], dependsOn: [dependency('gateway')],
  });

  test('it makes an HTTPRoute per route, with every default written out', () => {
    expect(objectsOf(layer)).toEqual([{
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'shop', namespace: 'my-app' },
      spec: {
        parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'door', namespace: 'edge', sectionName: 'https' }],
        hostnames: ['shop.lab.test'],
        rules: [{
          matches: [{ path: { type: 'PathPrefix', value: '/' } }],
          backendRefs: [{ group: '', kind: 'Service', name: 'shop', port: 8080, weight: 1 }],
        }],
      },
    }]);
  });

  test('it is one Application below the root of what waits for others, and asks nothing of anybody', () => {
    expect(applicationsOf(layer)).toEqual([{ name: 'routes', namespace: 'edge', source: 'own', dependsOn: ['gateway'], root: 'routes' }]);
    expect(contributionsOf(layer)).toEqual({});
  });

  test('it says which routes it has, and lets nobody change them', () => {
    (layer.routes as Route[]).pop();
    expect(layer.routes).toEqual([SHOP]);
  });

  test('without a route it is no Application', () => {
    expect(applicationsOf(routes())).toEqual([]);
  });
});

describe('a route through another gateway', () => {
  const layer = (...given: Route[]): HttpRoutes => new HttpRoutes(new App(), 'routes', {
    gateway: { name: 'main-gateway', namespace: 'edge' }, listener: 'https', further: [{ name: 'https-club', hostname: '*.club.org' }],
    otherGateways: [{ name: 'public' }, { name: 'lan', further: [{ name: 'https-lab', hostname: '*.lab.test' }] }],
    routes: given, dependsOn: [],
  });
  const parentsOf = (route: Partial<Route>): unknown[] => {
    const [made] = objectsOf(layer({ ...SHOP, ...route }));
    return (made?.['spec'] as { parentRefs: { name: string; namespace: string; sectionName: string }[] }).parentRefs
      .map(({ name, namespace, sectionName }) => [name, namespace, sectionName]);
  };

  test('attaches to the listeners that each has for its names', () => {
    expect(parentsOf({ gateways: ['lan', 'public'] })).toEqual([['lan', 'edge', 'https-lab'], ['public', 'edge', 'https']]);
    expect(parentsOf({ hostnames: ['www.club.org'], gateways: ['main-gateway', 'public'] }))
      .toEqual([['main-gateway', 'edge', 'https-club'], ['public', 'edge', 'https']]);
    expect(parentsOf({ protocol: 'tls', gateways: ['public'] })).toEqual([['public', 'edge', 'shop.lab.test']]);
  });

  test('attaches to the first gateway unless it says more', () => {
    expect(parentsOf({})).toEqual([['main-gateway', 'edge', 'https']]);
  });

  test('is refused for one that there is not, with those that there are', () => {
    expect(() => layer({ ...SHOP, gateways: ['publik'] }))
      .toThrow('HttpRoutes: route "shop" in namespace "my-app" asks for the gateway "publik"; there is main-gateway, public, lan');
  });
});
