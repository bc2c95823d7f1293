import { routeBackend, routeBackendKnown } from '../../../render/judges/route-backend';
import type { Manifest } from '../../../charts/core/manifest';
import { object } from '../../check/objects';
import { chartsOf, said, service } from '../charts';

const route = (name: string, port: number, namespace = 'tools'): Manifest =>
  object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'web', namespace, { spec: { rules: [{ backendRefs: [{ name, port }] }] } });

test('a route to a Service that no chart makes is found, with those there are', () => {
  const charts = chartsOf({ lab: [route('web', 80)], chart: [service('api', [{ port: 80 }])] });
  expect(said(routeBackend, charts)).toEqual([
    'HTTPRoute web sends to the Service tools/web, which neither this lab nor one of its charts makes',
  ]);
  expect(routeBackend.check(charts).map(({ fix }) => fix)).toEqual(['in tools there is api']);
});

test('a route to a port that the Service does not have is found, with those it has', () => {
  const charts = chartsOf({ lab: [route('web', 80)], chart: [service('web', [{ port: 8080, name: 'http' }, { port: 9090 }])] });
  expect(said(routeBackend, charts)).toEqual(['HTTPRoute web sends to port 80 of the Service tools/web, which does not have it']);
  expect(routeBackend.check(charts).map(({ fix }) => fix)).toEqual(['use 8080 (http) or 9090']);
});

test('a route to a port of a Service of a chart is right', () => {
  expect(said(routeBackend, chartsOf({ lab: [route('web', 8080)], chart: [service('web', [{ port: 8080 }])] }))).toEqual([]);
});

test('in a namespace of the user a missing Service is a warning, and none where something unknown writes to it', () => {
  const parts = { lab: [route('shop', 80, 'shop')], yaml: 'namespaces: [{ name: shop }]' };
  expect(said(routeBackend, chartsOf(parts))).toEqual([]);
  expect(said(routeBackendKnown, chartsOf(parts))).toEqual([
    'HTTPRoute web sends to the Service shop/shop, which neither this lab nor one of its charts makes',
  ]);
  const owner = object('argoproj.io/v1alpha1', 'Application', 'shop', 'argocd');
  expect(said(routeBackendKnown, chartsOf({ ...parts, unrendered: [{ owner, namespace: 'shop', why: 'it is a folder' }] }))).toEqual([]);
});
