import { App } from 'cdk8s';
import { ArgoApplications } from '../../../charts/gitops/argo-applications';
import { upstreamScope } from '../../../charts/gitops/projects';
import { syncPolicy } from '../../../charts/gitops/sync-policy';
import { Component, type ComponentSource } from '../../../charts/core/component';
import type { Manifest } from '../../../charts/core/manifest';
import { applicationsOf, contributionsOf, manifestsOf as objectsOf } from '../../../testing';
import { find, labOf, manifestsOf } from '../../util';

/** Whatever comes from `dist/` belongs to the lab, and everything else has a project for itself. */
const projects = {
  projectOf: ({ name, props: { source } }: Component) => source.kind === 'own' ? 'lab' : `app-${name}`,
  ownOf: ({ name, props: { source } }: Component) =>
    source.kind === 'own' ? undefined : upstreamScope(`app-${name}`, 'alone', [new Component({ name, namespace: 'my-app', source })]),
};

const git = { repoURL: 'https://example.com/lab.git', revision: 'main', path: 'dist' };

function applicationOf(source: ComponentSource): Manifest {
  const component = new Component({ name: 'one', namespace: 'x', source });
  return find(
    manifestsOf(new ArgoApplications(new App(), 'root', {
      git, namespace: 'argocd', waves: new Map([[component, 3]]), projects, cascades: () => false,
    })),
    'Application',
  );
}

const ROOTS = ['root', 'root-edge', 'root-certificates', 'root-routes', 'root-monitoring'];

test.each(ROOTS)('matches the snapshot of the folder %s in the default lab', (folder) => {
  expect(manifestsOf(labOf(), folder)).toMatchSnapshot();
});

test('the wave is text, as an annotation has to be', () => {
  expect(applicationOf({ kind: 'own', folder: 'one' }).metadata.annotations).toEqual({ 'argocd.argoproj.io/sync-wave': '3' });
});

test('an own folder is read from the repository of the lab', () => {
  expect(applicationOf({ kind: 'own', folder: 'one' })).toMatchObject({
    spec: { source: { repoURL: 'https://example.com/lab.git', targetRevision: 'main', path: 'dist/one' } },
  });
});

test('a null among the values goes as text, because it means something to Helm', () => {
  const pin = { repository: 'https://example.com', chart: 'c', version: '1.0.0' };
  expect(applicationOf({ kind: 'helm', pin, values: { a: { b: null } } })).toMatchObject({
    spec: { source: { helm: { values: 'a:\n  b: null\n' } } },
  });
  // cdk8s would take this mapping for an instance of a class.
  expect(applicationOf({ kind: 'helm', pin, values: { a: { constructor: 'x' } } })).toMatchObject({
    spec: { source: { helm: { values: 'a:\n  constructor: x\n' } } },
  });
  expect(applicationOf({ kind: 'helm', pin, values: { a: { b: 1 } } })).toMatchObject({
    spec: { source: { helm: { valuesObject: { a: { b: 1 } } } } },
  });
});

describe('an Application that goes', () => {
  const lab = labOf(`
namespaces: [{ name: my-app }]
monitoring: { logs: loki, traces: tempo }
applications:
  - { name: stays, namespace: my-app, repoURL: "https://example.com/blog.git", path: a, targetRevision: main }
  - { name: goes, namespace: my-app, repoURL: "https://example.com/blog.git", path: b, targetRevision: main, remove: cascade }
`);
  const all = lab.layers.flatMap(({ node }) => node.id.startsWith('root') ? manifestsOf(lab, node.id) : [])
    .filter(({ kind }) => kind === 'Application');
  const takes = (each: Manifest): boolean => 'finalizers' in each.metadata;

  test('leaves what others stand on', () => {
    expect(all.filter((each) => !takes(each)).map(({ metadata }) => metadata.name).sort()).toEqual([
      'bootstrap', 'cert-manager', 'gateway-api-crds', 'istio-base', 'istio-cni', 'istiod', 'metallb', 'namespaces',
      'prometheus-operator-crds', 'stays', 'ztunnel',
    ]);
  });

  test('takes along what was made for it alone', () => {
    const gone = all.filter(takes).map(({ metadata }) => metadata.name);
    expect(gone).toEqual(expect.arrayContaining([
      'root-applications', 'root-monitoring', 'goes', 'cluster-issuers', 'kube-prometheus-stack', 'loki', 'alloy', 'tempo', 'routes',
    ]));
  });
});

test('made alone, it makes one Application per component and is none itself', () => {
  // GIVEN
  const routes = new Component({ name: 'routes', namespace: 'edge', source: { kind: 'own', folder: 'routes' } });
  const blog = new Component({
    name: 'blog',
    namespace: 'my-app',
    source: { kind: 'upstream', repository: 'https://example.com/blog.git', path: 'deploy', revision: 'v1', include: '*.yaml' },
    ignoreDifferences: [{ group: 'apps', kind: 'Deployment', jqPathExpressions: ['.spec.replicas'] }],
  });
  // WHEN
  const waves = new Map([[routes, 7], [blog, 8]]);
  const cascades = ({ name }: Component): boolean => name === 'routes';
  const layer = new ArgoApplications(new App(), 'root-edge', { git, namespace: 'argocd', waves, projects, cascades });
  // THEN
  expect(objectsOf(layer)).toEqual([
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: {
        name: 'routes', namespace: 'argocd', annotations: { 'argocd.argoproj.io/sync-wave': '7' },
        finalizers: ['resources-finalizer.argocd.argoproj.io/background'],
      },
      spec: {
        project: 'lab',
        source: { repoURL: 'https://example.com/lab.git', targetRevision: 'main', path: 'dist/routes' },
        destination: { server: 'https://kubernetes.default.svc', namespace: 'edge' },
        syncPolicy: syncPolicy({ source: 'own' }),
      },
    },
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AppProject',
      metadata: { name: 'app-blog', namespace: 'argocd', annotations: { 'argocd.argoproj.io/sync-wave': '6' } },
      spec: {
        description: 'alone', sourceRepos: ['https://example.com/blog.git'], clusterResourceWhitelist: [],
        destinations: [{ namespace: 'my-app', server: 'https://kubernetes.default.svc' }],
        namespaceResourceBlacklist: [{ group: 'helm.cattle.io', kind: 'HelmChart' }, { group: 'helm.cattle.io', kind: 'HelmChartConfig' }],
      },
    },
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'blog', namespace: 'argocd', annotations: { 'argocd.argoproj.io/sync-wave': '8' } },
      spec: {
        project: 'app-blog',
        source: { repoURL: 'https://example.com/blog.git', targetRevision: 'v1', path: 'deploy', directory: { include: '*.yaml' } },
        destination: { server: 'https://kubernetes.default.svc', namespace: 'my-app' },
        ignoreDifferences: [{ group: 'apps', kind: 'Deployment', jqPathExpressions: ['.spec.replicas'] }],
        syncPolicy: syncPolicy({ source: 'upstream', ignoresDifferences: true }),
      },
    },
  ]);
  expect(applicationsOf(layer)).toEqual([]);
  expect(contributionsOf(layer)).toEqual({});
});
