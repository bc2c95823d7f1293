import { customKinds, findKind, scopeOf } from '../../../charts/core/pinned-kinds';

test.each([
  ['', 'PersistentVolume', 'Cluster'],
  ['', 'PersistentVolumeClaim', 'Namespaced'],
  ['', 'Namespace', 'Cluster'],
  ['storage.k8s.io', 'StorageClass', 'Cluster'],
  ['cert-manager.io', 'ClusterIssuer', 'Cluster'],
  ['cilium.io', 'CiliumClusterwideNetworkPolicy', 'Cluster'],
  ['gateway.networking.k8s.io', 'Gateway', 'Namespaced'],
  ['example.com', 'PersistentVolume', undefined],
])('%s/%s is of scope %s', (group, kind, scope) => {
  expect(scopeOf(group, kind)).toBe(scope);
});

test('a kind is found by group, version and kind, and by nothing less', () => {
  expect(findKind('apps/v1', 'Deployment')).toMatchObject({ group: 'apps', plural: 'deployments', custom: false });
  expect(findKind('v1', 'Pod')).toMatchObject({ group: '', plural: 'pods', custom: false });
  expect(findKind('metallb.io/v1beta1', 'IPAddressPool')).toMatchObject({ plural: 'ipaddresspools', custom: true });
  for (const [apiVersion, kind] of [['apps/v1beta1', 'Deployment'], ['v1', 'Deployment'], ['v1', 'constructor']] as const) {
    expect(findKind(apiVersion, kind)).toBeUndefined();
  }
});

test('only custom kinds have a definition that a cluster may lack', () => {
  expect(customKinds().map(({ group }) => group)).toContain('cilium.io');
  expect(customKinds().map(({ group }) => group)).not.toContain('apps');
});
