import { clusterKindObjection, KUBERNETES_CLUSTER_KINDS, nameClusterKind, readClusterKind } from '../../../charts/core/cluster-kinds';
import { customKinds, scopeOf } from '../../../charts/core/pinned-kinds';
import index from '../../../schemas/core/index.json';

describe('names of kinds outside a namespace', () => {
  test('every kind of Kubernetes with a pinned schema is known by its name alone if it has no namespace, and refused if it has one', () => {
    for (const { group, kind, scope } of index) {
      if (scope === 'Cluster') {
        expect([kind, clusterKindObjection(kind), readClusterKind(kind)]).toEqual([kind, undefined, { group, kind }]);
      } else {
        expect(clusterKindObjection(kind)?.what).toContain('live in a namespace');
      }
    }
  });

  test('no kind of the list has a namespace, and none is there twice', () => {
    expect(KUBERNETES_CLUSTER_KINDS.filter(({ group, kind }) => scopeOf(group, kind) === 'Namespaced')).toEqual([]);
    const kinds = KUBERNETES_CLUSTER_KINDS.map(({ kind }) => kind);
    expect(new Set(kinds).size).toBe(kinds.length);
  });

  test('what is written is read again, the short way and the long way', () => {
    for (const kind of [...KUBERNETES_CLUSTER_KINDS, ...customKinds(), { group: 'example.com', kind: 'ClusterRole' }]) {
      expect(readClusterKind(nameClusterKind(kind))).toEqual({ group: kind.group, kind: kind.kind });
    }
    expect(nameClusterKind({ group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' })).toBe('ClusterRole');
    expect(nameClusterKind({ group: 'cert-manager.io', kind: 'ClusterIssuer' })).toBe('ClusterIssuer.cert-manager.io');
    expect(readClusterKind('ClusterRole.rbac.authorization.k8s.io')).toEqual({ group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' });
  });

  test.each([
    'ClusterIssuer.cert-manager.io', 'ClusterRole.rbac.authorization.k8s.io', 'GatewayClass.gateway.networking.k8s.io',
    'VolumeSnapshotClass.snapshot.storage.k8s.io', 'ClusterSecretStore.external-secrets.io', 'Tenant.minio.min.io',
    'NodeFeatureRule.nfd.k8s-sigs.io', 'AdminNetworkPolicy.policy.networking.k8s.io', 'ClusterRole.iam.example.com',
  ])('%s may be written', (name) => {
    expect(clusterKindObjection(name)).toBeUndefined();
  });

  test.each([
    ['ClusterRol', 'did you mean ClusterRole?'],
    ['CustomResourceDefinitions', 'did you mean CustomResourceDefinition?'],
    ['ClusterIssuer', 'did you mean ClusterIssuer.cert-manager.io?'],
    ['Tenant', 'write a custom kind with its group, such as Tenant.example.com'],
    ['Certificate', 'remove it'],
    ['ClusterRole.rbac.k8s.io', 'write ClusterRole'],
    ['ClusterRoles.rbac.authorization.k8s.io', 'did you mean ClusterRole?'],
    ['Certificate.cert-manager.io', 'remove it'],
    ['Role.rbac.authorization.k8s.io', 'remove it'],
    ['Deployment', 'remove it'],
    ['HelmChart.helm.cattle.io', 'write that chart as an application of its own'],
  ])('%s is refused', (name, fix) => {
    expect(clusterKindObjection(name)?.fix).toContain(fix);
  });
});
