import { runVerify } from '../../program';
import { put, temporaryFolder } from '../../output/folder';

const LAB = [
  'domain: lab.example.com', 'gitops: { repoURL: "https://github.com/me/homelab.git", revision: main }',
  'namespaces: [{ name: shop, podSecurity: restricted }]', 'applications:',
  '  - { name: shop, namespace: shop, repoURL: "git@github.com:me/homelab.git", targetRevision: main, path: apps/shop }', '',
].join('\n');

const POD = [
  'apiVersion: v1', 'kind: Pod', 'metadata: { name: web }', 'spec:', '  containers:',
  '    - { name: web, image: registry.example.com/web }', '',
].join('\n');

function verify(files: Readonly<Record<string, string>>, ...args: readonly string[]): ReturnType<typeof runVerify> {
  const folder = temporaryFolder();
  put(folder, files);
  return runVerify(folder, args);
}

test('the folder of an application in the same repository is verified with the lab', () => {
  // WHEN
  const { status, stdout, stderr } = verify({
    'homelab.yaml': LAB,
    'apps/shop/service.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec:\n  ports: [{ port: 0 }]\n',
    'apps/shop/pod.yaml': POD,
    'apps/shop/role.yaml': 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: all }\nrules: []\n',
    'apps/shop/elsewhere.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: istio-system }\n',
    'apps/shop/deeper/unread.yaml': 'kind: nothing that Argo CD would read\n',
  });
  // THEN
  const lines = stderr.trimEnd().split('\n').sort();
  expect(lines).toEqual([
    expect.stringMatching(/^apps\/shop\/elsewhere\.yaml:1:1 ConfigMap istio-system\/a: goes to the namespace istio-system, which/),
    expect.stringMatching(/^apps\/shop\/pod\.yaml:1:1 Pod shop\/web: is not admitted by its namespace, which enforces Pod Security/),
    expect.stringMatching(/^apps\/shop\/role\.yaml:1:1 ClusterRole all: is of a kind that the project \S+ does not allow/),
    'apps/shop/service.yaml:5:13 Service shop/web: the API server refuses it: spec.ports[0].port must be from 1 to 65535',
  ]);
  expect(stdout).toContain('4 objects in 1 folder of your own applications: 4 problems.');
  expect(stderr).not.toContain('unread');
  expect(status).toBe(1);
});

test('what is right beside the lab passes, and what is not known is not counted as right', () => {
  const { status, stdout, stderr } = verify({
    'homelab.yaml': LAB,
    'apps/shop/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n',
    'apps/shop/b.yaml': 'apiVersion: example.com/v1\nkind: Thing\nmetadata: { name: t }\n',
  });
  expect(stderr).toBe('Warning: nothing is known of the kind example.com/v1 Thing: only the metadata of its objects is checked\n');
  expect(stdout).toContain('2 objects in 1 folder of your own applications, of which 1 is not judged: nothing is wrong.');
  expect(status).toBe(0);
});

test('a folder that is not there is told at its line', () => {
  const { status, stderr } = verify({ 'homelab.yaml': LAB });
  expect(stderr).toMatch(/^homelab\.yaml:5:\d+ applications\[0\]\.path: is no folder of this repository \(apps\/shop\), so/);
  expect(status).toBe(1);
});

test('a folder of another repository or another branch is left alone', () => {
  const other = LAB.replace('git@github.com:me/homelab.git', 'https://github.com/me/apps.git');
  expect(verify({ 'homelab.yaml': other }).status).toBe(0);
  const branch = LAB.replace('targetRevision: main', 'targetRevision: next');
  const { status, stderr } = verify({ 'homelab.yaml': branch });
  expect(stderr).toContain('Warning: the folder of the application shop is not judged: it is of next, and what lies here is of main');
  expect(status).toBe(0);
});
