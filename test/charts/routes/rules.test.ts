import type { Manifest } from '../../../charts/core/manifest';
import { findings } from '../../check/findings';
import { gateway, https, object } from '../../check/objects';

/* What the cases of rules.cases.ts do not have: routes of the other kind, and Services that only get copies. */

const GATEWAY_API = 'gateway.networking.k8s.io/v1';
const route = (kind: string, name: string, rule: object, hostname = 'shop.homelab.example.com'): Manifest =>
  object(GATEWAY_API, kind, name, 'my-app', {
    spec: {
      parentRefs: [{ name: 'main-gateway', namespace: 'istio-ingress', sectionName: 'https' }], hostnames: [hostname], rules: [rule],
    },
  });
const grant = (kind: string): Manifest => object('gateway.networking.k8s.io/v1beta1', 'ReferenceGrant', 'shop', 'other', {
  spec: { from: [{ group: 'gateway.networking.k8s.io', kind, namespace: 'my-app' }], to: [{ group: '', kind: 'Service', name: 'copy' }] },
});
const mirror = { filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'copy', namespace: 'other', port: 80 } } }] };

test.each(['HTTPRoute', 'GRPCRoute'])('a mirror of a %s in another namespace needs a grant for that kind', (kind) => {
  const other = kind === 'HTTPRoute' ? 'GRPCRoute' : 'HTTPRoute';
  const objects = [gateway({ listeners: [https] }), route(kind, 'shop', mirror)];
  expect(findings('reference-granted', objects)).toEqual([expect.stringContaining('no ReferenceGrant in other allows it')]);
  expect(findings('reference-granted', [...objects, grant(other)])).toHaveLength(1);
  expect(findings('reference-granted', [...objects, grant(kind)])).toEqual([]);
});

test('a mirror without a port is refused', () => {
  const rule = { filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'copy' } } }] };
  expect(findings('backend-port-declared', [route('HTTPRoute', 'shop', rule)])).toEqual([expect.stringContaining('without a port')]);
});

test('calls are told apart by service, method and headers', () => {
  // GIVEN
  const routes = (...matches: object[]): Manifest[] =>
    [gateway({ listeners: [https] }), ...matches.map((match, index) => route('GRPCRoute', `r${index}`, { matches: [match] }))];
  const call = (service: string, method?: string): object => ({ method: { type: 'Exact', service, ...method ? { method } : {} } });
  // THEN
  expect(findings('route-claims-unique', routes(call('a.B', 'Get'), call('a.B', 'Put'), call('a.B')))).toEqual([]);
  expect(findings('route-claims-unique', routes(call('a.B', 'Get'), call('a.B', 'Get')))).toHaveLength(1);
});

test('every call and every request are the same to the gateway', () => {
  const objects = [gateway({ listeners: [https] }), route('HTTPRoute', 'page', {}), route('GRPCRoute', 'calls', {})];
  expect(findings('route-claims-unique', objects)).toHaveLength(1);
});

test('parameters of a query tell requests apart', () => {
  const match = (value: string): object => ({ matches: [{ queryParams: [{ name: 'v', value }] }] });
  const objects = [gateway({ listeners: [https] }), route('HTTPRoute', 'one', match('1')), route('HTTPRoute', 'two', match('2'))];
  expect(findings('route-claims-unique', objects)).toEqual([]);
});
