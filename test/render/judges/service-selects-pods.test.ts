import { serviceSelectsPods } from '../../../render/judges/service-selects-pods';
import { object } from '../../check/objects';
import { chartsOf, deployment, said, service } from '../charts';

const ports = [{ containerPort: 8080, name: 'http' }];

test('a Service that chooses no pod is found', () => {
  expect(said(serviceSelectsPods, chartsOf({ chart: [service('web', [{ port: 80 }]), deployment('api')] }))).toEqual([
    'Service web chooses pods by app=web, and no workload in tools has such',
  ]);
  expect(said(serviceSelectsPods, chartsOf({ chart: [service('web', [{ port: 80 }]), deployment('web')] }))).toEqual([]);
});

test('pods of another namespace do not count', () => {
  const chart = [service('web', [{ port: 80 }]), deployment('web', {}, {}, 'others')];
  expect(said(serviceSelectsPods, chartsOf({ chart }))).toHaveLength(1);
});

test('a port that the pods do not name is found', () => {
  const web = deployment('web', { ports });
  expect(said(serviceSelectsPods, chartsOf({ chart: [web, service('web', [{ port: 80, targetPort: 'https' }])] }))).toEqual([
    'Service web sends to the port "https", which Deployment tools/web does not have',
  ]);
  expect(said(serviceSelectsPods, chartsOf({ chart: [web, service('web', [{ port: 80, targetPort: 'http' }])] }))).toEqual([]);
});

test('what prometheus-operator, istiod and K3s make has pods', () => {
  const chart = [
    object('monitoring.coreos.com/v1', 'Prometheus', 'main', 'tools', { spec: {} }),
    object('v1', 'Service', 'prometheus', 'tools', {
      spec: { selector: { 'operator.prometheus.io/name': 'main' }, ports: [{ port: 9090, targetPort: 'web' }] },
    }),
    object('v1', 'Service', 'dns-metrics', 'kube-system', {
      spec: { selector: { 'k8s-app': 'kube-dns' }, ports: [{ port: 9153, targetPort: 'metrics' }] },
    }),
  ];
  expect(said(serviceSelectsPods, chartsOf({ chart }))).toEqual([]);
});

test('a Service without a selector, and an alias, lead elsewhere', () => {
  const chart = [
    object('v1', 'Service', 'endpoints', 'tools', { spec: { ports: [{ port: 80 }] } }),
    object('v1', 'Service', 'alias', 'tools', { spec: { type: 'ExternalName', externalName: 'example.org', selector: { app: 'x' } } }),
  ];
  expect(said(serviceSelectsPods, chartsOf({ chart }))).toEqual([]);
});
