import { madeByOthers } from '../../render/made-by-others';
import { gateway, https } from '../check/objects';
import { chartsOf } from './charts';

test('a Gateway has pods and a Service after its name and class, as files/kube-gateway.yaml of the chart istiod makes them', () => {
  // GIVEN
  const charts = chartsOf({ lab: [gateway({ listeners: [https], infrastructure: { labels: { team: 'me' } } })] });
  // WHEN
  const { pods, services } = madeByOthers(charts);
  // THEN both are known by the Gateway, and only pods by what manages them
  const labels = {
    'team': 'me',
    'gateway.networking.k8s.io/gateway-name': 'main-gateway',
    'gateway.networking.k8s.io/gateway-class-name': 'istio',
  };
  expect(pods.find(({ from }) => from === 'Gateway istio-ingress/main-gateway')).toEqual({
    from: 'Gateway istio-ingress/main-gateway',
    namespace: 'istio-ingress',
    labels: { ...labels, 'gateway.istio.io/managed': 'istio.io-gateway-controller' },
    ports: [{ name: 'metrics', port: 15020 }, { name: 'status-port', port: 15021 }, { name: 'http-envoy-prom', port: 15090 }],
  });
  expect(services.find(({ namespace }) => namespace === 'istio-ingress')).toEqual({
    namespace: 'istio-ingress',
    name: 'main-gateway-istio',
    labels,
    ports: [{ name: 'status-port', port: 15021 }, { name: 'https', port: 443 }],
  });
});

test("a waypoint's Service has its own name", () => {
  const charts = chartsOf({ lab: [gateway({ listeners: [{ name: 'mesh', port: 15008 }] }, 'istio-waypoint', 'waypoint', 'my-app')] });
  expect(madeByOthers(charts).services.filter(({ namespace }) => namespace === 'my-app')).toMatchObject([
    { name: 'waypoint', ports: [{ name: 'status-port', port: 15021 }, { name: 'mesh', port: 15008 }] },
  ]);
});
