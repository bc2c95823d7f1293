import { App, Duration } from 'cdk8s';
import { HttpRoutes } from '../../../charts/routes/http-routes';
import type { Route, RouteRule } from '../../../charts/routes/route';
import { manifestsOf as objectsOf } from '../../../testing';
import { find, labOf, manifestsOf } from '../../util';

function layerOf(rule: RouteRule, more: Partial<Route> = {}): HttpRoutes {
  return new HttpRoutes(new App(), 'routes', {
    gateway: { name: 'main', namespace: 'edge' }, listener: 'https', dependsOn: [],
    routes: [{ name: 'shop', namespace: 'my-app', hostnames: ['shop.lab.test'], rules: [rule], ...more }],
  });
}

function ruleOf(rule: RouteRule): Record<string, unknown> {
  const { spec } = objectsOf(layerOf(rule))[0] as unknown as { spec: { rules: Record<string, unknown>[] } };
  return spec.rules[0]!;
}

const backends = [{ name: 'shop', port: 80 }];
const filtersOf = (rule: RouteRule): unknown => ruleOf({ backends, ...rule })['filters'];

test('writes out what the API server would fill into filters', () => {
  expect(filtersOf({ mirror: [{ name: 'copy', port: 80 }], cors: { origins: ['*'] } })).toEqual([
    { type: 'CORS', cors: { allowOrigins: ['*'], maxAge: 5 } },
    { type: 'RequestMirror', requestMirror: { backendRef: { group: '', kind: 'Service', name: 'copy', port: 80 } } },
  ]);
  expect(ruleOf({ redirect: { hostname: 'new.lab.test' } })).toEqual({
    matches: [{ path: { type: 'PathPrefix', value: '/' } }],
    filters: [{ type: 'RequestRedirect', requestRedirect: { hostname: 'new.lab.test', statusCode: 302 } }],
  });
});

test('makes a filter of each kind', () => {
  expect(filtersOf({
    rewrite: { prefix: '/', hostname: 'nas' },
    requestHeaders: { set: { 'X-A': '1' }, add: { 'X-B': '2' }, remove: ['X-C'] },
    responseHeaders: { remove: ['Server'] },
    mirror: [{ name: 'copy', port: 80, percent: 5 }, { name: 'other', namespace: 'far', port: 81 }],
    cors: {
      origins: ['https://a.dev'], methods: ['PUT'], headers: ['X-A'], exposeHeaders: ['X-B'], credentials: true, maxAge: Duration.hours(1),
    },
  })).toEqual([
    {
      type: 'CORS',
      cors: {
        allowOrigins: ['https://a.dev'], allowMethods: ['PUT'], allowHeaders: ['X-A'], exposeHeaders: ['X-B'], allowCredentials: true,
        maxAge: 3600,
      },
    },
    {
      type: 'RequestHeaderModifier',
      requestHeaderModifier: { set: [{ name: 'X-A', value: '1' }], add: [{ name: 'X-B', value: '2' }], remove: ['X-C'] },
    },
    { type: 'ResponseHeaderModifier', responseHeaderModifier: { remove: ['Server'] } },
    { type: 'RequestMirror', requestMirror: { backendRef: { group: '', kind: 'Service', name: 'copy', port: 80 }, percent: 5 } },
    { type: 'RequestMirror', requestMirror: { backendRef: { group: '', kind: 'Service', name: 'other', namespace: 'far', port: 81 } } },
    { type: 'URLRewrite', urlRewrite: { hostname: 'nas', path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } } },
  ]);
});

test('lets a mirror name a Service of another namespace, once', () => {
  const mirror = [{ name: 'copy', namespace: 'far', port: 80 }];
  const grants = objectsOf(layerOf({ backends: [...backends, { name: 'copy', namespace: 'far', port: 80 }], mirror }))
    .filter(({ kind }) => kind === 'ReferenceGrant');
  expect(grants.map(({ metadata }) => [metadata.namespace, metadata.name])).toEqual([['far', 'my-app.copy']]);
});

test.each<[string, RouteRule, RegExp]>([
  ['backends', { backends, redirect: { hostname: 'a.test' } }, /redirects and has backends, which nothing of it reaches, in rule 1;/],
  ['a rewrite', { rewrite: { path: '/' }, redirect: { hostname: 'a.test' } }, /redirects and has rewrite/],
  ['a time limit', { timeouts: { request: Duration.seconds(1) }, redirect: { hostname: 'a.test' } }, /redirects and has timeouts/],
])('refuses a redirect with %s', (_, rule, message) => {
  expect(() => layerOf(rule)).toThrow(message);
});

test('refuses a rule without anybody who answers', () => {
  expect(() => layerOf({ rewrite: { path: '/' } })).toThrow(/has no backend, so requests would get a 500/);
});

const rulesOf = (service: string): unknown => (find(
  manifestsOf(labOf(`services: [{ name: shop, namespace: my-app, ${service} }]`), 'routes'), 'HTTPRoute', 'shop',
)['spec'] as { rules: unknown }).rules;
const backend = (name: string, weight: number, port = 80): object => ({ group: '', kind: 'Service', name, port, weight });
const every = { path: { type: 'PathPrefix', value: '/' } };

test('gives a canary its share of the requests, in percent', () => {
  expect(rulesOf('port: 80, canary: { name: next, weight: 10 }')).toEqual([
    { matches: [every], backendRefs: [backend('shop', 90), backend('next', 10)] },
  ]);
});

test('sends testers to a canary, and nobody else where it has no weight', () => {
  const header = { name: 'X-Canary', type: 'Exact', value: 'yes' };
  const canary = 'canary: { name: next, port: 81, header: { name: X-Canary, value: "yes" } }';
  expect(rulesOf(`port: 80, ${canary}, timeouts: { request: 5s }`)).toEqual([
    { matches: [{ ...every, headers: [header] }], backendRefs: [backend('next', 1, 81)], timeouts: { request: '5s' } },
    { matches: [every], backendRefs: [backend('shop', 1)], timeouts: { request: '5s' } },
  ]);
});

test('adds the header of testers to every match', () => {
  const [testers] = rulesOf('port: 80, matches: [{ path: { value: /a } }, { headers: [{ name: X-A, value: "1" }] }], '
    + 'canary: { name: next, weight: 5, header: { name: X-Canary, value: "yes" } }') as { matches: { headers: { name: string }[] }[] }[];
  expect(testers?.matches.map(({ headers }) => headers.map(({ name }) => name))).toEqual([['X-Canary'], ['X-A', 'X-Canary']]);
});

test('makes one route of several rules, in their order', () => {
  expect(rulesOf('rules: [{ port: 80 }, { matches: [{ path: { value: /old } }], redirect: { prefix: /new } }]')).toEqual([
    { matches: [every], backendRefs: [backend('shop', 1)] },
    {
      matches: [{ path: { type: 'PathPrefix', value: '/old' } }],
      filters: [{
        type: 'RequestRedirect',
        requestRedirect: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/new' }, statusCode: 302 },
      }],
    },
  ]);
});

test('makes a GRPCRoute of a service that speaks gRPC, every default written out', () => {
  const yaml = 'services: [{ name: shop, namespace: my-app, protocol: grpc, port: 9000, '
    + 'matches: [{ service: shop.v1.Orders }, { method: "Get.*", type: RegularExpression, headers: [{ name: tenant, value: lab }] }] }]';
  expect(find(manifestsOf(labOf(yaml), 'routes'), 'GRPCRoute', 'shop')['spec']).toEqual({
    parentRefs: [
      { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'main-gateway', namespace: 'istio-ingress', sectionName: 'https' },
    ],
    hostnames: ['shop.homelab.example.com'],
    rules: [{
      matches: [
        { method: { type: 'Exact', service: 'shop.v1.Orders' } },
        { method: { type: 'RegularExpression', method: 'Get.*' }, headers: [{ name: 'tenant', value: 'lab', type: 'Exact' }] },
      ],
      backendRefs: [backend('shop', 1, 9000)],
    }],
  });
});

test('lets calls and requests name the same Service of another namespace, each by a grant of its own', () => {
  const layer = layerOf({ backends: [{ name: 'api', namespace: 'far', port: 80 }] });
  layer.addRoute({
    name: 'calls', namespace: 'my-app', hostnames: ['calls.lab.test'], protocol: 'grpc',
    rules: [{ backends: [{ name: 'api', namespace: 'far', port: 9000 }] }],
  });
  const grants = objectsOf(layer).filter(({ kind }) => kind === 'ReferenceGrant') as unknown as {
    metadata: { name: string }; spec: { from: { kind: string }[] };
  }[];
  expect(grants.map(({ metadata, spec }) => [metadata.name, spec.from.map(({ kind }) => kind)])).toEqual([
    ['my-app.api', ['HTTPRoute']], ['my-app.api.grpcroute', ['GRPCRoute']],
  ]);
});

const GRPC = { protocol: 'grpc' } as const;

test.each<[string, RouteRule, Partial<Route>, RegExp]>([
  ['a path of gRPC', { matches: [{ path: { type: 'Exact', value: '/a' } }], backends }, GRPC, /has path, which a route for gRPC does not/],
  ['a time limit of gRPC', { timeouts: { request: Duration.seconds(1) }, backends }, GRPC, /has timeouts, which a route for gRPC/],
  ['a call of HTTP', { matches: [{ call: { service: 'a.B' } }], backends }, {}, /matches a call, which only a route for gRPC does/],
  ['a name that gRPC does not have', { matches: [{ call: { service: 'a/B' } }], backends }, GRPC, /matches\[0\]\.call\.service is/],
])('refuses %s', (_, rule, more, message) => {
  expect(() => layerOf(rule, more)).toThrow(message);
});
