import { planAppOfApps, type AppOfApps } from '../../../charts/gitops/roots';
import { Component } from '../../../charts/core/component';
import { find, labOf, manifestsOf } from '../../util';

function component(name: string, dependsOn: Component[] = []): Component {
  return new Component({ name, namespace: 'x', source: { kind: 'own', folder: name }, dependsOn });
}

const platform = (name: string, dependsOn: Component[] = []): Component => component(name, dependsOn);
const below = (root: string, name: string, dependsOn: Component[] = []): Component =>
  new Component({ name, namespace: 'x', source: { kind: 'own', folder: name }, dependsOn, root });
const plan = (...components: Component[]): AppOfApps =>
  planAppOfApps({ namespace: 'argocd', components, rootOf: ({ props: { root } }) => root });

describe('the app-of-apps', () => {
  test('brings the platform first, then every other root, then what hangs below it', () => {
    // GIVEN
    const crds = platform('crds');
    const mesh = platform('mesh', [crds]);
    const certificate = below('edge', 'certificate', [crds]);
    const gateway = below('edge', 'gateway', [certificate, mesh]);
    const grafana = below('monitoring', 'grafana', [crds]);
    // WHEN
    const { folders } = plan(crds, mesh, certificate, gateway, grafana);
    // THEN
    expect(folders.map(({ name, waves }) => [name, Object.fromEntries([...waves].map((entry) => [entry[0].name, entry[1]]))])).toEqual([
      ['root', { 'crds': 0, 'mesh': 1, 'root-edge': 2, 'root-monitoring': 2 }],
      ['root-edge', { certificate: 3, gateway: 4 }],
      ['root-monitoring', { grafana: 3 }],
    ]);
  });

  test('has no root with nothing below it', () => {
    expect(plan(platform('crds')).folders.map(({ name }) => name)).toEqual(['root']);
  });

  test('refuses an Application that would wait for another root', () => {
    const certificate = below('edge', 'certificate');
    expect(() => plan(certificate, platform('mesh', [certificate])))
      .toThrow('"mesh" depends on "certificate" below the root Application root-edge, which it must not wait for');
  });
});

describe('the roots of a lab', () => {
  const lab = labOf('monitoring: { logs: loki, traces: tempo }');
  const below = (root: string): string[] => manifestsOf(lab, root).map(({ metadata }) => metadata.name);

  test('keep apart what waits for different things', () => {
    expect(below('root-edge')).toEqual(['gateway']);
    expect(below('root-certificates')).toEqual(['cluster-issuers', 'certificates']);
    expect(below('root-routes')).toEqual(['routes']);
  });

  test('have nothing optional before the network, the mesh or the gateway', () => {
    expect(below('root-monitoring')).toEqual(['prometheus-operator-crds', 'monitoring', 'kube-prometheus-stack', 'prometheus-rules']);
    expect(below('root-logs')).toEqual(['loki', 'alloy']);
    expect(below('root-traces')).toEqual(['tempo']);
    expect(below('root')).toEqual([
      'bootstrap', 'gateway-api-crds', 'namespaces', 'cni-chaining', 'istio-base', 'istiod', 'istio-cni', 'ztunnel', 'istio-ambient',
      'ztunnel-restart', 'metallb', 'metallb-pools', 'cert-manager', 'certificate-authority',
      'root-monitoring', 'root-certificates', 'root-edge', 'root-routes', 'root-logs', 'root-traces',
    ]);
  });

  test('speak for themselves: the platform is healthy without a certificate, a password or a Service of somebody else', () => {
    const aside = manifestsOf(lab, 'root')
      .filter(({ metadata }) => metadata.annotations?.['argocd.argoproj.io/ignore-healthcheck'] === 'true')
      .map(({ metadata }) => metadata.name);
    expect(aside).toEqual(['root-monitoring', 'root-certificates', 'root-routes', 'root-logs', 'root-traces']);
  });
});

test('nothing is synced before the projects that bound it', () => {
  const waves = new Map([...labOf().waves].map(([{ name }, wave]) => [name, wave]));
  expect([...waves].filter(([, wave]) => wave === 0)).toEqual([['bootstrap', 0]]);
  expect(waves.get('namespaces')).toBe(1);
});

describe("the user's own Applications", () => {
  const lab = labOf(`
namespaces: [{ name: my-app }]
applications:
  - name: podinfo
    namespace: my-app
    repoURL: "oci://ghcr.io/stefanprodan/charts"
    chart: podinfo
    targetRevision: 6.9.0
    values: { replicaCount: 2 }
  - { name: blog, namespace: my-app, repoURL: "https://github.com/me/blog.git", path: deploy, targetRevision: main }
`);

  test('have a root of their own, and each a project for itself', () => {
    expect(find(manifestsOf(lab, 'root'), 'Application', 'root-applications')['spec']).toMatchObject({
      project: 'bootstrap',
      source: { path: 'dist/root-applications' },
    });
    const projects = manifestsOf(lab, 'root-applications').filter(({ kind }) => kind === 'AppProject');
    const never = [{ group: 'helm.cattle.io', kind: 'HelmChart' }, { group: 'helm.cattle.io', kind: 'HelmChartConfig' }];
    expect(projects.map(({ metadata, ['spec']: spec }) => [metadata.name, spec])).toEqual([
      ['app-podinfo', {
        description: 'The Application podinfo alone', sourceRepos: ['ghcr.io/stefanprodan/charts'],
        destinations: [{ server: 'https://kubernetes.default.svc', namespace: 'my-app' }], clusterResourceWhitelist: [],
        namespaceResourceBlacklist: never,
      }],
      ['app-blog', {
        description: 'The Application blog alone', sourceRepos: ['https://github.com/me/blog.git'],
        destinations: [{ server: 'https://kubernetes.default.svc', namespace: 'my-app' }], clusterResourceWhitelist: [],
        namespaceResourceBlacklist: never,
      }],
    ]);
  });

  test('come after their projects, and so go before them', () => {
    const objects = manifestsOf(lab, 'root-applications');
    const wavesOf = (kind: string): number[] =>
      objects.filter((each) => each.kind === kind).map(({ metadata }) => Number(metadata.annotations?.['argocd.argoproj.io/sync-wave']));
    expect(Math.max(...wavesOf('AppProject'))).toBeLessThan(Math.min(...wavesOf('Application')));
    // The annotation of the platform's projects would keep it.
    expect(JSON.stringify(objects)).not.toContain('Prune=false');
  });

  test('take a chart with its values, or a folder', () => {
    expect(find(manifestsOf(lab, 'root-applications'), 'Application', 'podinfo')['spec']).toMatchObject({
      project: 'app-podinfo',
      source: {
        repoURL: 'ghcr.io/stefanprodan/charts',
        chart: 'podinfo',
        targetRevision: '6.9.0',
        helm: { valuesObject: { replicaCount: 2 } },
      },
    });
    expect(find(manifestsOf(lab, 'root-applications'), 'Application', 'blog')['spec']).toMatchObject({
      source: { repoURL: 'https://github.com/me/blog.git', path: 'deploy', targetRevision: 'main' },
      syncPolicy: { automated: { prune: true, selfHeal: true } },
    });
  });
});
