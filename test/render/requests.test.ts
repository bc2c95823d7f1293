import { gatewayRequests, reloaderOf, requestsOf } from '../../render/requests';
import { demandsOf, totalOf } from '../../render/lab-requests';
import { gateway, object } from '../check/objects';
import { chartsOf, deployment } from './charts';

const asking = (cpu: string, memory: string, name = 'main'): Record<string, unknown> =>
  ({ name, resources: { requests: { cpu, memory } } });
const pod = (spec: Record<string, unknown>, kind = 'Deployment', more: Record<string, unknown> = {}): ReturnType<typeof object> =>
  object('apps/v1', kind, 'shop', 'tools', { spec: { ...more, template: { spec } } });

test('containers count together, and a limit without a request is the request', () => {
  const containers = [asking('10m', '1Gi'), { name: 'side', resources: { limits: { cpu: 1, memory: '64M' } } }];
  expect(requestsOf(pod({ containers }, 'Deployment', { replicas: 3 }))).toEqual({ milliCpu: 1010, mebibytes: 1086, count: 3, unset: [] });
});

test('an init container counts where it asks for more, and sidecars before it count with it', () => {
  const initContainers = [{ ...asking('5m', '10Mi', 'side'), restartPolicy: 'Always' }, asking('1m', '100Mi', 'init')];
  expect(requestsOf(pod({ initContainers, containers: [asking('20m', '50Mi')] }))).toMatchObject({ milliCpu: 25, mebibytes: 110 });
});

test('containers that ask for nothing are named, but not those that only start a pod', () => {
  const spec = { initContainers: [{ name: 'init' }], containers: [{ name: 'main' }, asking('1m', '1Mi', 'side')] };
  expect(requestsOf(pod(spec, 'DaemonSet'))).toEqual({ milliCpu: 1, mebibytes: 1, count: 1, unset: ['main'] });
});

test('a Prometheus asks for itself and for the config-reloader that the operator adds', () => {
  const operator = pod({ containers: [{ args: ['--config-reloader-cpu-request=5m', '--config-reloader-memory-request=24Mi'] }] });
  const prometheus = object('monitoring.coreos.com/v1', 'Prometheus', 'p', 'tools', { spec: asking('200m', '1Gi') });
  expect(reloaderOf(operator)).toEqual({ milliCpu: 5, mebibytes: 24 });
  expect(reloaderOf(pod({ containers: [] }))).toBeUndefined();
  expect(requestsOf(prometheus, reloaderOf(operator))).toEqual({ milliCpu: 205, mebibytes: 1048, count: 1, unset: [] });
});

test('the proxy of a Gateway asks for what its options say, and otherwise for what istiod gives proxies', () => {
  const istiod = { global: { proxy: { resources: { requests: { cpu: '50m', memory: '96Mi' } } } } };
  const template = { spec: { containers: [asking('50m', '128Mi', 'istio-proxy')] } };
  const options = object('v1', 'ConfigMap', 'options', 'istio-ingress', { data: { deployment: JSON.stringify({ spec: { template } }) } });
  expect(gatewayRequests(gateway({}), options, istiod)).toMatchObject({ milliCpu: 50, mebibytes: 128 });
  expect(gatewayRequests(gateway({}), undefined, istiod)).toMatchObject({ milliCpu: 50, mebibytes: 96 });
  expect(gatewayRequests(gateway({}, 'istio-waypoint'), undefined, istiod)).toMatchObject({ milliCpu: 0, unset: ['istio-proxy'] });
});

test('a lab asks for what its own pods, those of charts and those of K3s ask for; jobs stand apart', () => {
  // GIVEN
  const job = object('batch/v1', 'Job', 'once', 'tools', { spec: { template: { spec: { containers: [asking('1', '8Gi')] } } } });
  const charts = chartsOf({ chart: [deployment('web', asking('10m', '16Mi')), job], lab: [deployment('own', asking('1m', '4Mi'))] });
  // WHEN
  const demands = demandsOf(charts);
  // THEN
  expect(demands.filter((each) => each.job).map(({ from }) => from)).toEqual(['Job tools/once']);
  expect(totalOf(demands)).toEqual({ milliCpu: 211, mebibytes: 160 });
});
