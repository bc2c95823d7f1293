import { App } from 'cdk8s';
import { Bootstrap, type BootstrapProps } from '../../../charts/gitops/bootstrap';
import { load as parseYaml } from 'js-yaml';
import { find, labOf, manifestsOf } from '../../util';

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
  expect(find(manifests, 'HelmChart', 'cilium')).toMatchObject({ spec: { bootstrap: true, failurePolicy: 'abort', targetNamespace: 'kube-system' } });
  expect(find(manifests, 'HelmChart', 'argocd')).toMatchObject({ spec: { bootstrap: false, failurePolicy: 'abort', targetNamespace: 'argocd', timeout: '30m0s' } });
});

test('Argo CD knows its address and leaves TLS to the gateway', () => {
  expect(argoCdValues('domain: lab.example.org\ninterfaces: { argocd: { host: cd } }')).toMatchObject({
    global: { domain: 'cd.lab.example.org' },
    configs: { params: { 'server.insecure': true, 'controller.diff.server.side': true } },
  });
});

test("a user's own values reach Argo CD", () => {
  expect(argoCdValues('values: { argocd: { dex: { enabled: true } } }')).toMatchObject({ dex: { enabled: true }, notifications: { enabled: false } });
});

test('renders no ServiceMonitor, whose kind does not exist when K3s installs Argo CD', () => {
  expect(JSON.stringify(argoCdValues())).not.toContain('serviceMonitor');
});

test('no sync is ended by a timeout, after which it would not be tried again', () => {
  expect(JSON.stringify(argoCdValues())).not.toContain('sync.timeout');
});

test('a root does not count for the health of the folder it lies in, or each would wait for the other', () => {
  expect(find(manifestsOf(labOf(), 'bootstrap'), 'Application', 'root').metadata.annotations).toMatchObject({ 'argocd.argoproj.io/ignore-healthcheck': 'true' });
});

test('two objects of one name are refused, because K3s would take them for one add-on', () => {
  const project = { name: 'twin', description: '', sourceRepos: [], namespaces: [], clusterKinds: [] };
  const withRoot = (root: string): Bootstrap => {
    const layer = bootstrap();
    layer.addProjects([project]);
    layer.addRoot(root);
    return layer;
  };
  expect(withRoot('twin.a').node.validate()).toEqual([expect.stringContaining('two objects are named "twin"')]);
  expect(withRoot('other').node.validate()).toEqual([]);
});

test.each([
  ['https://example.com/lab.git', ['type', 'url', 'username', 'password']],
  ['git@example.com:me/lab.git', ['type', 'url', 'sshPrivateKey']],
  ['ssh://git@example.com/me/lab.git', ['type', 'url', 'sshPrivateKey']],
])('a private repository at %s has its credentials in a Secret that Argo CD finds', (repoURL, keys) => {
  const [secret] = bootstrap({ git: { ...git, repoURL } }).requiredSecrets;
  expect(secret).toMatchObject({ namespace: 'argocd', required: false, labels: { 'argocd.argoproj.io/secret-type': 'repository' } });
  expect(secret?.keys.map(({ key }) => key)).toEqual(keys);
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

  test('no list holds a wildcard', () => {
    for (const name of ['bootstrap', 'platform', 'lab']) { expect(JSON.stringify(project(name))).not.toContain('*'); }
  });
});
