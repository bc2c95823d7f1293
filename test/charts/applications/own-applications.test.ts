import { App } from 'cdk8s';
import { OwnApplications, type OwnApplication } from '../../../charts/applications/own-applications';
import type { Manifest } from '../../../charts/core/manifest';
import { at } from '../../../charts/core/rendered-lab';
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

/** What K3s installs with every right, whoever asks for it. */
const NEVER = ['HelmChart', 'HelmChartConfig'].map((kind) => ({ group: 'helm.cattle.io', kind }));

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
      namespaceResourceBlacklist: NEVER,
    });
  });

  test('is part of what the source of its Application says, so that Argo CD tries again what it had refused', () => {
    const sourceName = (text: string): unknown =>
      at(find(manifestsOf(labOf(text), 'root-applications'), 'Application'), 'spec', 'source', 'name');
    const entry = (more: string): string => 'namespaces: [{ name: data }]\napplications: [{ name: operator, namespace: data, repoURL: '
      + `"https://charts.example.com", chart: operator, targetRevision: 1.2.3${more} }]`;
    const [none, one, two, other] = [
      '', ', clusterKinds: [ClusterRole]', ', clusterKinds: [ClusterRole, APIService]', ', namespaces: [kube-system]',
    ].map((more) => sourceName(entry(more)));
    expect(none).toBeUndefined();
    for (const each of [one, two, other]) { expect(each).toMatch(/^content-[0-9a-f]{16}$/); }
    expect(new Set([one, two, other]).size).toBe(3);
    expect(sourceName(entry(', clusterKinds: [APIService, ClusterRole]'))).toBe(two);
  });

  test('has its own namespace and nothing else where the entry names none', () => {
    expect(specOf('app-plain')).toEqual({
      description: 'The Application plain alone',
      sourceRepos: ['https://charts.example.com'], destinations: [{ server, namespace: 'shop' }], clusterResourceWhitelist: [],
      namespaceResourceBlacklist: NEVER,
    });
  });
});

describe('what an entry says of its folder, and of others', () => {
  const folder = (more: string): Manifest => find(manifestsOf(labOf(`
namespaces: [{ name: shop }]
applications:
  - { name: folder, namespace: shop, repoURL: "https://example.com/apps.git", path: shop, targetRevision: main, ${more} }
`), 'root-applications'), 'Application');
  const source = { repoURL: 'https://example.com/apps.git', path: 'shop', targetRevision: 'main' };

  test('folders below, and patterns of files, make it a plain directory', () => {
    expect(folder('recurse: true')).toMatchObject({ spec: { source: { ...source, directory: { recurse: true } } } });
    expect(at(folder('recurse: true, include: "*.yaml", exclude: "test/*"'), 'spec', 'source')).toEqual({
      ...source, directory: { recurse: true, include: '*.yaml', exclude: 'test/*' },
    });
    // Otherwise Argo CD finds out by itself, a kustomization.yaml too.
    expect(at(folder('recurse: false'), 'spec', 'source')).toEqual(source);
    expect(at(folder('kustomize: {}'), 'spec', 'source')).toEqual(source);
  });

  test('kustomize is handed names, images and patches', () => {
    const kustomize = {
      namePrefix: 'home-', nameSuffix: '-one', images: ['app=ghcr.io/me/app:1.2.3'],
      patches: [
        { target: { kind: 'Deployment', name: 'app' }, patch: 'spec: { replicas: 2 }' }, { patch: 'kind: A\nmetadata: { name: b }' },
      ],
    };
    expect(at(folder(`kustomize: ${JSON.stringify(kustomize)}`), 'spec', 'source')).toEqual({ ...source, kustomize });
  });

  test('a chart in git is handed its values, under the name of the Application', () => {
    expect(at(folder('helm: { values: { replicas: 2 } }'), 'spec', 'source')).toEqual({
      ...source, helm: { releaseName: 'folder', valuesObject: { replicas: 2 } },
    });
    expect(at(folder('helm: { values: { ingress: null } }'), 'spec', 'source')).toEqual({
      ...source, helm: { releaseName: 'folder', values: 'ingress: null\n' },
    });
  });

  test('what a source no longer holds is deleted, unless it says not', () => {
    expect(folder('remove: keep')).toMatchObject({ spec: { syncPolicy: { automated: { prune: true } } } });
    expect(folder('prune: false')).toMatchObject({ spec: { syncPolicy: { automated: { prune: false } } } });
  });

  test('one that depends on others is in a later wave than they, in whatever order they are written', () => {
    // GIVEN
    const entry = (name: string, dependsOn: readonly string[]): string => `  - { name: ${name}, namespace: shop, repoURL: `
      + `"https://example.com/apps.git", path: ${name}, targetRevision: main, dependsOn: [${dependsOn.join(', ')}] }\n`;
    const lab = labOf(`namespaces: [{ name: shop }]\napplications:\n${entry('site', ['database', 'operator'])}${
      entry('database', ['operator'])}${entry('operator', [])}${entry('other', [])}`);
    // WHEN
    const waves = new Map(manifestsOf(lab, 'root-applications').filter(({ kind }) => kind === 'Application')
      .map(({ metadata }) => [metadata.name, Number(metadata.annotations!['argocd.argoproj.io/sync-wave'])]));
    // THEN
    const first = waves.get('operator')!;
    expect(Object.fromEntries(waves)).toEqual({ operator: first, other: first, database: first + 1, site: first + 2 });
  });

  test('in code, a name that none has is told when the lab is read', () => {
    const layer = new OwnApplications(new App(), 'applications', [{ ...PODINFO, dependsOn: ['nobody'] }]);
    expect(() => applicationsOf(layer)).toThrow('"podinfo" depends on the application "nobody", which there is not');
  });
});
