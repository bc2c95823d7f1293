import { load } from 'js-yaml';
import { parseConfig } from '../../charts/load-config';
import { k3sArgObjection, k3sArgument } from '../../config/k3s-args';
import { k3sFile } from '../../charts/core/k3s-release';
import { k3sSettings } from '../../config/k3s';
import { nodeSeed } from '../../host/node';
import { madeWith } from '../../host/made-with';
import { K3S_SHA256, K3S_VERSION } from '../../versions';
import { onWindows } from '../windows-lab';

const SHA256 = '0123456789abcdef'.repeat(4);

/** A file of the first node of a lab. */
function fileOf(yaml: string, file: string): string {
  const config = parseConfig(yaml);
  const { write_files: files } = load(nodeSeed(onWindows(config), config.nodes[0]!, new Map()).get('user-data')!) as {
    write_files: readonly { path: string; content: string }[];
  };
  return files.find(({ path }) => path === file)!.content;
}

const k3sConfigOf = (args: readonly string[]): unknown =>
  load(fileOf(JSON.stringify({ k3s: { serverArgs: args } }), '/etc/rancher/k3s/config.yaml'));

test('arguments stand beside those of the lab, and what is taken several times is a list', () => {
  expect(k3sConfigOf([
    'kubelet-arg=max-pods=200', '--kubelet-arg=image-gc-high-threshold=70', 'secrets-encryption', 'tls-san=k8s.frank.dev',
    'disable=metrics-server, runtimes', 'snapshotter=native', 'tls-san-security=false',
  ])).toEqual({
    'node-name': 'homelab', 'node-ip': '192.168.100.10', 'cluster-cidr': '10.42.0.0/16', 'service-cidr': '10.43.0.0/16',
    'flannel-backend': 'none', 'disable-network-policy': true, 'disable-kube-proxy': true, 'write-kubeconfig-mode': '0600',
    'disable': ['traefik', 'servicelb', 'metrics-server', 'runtimes'], 'tls-san': ['192.168.100.10', 'homelab', 'k8s.frank.dev'],
    'kubelet-arg': ['max-pods=200', 'image-gc-high-threshold=70'], 'secrets-encryption': true, 'snapshotter': 'native',
    'tls-san-security': false,
  });
});

test('without arguments the settings of the lab are alone', () => {
  expect(k3sSettings({ disable: ['traefik'] }, [])).toEqual({ disable: ['traefik'] });
});

test('nothing that the lab sets itself can be set again, but names of the API and parts that are left out', () => {
  const own = Object.keys(k3sConfigOf([]) as object).filter((name) => !['tls-san', 'disable'].includes(name));
  expect(own.filter((name) => k3sArgObjection(`${name}=x`) === undefined)).toEqual([]);
});

test.each([
  ['--kubelet-arg=a=b', { name: 'kubelet-arg', value: 'a=b' }], ['secrets-encryption', { name: 'secrets-encryption' }],
  ['-v=4', { name: 'v', value: '4' }],
])('%s is taken apart', (text, parts) => { expect(k3sArgument(text)).toEqual(parts); });

test('a misspelt argument gets the nearest one', () => {
  expect(k3sArgObjection('kublet-arg=max-pods=200')).toMatchObject({ fix: 'did you mean "kubelet-arg"?' });
});

test('a secret is never repeated in a message', () => {
  const parse = (): unknown => parseConfig('k3s: { serverArgs: [token=hunter22hunter22] }');
  expect(parse).toThrow('k3s.serverArgs[0]: is a secret, which everybody who reads git would see');
  try { parse(); } catch (error) { expect(String(error)).not.toContain('hunter22'); }
});

test('the node gets the release that is named, and the pinned one else', () => {
  // GIVEN
  const named = `k3s: { version: v1.36.9+k3s1, sha256: ${SHA256} }`;
  // THEN
  expect(k3sFile(parseConfig(''))).toEqual({ version: K3S_VERSION, sha256: K3S_SHA256 });
  expect(fileOf(named, '/etc/homelab/node.env')).toContain(`K3S_VERSION='v1.36.9+k3s1'\nK3S_SHA256='${SHA256}'\n`);
  const config = parseConfig(named);
  expect(madeWith(onWindows(config), config.nodes[0]!)).toContainEqual({ name: 'K3s', value: 'v1.36.9+k3s1', cutsOff: false });
});

test.each([
  'kubelet-arg=max_pods=200', 'kubelet-arg=--max-pods=252', 'kubelet-arg=feature-gates+=NodeSwap=true', 'kubelet-arg=fail-swap-on=false',
  'kubelet-arg=eviction-hard=memory.available<5%', 'kube-apiserver-arg=oidc-issuer-url=https://id.frank.dev',
  'kube-apiserver-arg=audit-log-maxage=7', 'kube-apiserver-arg=anonymous-auth=false', 'kube-controller-manager-arg=node-cidr-mask-size=23',
  'kube-controller-manager-arg=controllers=*,tokencleaner', 'kube-scheduler-arg=v=4', 'kube-controller-manager-arg=bind-address=0.0.0.0',
  'node-taint=frank.dev/slow=true:PreferNoSchedule', 'disable=metrics-server,runtimes', 'kube-cloud-controller-manager-arg=v=2',
])('%s is taken', (text) => { expect(k3sArgObjection(text)).toBeUndefined(); });

test.each([
  ['kubelet-arg=max-pod=200', 'did you mean "max-pods"?'], ['kube-apiserver-arg=oidc-issuer=https://x', 'did you mean "oidc-issuer-url"?'],
  ['max-pods=200', 'did you mean "kubelet-arg=max-pods=200"?'], ['disable=metrics-server,traefik', 'write disable=metrics-server'],
  ['node-taint=a=b:NoSchedule', 'remove it, or take the effect PreferNoSchedule'],
  ['kubelet-arg=register-with-taints=x=y:NoExecute', 'remove it, or take the effect PreferNoSchedule'],
  ['kube-controller-manager-arg=allocate-node-cidrs=false', 'remove it'],
  ['kube-controller-manager-arg=controllers=*,-nodeipam', 'remove it'],
  ['kube-controller-manager-arg=controllers=-nodeipam', 'remove it'],
  ['kubelet-arg=config=/etc/kubelet.yaml', 'remove it'],
  ['kube-controller-manager-arg=controllers=*,-deployment-controller', 'remove it'],
  ['kube-apiserver-arg=token-auth-file=/etc/tokens.csv', 'remove it'], ['kube-apiserver-arg=anonymous-auth=true', 'remove it'],
])('%s is refused: %s', (text, fix) => { expect(k3sArgObjection(text)?.fix).toBe(fix); });

test.each([
  [['kubelet-arg=max-pods=100', 'kubelet-arg=max-pods=200'], /says something else of max-pods than above \(100\)/],
  [['kubelet-arg=max-pods=400'], /is more pods than the \/24 of network.podCIDR that the node gets has addresses \(252\)/],
  [['cluster-dns=10.1.1.1'], /is outside network.serviceCIDR/],
])('%j together are refused', (serverArgs, message) => {
  expect(() => parseConfig(JSON.stringify({ k3s: { serverArgs } }))).toThrow(message);
});

test.each([
  [['kubelet-arg=max-pods=100', 'kubelet-arg=max-pods=100']], [['cluster-dns=10.43.0.53']],
  [['kubelet-arg=max-pods=400', 'kube-controller-manager-arg=node-cidr-mask-size=23']],
  [['kubelet-arg=eviction-hard=memory.available<5%', 'kubelet-arg=eviction-hard=nodefs.available<5%']],
])('%j together are taken', (serverArgs) => {
  expect(parseConfig(JSON.stringify({ k3s: { serverArgs } })).k3s.serverArgs).toEqual(serverArgs);
});
