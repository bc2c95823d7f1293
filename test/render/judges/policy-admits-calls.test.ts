import type { Manifest } from '../../../charts/core/manifest';
import { policyAdmitsCalls } from '../../../render/judges/policy-admits-calls';
import type { Unrendered } from '../../../render/release';
import { object } from '../../check/objects';
import { chartsOf, deployment, said, service } from '../charts';

const policy = (ingress: unknown[], spec: Record<string, unknown> = {}): Manifest =>
  object('networking.k8s.io/v1', 'NetworkPolicy', 'closed', 'tools', {
    spec: { podSelector: {}, policyTypes: ['Ingress'], ingress, ...spec },
  });
const monitor = object('monitoring.coreos.com/v1', 'PodMonitor', 'web', 'monitoring', {
  spec: {
    namespaceSelector: { matchNames: ['tools'] }, selector: { matchLabels: { app: 'web' } }, podMetricsEndpoints: [{ port: 'metrics' }],
  },
});
const hook = (port?: number): Manifest => object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'hook', undefined, {
  webhooks: [{ clientConfig: { service: { namespace: 'tools', name: 'web', ...port === undefined ? {} : { port } } } }],
});
const api = (port: number, entity = 'kube-apiserver'): Manifest => object('cilium.io/v2', 'CiliumNetworkPolicy', 'api', 'tools', {
  spec: { endpointSelector: {}, ingress: [{ fromEntities: [entity], toPorts: [{ ports: [{ port: String(port), protocol: 'TCP' }] }] }] },
});
const PORTS = [{ containerPort: 9090, name: 'metrics' }, { containerPort: 9443, name: 'hooks' }];
const web = [deployment('web', { ports: PORTS }), service('web', [{ port: 443, name: 'hooks', targetPort: 'hooks' }])];
const from = (namespace: string): unknown => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } });

/** A cluster that is there already, which may have several nodes. */
const THERE = 'host: none\nnodes: [{ address: 192.168.1.10 }]\nnetwork: { cidr: 192.168.1.0/24 }';
const UNREAD = 'NetworkPolicy closed does not let Prometheus read port 9090 of Deployment tools/web, which PodMonitor monitoring/web '
  + 'asks it to';
const UNASKED = 'NetworkPolicy closed does not let the API server call port 9443 of Deployment tools/web, which '
  + 'ValidatingWebhookConfiguration hook asks it to, from another node: it would refuse everything that it has to ask about';

test.each<[string, Manifest[], string[]]>([
  ['no policy', [], []],
  ['one that lets nobody in', [policy([])], [UNREAD]],
  ['one without a word about its types', [policy([], { policyTypes: undefined })], [UNREAD]],
  ['one about what pods call', [policy([], { policyTypes: ['Egress'] })], []],
  ['one about other pods', [policy([], { podSelector: { matchLabels: { app: 'api' } } })], []],
  ['the namespace of Prometheus at every port', [policy([{ from: [from('monitoring')] }])], []],
  ['the namespace of Prometheus at that port', [policy([{ from: [from('monitoring')], ports: [{ port: 9090, protocol: 'TCP' }] }])], []],
  ['the port by its name', [policy([{ from: [from('monitoring')], ports: [{ port: 'metrics' }] }])], []],
  ['the port among others', [policy([{ from: [from('monitoring')], ports: [{ port: 9000, endPort: 9100 }] }])], []],
  ['another port', [policy([{ from: [from('monitoring')], ports: [{ port: 9091 }] }])], [UNREAD]],
  ['the port of UDP', [policy([{ from: [from('monitoring')], ports: [{ port: 9090, protocol: 'UDP' }] }])], [UNREAD]],
  ['another namespace', [policy([{ from: [from('shop')] }])], [UNREAD]],
  ['pods of the same namespace', [policy([{ from: [{ podSelector: {} }] }])], [UNREAD]],
  ['a network, which is never a pod', [policy([{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }])], [UNREAD]],
  ['everybody', [policy([{ ports: [{ port: 9090 }] }])], []],
  ['two policies, one of which does', [policy([]), policy([{ from: [from('monitoring')] }])], []],
])('Prometheus reads what a PodMonitor names, past %s', (_, policies, expected) => {
  expect(said(policyAdmitsCalls, chartsOf({ lab: [monitor, ...policies], chart: web }))).toEqual(expected);
});

test.each<[string, Manifest[], string[]]>([
  ['no policy', [hook()], []],
  ['one that lets nobody in', [hook(), policy([])], [UNASKED]],
  ['all pods of all namespaces', [hook(), policy([{ from: [{ namespaceSelector: {} }] }])], [UNASKED]],
  ['a network, which is never a node', [hook(), policy([{ from: [{ ipBlock: { cidr: '192.168.100.0/24' } }] }])], [UNASKED]],
  ['everybody at the port', [hook(), policy([{ ports: [{ port: 9443 }] }])], []],
  ['the API server at the port of the pods', [hook(), policy([]), api(9443)], []],
  ['the API server at the port of the Service', [hook(), policy([]), api(443)], [UNASKED]],
  ['somebody else at the port', [hook(), policy([]), api(9443, 'world')], [UNASKED]],
  ['a Service that has no such port', [hook(8443), policy([])], []],
])('the API server of another node asks a webhook, past %s', (_, lab, expected) => {
  expect(said(policyAdmitsCalls, chartsOf({ lab, chart: web, yaml: THERE }))).toEqual(expected);
});

test('on the one node of a lab on Windows the API server asks whatever a policy says', () => {
  expect(said(policyAdmitsCalls, chartsOf({ lab: [hook(), policy([])], chart: web }))).toEqual([]);
});

test('Prometheus reads what a ServiceMonitor names, at the port of the pods', () => {
  const reader = object('monitoring.coreos.com/v1', 'ServiceMonitor', 'web', 'tools', {
    spec: { selector: { matchLabels: { app: 'web' } }, endpoints: [{ port: 'http' }] },
  });
  const chart = [deployment('web', { ports: PORTS }), service('web', [{ port: 80, name: 'http', targetPort: 'metrics' }])];
  const saidOf = (port: number): string[] =>
    said(policyAdmitsCalls, chartsOf({ lab: [reader, policy([{ from: [from('monitoring')], ports: [{ port }] }])], chart }));
  expect(saidOf(9090)).toEqual([]);
  expect(saidOf(80)).toEqual([UNREAD.replace('PodMonitor monitoring/web', 'ServiceMonitor tools/web')]);
});

test('nothing is said where somebody may bring a policy that nobody has seen', () => {
  const unrendered = [{ owner: monitor, namespace: 'tools', reason: 'because it is a folder' }] as unknown as Unrendered[];
  expect(said(policyAdmitsCalls, chartsOf({ lab: [monitor, policy([])], chart: web, unrendered }))).toEqual([]);
});

test('no policy is about pods that have the network of their node', () => {
  const onHost = [deployment('web', { ports: PORTS }, { hostNetwork: true }), ...web.slice(1)];
  expect(said(policyAdmitsCalls, chartsOf({ lab: [monitor, hook(), policy([])], chart: onHost }))).toEqual([]);
});
