import { App } from 'cdk8s';
import { OwnApplications, type OwnApplication } from '../../../charts/applications/own-applications';
import { applicationsOf, contributionsOf, manifestsOf as objectsOf } from '../../../testing';
import { chartPin, find, labOf, manifestsOf } from '../../util';

const PODINFO: OwnApplication = {
  name: 'podinfo', namespace: 'my-app', source: { kind: 'helm', pin: chartPin('podinfo'), values: { replicaCount: 2 } },
};
const BLOG: OwnApplication = {
  name: 'blog',
  namespace: 'my-app',
  source: { kind: 'upstream', repository: 'https://example.com/blog.git', path: 'deploy', revision: 'main' },
};

describe('made alone', () => {
  const layer = new OwnApplications(new App(), 'applications', [PODINFO]);
  const added = layer.addApplication(BLOG);

  test('it makes no objects, and one Application each, below a root of their own', () => {
    expect(objectsOf(layer)).toEqual([]);
    expect(applicationsOf(layer)).toEqual([
      { name: 'podinfo', namespace: 'my-app', source: 'helm', dependsOn: [], root: 'applications' },
      { name: 'blog', namespace: 'my-app', source: 'upstream', dependsOn: [], root: 'applications' },
    ]);
  });

  test('it removes what their sources no longer hold, as everything else here does', () => {
    expect(added.props).toEqual({ ...BLOG, prune: true, cascade: false, root: 'applications' });
  });

  test('it asks nothing of others', () => {
    expect(contributionsOf(layer)).toEqual({});
  });
});

test('the Applications of homelab.yaml come as they are written there, each with the key that asks for it', () => {
  // GIVEN
  const { applications } = labOf(`
namespaces: [{ name: my-app }]
applications:
  - { name: podinfo, namespace: my-app, repoURL: "oci://ghcr.io/me/charts", chart: podinfo, targetRevision: 6.9.0, values: { a: 1 } }
  - { name: blog, namespace: my-app, repoURL: "https://example.com/blog.git", path: deploy, targetRevision: main }
`);
  // THEN
  expect(applications.components.map(({ name, props: { source, origin } }) => [name, source, origin])).toEqual([
    [
      'podinfo',
      { kind: 'helm', pin: { repository: 'ghcr.io/me/charts', chart: 'podinfo', version: '6.9.0' }, values: { a: 1 } },
      { key: ['applications', 0] },
    ],
    ['blog', BLOG.source, { key: ['applications', 1] }],
  ]);
});

describe('the project of an Application', () => {
  const lab = labOf(`
namespaces: [{ name: data }, { name: shop }]
applications:
  - name: operator
    namespace: data
    namespaces: [shop, kube-system]
    repoURL: https://charts.example.com
    chart: operator
    targetRevision: 1.2.3
    clusterKinds: [CustomResourceDefinition, ClusterRole, ClusterRoleBinding, GatewayClass.gateway.networking.k8s.io]
  - { name: plain, namespace: shop, repoURL: "https://charts.example.com", chart: plain, targetRevision: 1.2.3 }
`);
  const specOf = (name: string): unknown => find(manifestsOf(lab, 'root-applications'), 'AppProject', name)['spec'];
  const server = 'https://kubernetes.default.svc';

  test('has the kinds and namespaces that the entry names, each by itself', () => {
    expect(specOf('app-operator')).toEqual({
      description: 'The Application operator alone',
      sourceRepos: ['https://charts.example.com'],
      destinations: ['data', 'kube-system', 'shop'].map((namespace) => ({ server, namespace })),
      clusterResourceWhitelist: [
        { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' },
        { group: 'gateway.networking.k8s.io', kind: 'GatewayClass' },
        { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' },
        { group: 'rbac.authorization.k8s.io', kind: 'ClusterRoleBinding' },
      ],
    });
  });

  test('has its own namespace and nothing else where the entry names none', () => {
    expect(specOf('app-plain')).toEqual({
      description: 'The Application plain alone',
      sourceRepos: ['https://charts.example.com'], destinations: [{ server, namespace: 'shop' }], clusterResourceWhitelist: [],
    });
  });
});
