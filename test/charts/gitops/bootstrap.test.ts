import { App, Duration } from 'cdk8s';
import { Bootstrap, type BootstrapProps } from '../../../charts/gitops/bootstrap';
import { syncPolicy } from '../../../charts/gitops/sync-policy';
import { load as parseYaml } from 'js-yaml';
import { applicationsOf, contributions, contributionsOf, manifestsOf as objectsOf } from '../../../testing';
import { chartPin, find, labOf, manifestsOf } from '../../util';
import { ARGOCD_VERSION } from '../../../versions';

const git = { repoURL: 'https://example.com/lab.git', revision: 'main', path: 'dist' };

const argocd = { name: 'argocd', namespace: 'argocd', pin: { repository: 'r', chart: 'argo-cd', version: '1.0.0' }, values: {} };

function bootstrap(props: Partial<BootstrapProps> = {}): Bootstrap {
  return new Bootstrap(new App(), 'bootstrap', { git, argocd, ...props });
}

function argoCdValues(yaml = ''): unknown {
  const { valuesContent } = find(manifestsOf(labOf(yaml), 'bootstrap'), 'HelmChart', 'argocd')['spec'] as { valuesContent: string };
  return parseYaml(valuesContent);
}

test('matches the snapshot of the default lab', () => {
  expect(manifestsOf(labOf(), 'bootstrap')).toMatchSnapshot();
});

test('Cilium is installed over the network of the host, and neither release is ever uninstalled to mend an upgrade', () => {
  const manifests = manifestsOf(labOf(), 'bootstrap');
  expect(find(manifests, 'HelmChart', 'cilium')).toMatchObject({
    spec: { bootstrap: true, failurePolicy: 'retry', targetNamespace: 'kube-system' },
  });
  expect(find(manifests, 'HelmChart', 'argocd')).toMatchObject({
    spec: { bootstrap: false, failurePolicy: 'retry', targetNamespace: 'argocd', timeout: '30m0s' },
  });
});

test('Argo CD knows its address and leaves TLS to the gateway', () => {
  expect(argoCdValues('domain: lab.example.org\ninterfaces: { argocd: { host: cd } }')).toMatchObject({
    global: { domain: 'cd.lab.example.org' },
    configs: { params: { 'server.insecure': true, 'controller.diff.server.side': true } },
  });
});

test('Argo CD is the one that is pinned, in place of the older one of its chart', () => {
  expect(argoCdValues()).toMatchObject({ global: { image: { tag: ARGOCD_VERSION } } });
});

test('Argo CD heals nothing in the minute after a sync, in which it may not have seen yet what it wrote', () => {
  expect(argoCdValues()).toMatchObject({
    configs: { params: { 'controller.self.heal.timeout.seconds': 60, 'controller.self.heal.backoff.timeout.seconds': 0 } },
  });
});

test('of a repository with a long history only the commit is fetched that is wanted', () => {
  expect(argoCdValues()).toMatchObject({
    configs: { repositories: { 'gateway-api': { type: 'git', url: 'https://github.com/kubernetes-sigs/gateway-api.git', depth: '1' } } },
  });
});

test("a user's own values reach Argo CD", () => {
  expect(argoCdValues('values: { argocd: { dex: { enabled: true } } }')).toMatchObject({
    dex: { enabled: true },
    notifications: { enabled: false },
  });
});

test('renders no ServiceMonitor, whose kind does not exist when K3s installs Argo CD', () => {
  expect(JSON.stringify(argoCdValues())).not.toContain('serviceMonitor');
});

test('no sync is ended by a timeout, after which it would not be tried again', () => {
  expect(JSON.stringify(argoCdValues())).not.toContain('sync.timeout');
});

test('a root does not count for the health of the folder it lies in, or each would wait for the other', () => {
  expect(find(manifestsOf(labOf(), 'bootstrap'), 'Application', 'root').metadata.annotations).toMatchObject({
    'argocd.argoproj.io/ignore-healthcheck': 'true',
  });
});

test.each([
  ['https://example.com/lab.git', ['username', 'password'], false],
  ['git@example.com:me/lab.git', ['sshPrivateKey'], true],
  ['ssh://git@example.com/me/lab.git', ['sshPrivateKey'], true],
])('a private repository at %s has its credentials in a Secret that Argo CD finds', (repoURL, keys, required) => {
  const [secret] = bootstrap({ git: { ...git, repoURL } }).requiredSecrets;
  expect(secret).toMatchObject({ namespace: 'argocd', required, labels: { 'argocd.argoproj.io/secret-type': 'repository' } });
  expect(secret?.keys.map(({ key }) => key)).toEqual(['type', 'url', ...keys]);
  // AND what follows from homelab.yaml is not asked for
  expect(secret?.keys.slice(0, 2)).toEqual([{ key: 'type', value: 'git' }, { key: 'url', value: repoURL }]);
});

describe('projects', () => {
  const project = (name: string): unknown => find(manifestsOf(labOf(), 'bootstrap'), 'AppProject', name)['spec'];

  test('what K3s installed may only be changed into more of its own kinds', () => {
    expect(project('bootstrap')).toMatchObject({
      clusterResourceWhitelist: [],
      namespaceResourceWhitelist: [
        { group: 'argoproj.io', kind: 'AppProject' },
        { group: 'argoproj.io', kind: 'Application' },
        { group: 'helm.cattle.io', kind: 'HelmChart' },
      ],
    });
  });

  test('no list holds a wildcard, but for the namespaces of the one that lists every kind and reads nothing but the lab', () => {
    for (const name of ['bootstrap', 'platform']) { expect(JSON.stringify(project(name))).not.toContain('*'); }
    const { destinations, ...others } = project('lab') as { destinations: unknown };
    expect(destinations).toEqual([{ server: 'https://kubernetes.default.svc', namespace: '*' }]);
    expect(JSON.stringify(others)).not.toContain('*');
  });

  test.each([
    ['monitoring', 'monitoring: { enabled: false }', ''],
    ['logs and traces', '', 'monitoring: { logs: loki, traces: tempo }'],
    ["Let's Encrypt", 'tls: { issuer: homelab-ca }', ''],
    ['a namespace with a service', '', 'namespaces: [{ name: shop }]\nservices: [{ name: shop, namespace: shop, port: 80 }]'],
    ['every page', 'interfaces: { argocd: { expose: false }, hubble: { expose: false }, grafana: { expose: false } }', ''],
  ])('a lab that drops %s may still delete what it had', (_, without, withIt) => {
    // GIVEN
    const projects = (yaml: string): Map<string, string[]> => new Map(manifestsOf(labOf(yaml), 'bootstrap')
      .filter(({ kind }) => kind === 'AppProject')
      .map(({ metadata, ['spec']: spec }) => [metadata.name, Object.entries(spec as Record<string, unknown>)
        .flatMap(([key, values]) => Array.isArray(values) ? values.map((value) => `${key} ${JSON.stringify(value)}`) : [])]));
    const [before, after] = [projects(withIt), projects(without)];
    // THEN
    for (const [name, allowed] of before) { expect([name, after.get(name)]).toEqual([name, expect.arrayContaining(allowed)]); }
  });
});

describe('made alone', () => {
  const keep = { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' };
  const chart = { createNamespace: true, failurePolicy: 'retry', repo: 'https://charts.example.org', version: '1.2.3' };

  test('it makes a HelmChart of every release, the projects and the root', () => {
    // GIVEN
    const layer = bootstrap({ argocd: { ...argocd, pin: chartPin('argo-cd'), values: { a: 1 } } });
    const cilium = {
      name: 'cilium',
      namespace: 'kube-system',
      pin: chartPin('cilium'),
      values: {},
      beforeNetwork: true,
      timeout: Duration.minutes(9),
    };
    // WHEN
    layer.complete(contributions({ releases: [...layer.contributions.releases, cilium] }));
    layer.addProjects([{
      name: 'lab',
      description: 'The lab',
      sourceRepos: ['r'],
      namespaces: ['a'],
      clusterKinds: [{ group: '', kind: 'Namespace' }],
      namespacedKinds: [],
    }]);
    layer.addRoot('root');
    // THEN
    expect(objectsOf(layer)).toEqual([
      {
        apiVersion: 'helm.cattle.io/v1',
        kind: 'HelmChart',
        metadata: { name: 'argocd', namespace: 'kube-system', annotations: keep },
        spec: { ...chart, chart: 'argo-cd', bootstrap: false, targetNamespace: 'argocd', valuesContent: 'a: 1\n' },
      },
      {
        apiVersion: 'helm.cattle.io/v1',
        kind: 'HelmChart',
        metadata: { name: 'cilium', namespace: 'kube-system', annotations: keep },
        spec: { ...chart, chart: 'cilium', bootstrap: true, targetNamespace: 'kube-system', timeout: '9m0s', valuesContent: '{}\n' },
      },
      {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'AppProject',
        metadata: { name: 'lab', namespace: 'argocd', annotations: keep },
        spec: {
          description: 'The lab',
          sourceRepos: ['r'],
          destinations: [{ server: 'https://kubernetes.default.svc', namespace: 'a' }],
          clusterResourceWhitelist: [{ group: '', kind: 'Namespace' }],
          namespaceResourceWhitelist: [],
        },
      },
      {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        metadata: { name: 'root', namespace: 'argocd', annotations: { ...keep, 'argocd.argoproj.io/ignore-healthcheck': 'true' } },
        spec: {
          project: 'bootstrap',
          source: { repoURL: 'https://example.com/lab.git', targetRevision: 'main', path: 'dist/root' },
          destination: { server: 'https://kubernetes.default.svc', namespace: 'argocd' },
          syncPolicy: syncPolicy({ source: 'own' }),
        },
      },
    ]);
  });

  test('it is one Application, and asks for Argo CD, its namespace and what watches it', () => {
    // GIVEN
    const layer = bootstrap();
    layer.addRoot('root');
    // THEN
    expect(applicationsOf(layer)).toEqual([{ name: 'bootstrap', namespace: 'argocd', source: 'own', dependsOn: [] }]);
    expect(layer.component.props.project).toBe('bootstrap');
    expect(contributionsOf(layer)).toEqual({
      namespaces: ['argocd'],
      releases: ['argocd'],
      alerts: ['argocd'],
      scrapeTargets: ['argocd-application-controller', 'argocd-server', 'argocd-repo-server', 'argocd-applicationset-controller'],
    });
    expect(layer.contributions.namespaces).toEqual([{ name: 'argocd', ambient: false, podSecurity: 'baseline' }]);
  });

  test('it says which objects K3s would take for one add-on, and refuses to be read', () => {
    // GIVEN
    const layer = bootstrap();
    const message = 'two objects are named "twin"; K3s tells files apart by what stands before the first dot, so rename one';
    // WHEN
    layer.addProjects([{ name: 'twin', description: '', sourceRepos: [], namespaces: [], clusterKinds: [] }]);
    layer.addRoot('twin.a');
    // THEN
    expect(bootstrap().node.validate()).toEqual([]);
    expect(layer.node.validate()).toEqual([message]);
    expect(() => objectsOf(layer)).toThrow(`Validation failed with the following errors:\n  [bootstrap] ${message}`);
  });
});
