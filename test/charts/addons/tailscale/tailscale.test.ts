import { at, list } from '../../../../charts/core/plain-data';
import type { Manifest } from '../../../../charts/core/manifest';
import { tailnetHint } from '../../../../draw/overview';
import { IMAGES } from '../../../../versions';
import { find, labOf, manifestsOf } from '../../../util';

const objectsOf = (tailscale: string, more = ''): Manifest[] =>
  manifestsOf(labOf(`addons: { tailscale: ${tailscale} }\n${more}`), 'tailscale');
const podOf = (objects: readonly Manifest[]): unknown => at(find(objects, 'Deployment'), 'spec', 'template', 'spec');
const variablesOf = (objects: readonly Manifest[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(list(podOf(objects), 'containers', 0, 'env').map((each) => [String(at(each, 'name')), at(each, 'value')]));
/** Egress rules behind the one for names. */
const egressOf = (tailscale: string, more = ''): unknown[] =>
  list(find(objectsOf(tailscale, more), 'NetworkPolicy'), 'spec', 'egress').slice(1);

const EVERY_POD = { to: [{ namespaceSelector: {} }] };

test('one pod without rights joins by a key in a file, and keeps its state on a volume', () => {
  const objects = objectsOf('true');
  expect(objects.map(({ kind }) => kind).sort()).toEqual(['Deployment', 'NetworkPolicy', 'PersistentVolumeClaim', 'ServiceAccount']);
  expect(at(find(objects, 'Deployment'), 'spec')).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  expect(podOf(objects)).toMatchObject({
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000 },
    containers: [{
      image: IMAGES.tailscale,
      readinessProbe: { httpGet: { path: '/healthz', port: 'metrics' } },
      securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    }],
  });
  expect(IMAGES.tailscale).toMatch(/:v\d+\.\d+\.\d+$/);
  expect(variablesOf(objects)).toEqual({
    TS_AUTHKEY: 'file:/etc/tailscale/authkey',
    TS_AUTH_ONCE: 'true',
    TS_HOSTNAME: 'homelab',
    TS_ROUTES: '192.168.100.200/32',
    TS_USERSPACE: 'true',
    TS_STATE_DIR: '/var/lib/tailnet',
    // Without a value: the API server would drop an empty one.
    TS_KUBE_SECRET: undefined,
    TS_SOCKET: '/var/run/tailscale/tailscaled.sock',
    TS_LOGS_DIR: '/var/lib/tailnet',
    TS_LOCAL_ADDR_PORT: '0.0.0.0:9002',
    TS_ENABLE_HEALTH_CHECK: 'true',
    TS_ENABLE_METRICS: 'true',
  });
});

test('its folders are all writable ones, and that of its state is not one whose mode it would change', () => {
  expect(list(podOf(objectsOf('true')), 'containers', 0, 'volumeMounts')).toEqual([
    { name: 'state', mountPath: '/var/lib/tailnet' },
    { name: 'key', mountPath: '/etc/tailscale', readOnly: true },
    { name: 'socket', mountPath: '/var/run/tailscale' },
    { name: 'tmp', mountPath: '/tmp' },
  ]);
});

test('tags and a control server of one\'s own are said only where somebody says them', () => {
  const objects = objectsOf('{ hostname: front-door, tags: ["tag:lab", "tag:k8s"], loginServer: "https://headscale.frank.dev:8443" }');
  expect(variablesOf(objects)).toMatchObject({
    TS_HOSTNAME: 'front-door',
    TS_EXTRA_ARGS: '--advertise-tags=tag:lab,tag:k8s --login-server=https://headscale.frank.dev:8443',
  });
  expect(list(find(objects, 'NetworkPolicy'), 'spec', 'egress').at(-1)).toEqual({
    to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ port: 8443, protocol: 'TCP' }],
  });
});

test('the key is asked for under the name of the Secret that is mounted', () => {
  const lab = labOf('addons: { tailscale: { authKeySecretName: my-key } }');
  expect(lab.requiredSecrets.find(({ namespace }) => namespace === 'tailscale')).toMatchObject({
    name: 'my-key', keys: [{ key: 'authkey' }],
  });
  const [, key] = list(podOf(manifestsOf(lab, 'tailscale')), 'volumes');
  expect(at(key, 'secret', 'secretName')).toBe('my-key');
});

test('devices are led to every address that homelab.yaml knows, once, and then to what it adds', () => {
  // GIVEN two gateways, a name server, services with an address and without, and a network that covers some of them
  const more = `dns: { provider: k8s-gateway, address: 192.168.100.210 }
gateways: [{ name: guests, address: 192.168.100.205 }]
namespaces: [{ name: games }]
services:
  - { name: chess, namespace: games, protocol: tcp, port: 5000, address: 192.168.100.207 }
  - { name: chat, namespace: games, protocol: udp, port: 5000 }`;
  expect(variablesOf(objectsOf('true', more))['TS_ROUTES'])
    .toBe('192.168.100.200/32,192.168.100.205/32,192.168.100.210/32,192.168.100.207/32');
  expect(variablesOf(objectsOf('{ routes: [192.168.1.5, 192.168.100.192/27] }', more))['TS_ROUTES'])
    .toBe('192.168.1.5/32,192.168.100.192/27');
  // THEN it may speak to the pods behind them
  const name = (namespace: string): unknown => ({ matchLabels: { 'kubernetes.io/metadata.name': namespace } });
  const gateway = (called: string): unknown => ({
    namespaceSelector: name('istio-ingress'), podSelector: { matchLabels: { 'gateway.networking.k8s.io/gateway-name': called } },
  });
  expect(egressOf('true', more)[0]).toEqual({
    to: [
      gateway('main-gateway'), gateway('guests'), { namespaceSelector: name('k8s-gateway') },
      { namespaceSelector: name('games'), podSelector: { matchLabels: { 'app.kubernetes.io/name': 'chess' } } },
    ],
  });
});

describe('a further route', () => {
  test('to machines outside opens them, and no pod and no node', () => {
    const [pods, networks] = egressOf('{ routes: [192.168.1.0/24] }');
    expect(pods).not.toEqual(EVERY_POD);
    expect(networks).toEqual({ to: [{ ipBlock: { cidr: '192.168.1.0/24' } }] });
    expect(objectsOf('{ routes: [192.168.1.0/24] }').map(({ kind }) => kind)).not.toContain('CiliumNetworkPolicy');
  });

  test.each(['192.168.100.212', '10.42.0.0/16', '10.43.0.10/32'])('to %s, where Services and pods are, opens all pods', (route) => {
    expect(egressOf(`{ routes: ["${route}"] }`)[0]).toEqual(EVERY_POD);
  });

  test('to a node opens the nodes, which no address of a NetworkPolicy stands for', () => {
    const policy = find(objectsOf('{ routes: [192.168.100.10] }'), 'CiliumNetworkPolicy', 'tailscale-nodes');
    expect(at(policy, 'spec')).toEqual({ endpointSelector: {}, egress: [{ toEntities: ['host', 'remote-node'] }] });
  });
});

test('without further routes it speaks to the tailnet, to names and to gateways, and only Prometheus to it', () => {
  const policy = find(objectsOf('true'), 'NetworkPolicy');
  expect(at(policy, 'spec', 'policyTypes')).toEqual(['Ingress', 'Egress']);
  expect(list(policy, 'spec', 'ingress')).toEqual([{
    from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }],
    ports: [{ port: 9002, protocol: 'TCP' }],
  }]);
  const [, devices, servers, ...others] = egressOf('true');
  expect(devices).toEqual({ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ protocol: 'UDP' }] });
  expect(servers).toMatchObject({ ports: [{ port: 443, protocol: 'TCP' }, { port: 80, protocol: 'TCP' }] });
  expect(list(servers, 'to', 0, 'ipBlock', 'except')).toContain('192.168.0.0/16');
  expect(others).toEqual([]);
});

test('behind a proxy it is told of it, and may speak to its port', () => {
  const proxy = 'network: { proxy: { http: "http://192.168.100.1:3128" } }';
  expect(variablesOf(objectsOf('true', proxy))).toMatchObject({ HTTPS_PROXY: 'http://192.168.100.1:3128' });
  expect(egressOf('true', proxy).at(-1)).toEqual({ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ port: 3128, protocol: 'TCP' }] });
});

test('the summary says which routes to approve, and whom to ask for names', () => {
  expect(tailnetHint(labOf(''))).toBeUndefined();
  const hint = (more: string): string | undefined =>
    tailnetHint(labOf(`domain: frank.dev\naddons: { tailscale: { routes: [192.168.1.0/24] } }\n${more}`));
  const routes = 'the device homelab leads to 192.168.100.200, 192.168.1.0/24: approve these routes in the tailnet';
  expect(hint('')).toBe(`${routes}; names are found as at home (docs/addons.md)`);
  expect(hint('dns: hosts-file')).toBe(`${routes}; each device needs the names in its hosts file (docs/addons.md)`);
  expect(hint('dns: { provider: k8s-gateway, address: 192.168.100.200 }\ngateway: { address: 192.168.100.201 }')).toBe(
    'the device homelab leads to 192.168.100.201, 192.168.100.200, 192.168.1.0/24: approve these routes in the tailnet; '
    + 'have it ask 192.168.100.200 for names of frank.dev (docs/addons.md)',
  );
});
