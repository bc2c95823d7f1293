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
    expect.stringMatching(/^apps\/shop\/elsewhere\.yaml:1:1 ConfigMap istio-system\/a: goes to .*: namespaces: \[istio-system\]$/),
    expect.stringMatching(/^apps\/shop\/pod\.yaml:1:1 Pod shop\/web: is not admitted by its namespace, which enforces Pod Security/),
    expect.stringMatching(/^apps\/shop\/role\.yaml:1:1 ClusterRole all: is of a kind that .*: clusterKinds: \[ClusterRole\]$/),
    'apps/shop/service.yaml:5:13 Service shop/web: the API server refuses it: spec.ports[0].port must be from 1 to 65535',
  ]);
  expect(stdout).toContain('4 objects in 1 folder of your own applications: 4 problems.');
  expect(stderr).not.toContain('unread');
  expect(status).toBe(1);
});

test('what is for Argo CD itself is refused, since Argo CD would not read it there', () => {
  // GIVEN an ApplicationSet of one's own, an Application in the namespace of Argo CD, and a kind of Argo Workflows, which others read
  const head = 'apiVersion: argoproj.io/v1alpha1\nkind:';
  const files = {
    'apps/shop/set.yaml': [
      `${head} ApplicationSet`, 'metadata: { name: all }', 'spec: { generators: [], template: { metadata: {}, spec: {} } }', '',
    ].join('\n'),
    'apps/shop/app.yaml': [
      `${head} Application`, 'metadata: { name: one, namespace: argocd }', 'spec: { project: bootstrap, destination: {} }', '',
    ].join('\n'),
    'apps/shop/flow.yaml': `${head} Workflow\nmetadata: { name: flow }\n`,
  };
  // WHEN
  const { status, stderr } = verify({ 'homelab.yaml': LAB, ...files });
  const params = '{ application.namespaces: shop, applicationsetcontroller.namespaces: shop }';
  const { stderr: allowed } = verify({ 'homelab.yaml': `${LAB}values: { argocd: { configs: { params: ${params} } } }\n`, ...files });
  // THEN
  expect(stderr).toMatch(/^apps\/shop\/set\.yaml:1:1 ApplicationSet shop\/all: is for Argo CD, which reads it in its own /m);
  expect(stderr).toMatch(/^apps\/shop\/app\.yaml:1:1 Application argocd\/one: is for Argo CD, .*; write it under applications in homelab/m);
  expect(stderr).not.toMatch(/Workflow shop\/flow: is for Argo CD/);
  expect(status).toBe(1);
  expect(allowed).not.toContain('is for Argo CD');
});

test('an object that two would write is refused, be the other in the same folder or the lab\'s own', () => {
  // GIVEN
  const mine = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n';
  const custom = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: coredns-custom, namespace: kube-system }\n';
  const lab = LAB.replace('path: apps/shop', 'path: apps/shop, namespaces: [kube-system]');
  const files = { 'apps/shop/a.yaml': mine, 'apps/shop/b.yaml': mine, 'apps/shop/dns.yaml': custom };
  // WHEN
  const { stderr } = verify({ 'homelab.yaml': `${lab}dns: hosts-file\n`, ...files });
  const { stderr: without } = verify({ 'homelab.yaml': `${lab}dns: { provider: hosts-file, pods: false }\n`, ...files });
  // THEN
  const twice = 'apps/shop/b.yaml:1:1 ConfigMap shop/a: is written twice to application shop [owned-once]; keep one of them';
  expect(stderr.trimEnd().split('\n').sort()).toEqual([
    twice,
    'apps/shop/dns.yaml:1:1 ConfigMap kube-system/coredns-custom: is written twice, to cluster-dns and application shop [owned-once]; '
      + 'keep one of them',
  ]);
  expect(without.trimEnd().split('\n')).toEqual([twice]);
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

test('of a folder the files are verified that Argo CD reads there', () => {
  // GIVEN
  const role = (name: string): string =>
    `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: ${name} }\nrules: []\n`;
  const files = { 'apps/shop/a.yaml': role('a'), 'apps/shop/deep/b.yaml': role('b'), 'apps/shop/deep/b-test.yaml': role('c') };
  const read = (more: string): readonly string[] => {
    const { stderr } = verify({ ...files, 'homelab.yaml': LAB.replace('path: apps/shop', `path: apps/shop, ${more}`) });
    return stderr.split('\n').flatMap((line) => /^\S+?(?=:\d)/.exec(line) ?? []).sort();
  };
  // THEN
  expect(read('recurse: true')).toEqual(['apps/shop/a.yaml', 'apps/shop/deep/b-test.yaml', 'apps/shop/deep/b.yaml']);
  expect(read('recurse: true, exclude: "*-test.yaml"')).toEqual(['apps/shop/a.yaml', 'apps/shop/deep/b.yaml']);
  expect(read('recurse: true, include: "deep/*"')).toEqual(['apps/shop/deep/b-test.yaml', 'apps/shop/deep/b.yaml']);
  expect(read('prune: false')).toEqual(['apps/shop/a.yaml']);
});

test('values for a folder without a chart are told at their line, and a kustomization that is read as it is', () => {
  const file = { 'apps/shop/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n' };
  const lab = (more: string): string => LAB.replace('path: apps/shop', `path: apps/shop, ${more}`);
  const bare = verify({ ...file, 'homelab.yaml': lab('helm: { values: { a: 1 } }') });
  expect(bare.stderr).toMatch(/^homelab\.yaml:5:\d+ applications\[0\]\.helm: is for a chart, and there is no Chart\.yaml in apps/);
  expect(bare.status).toBe(1);
  const deep = verify({ ...file, 'apps/shop/deep/kustomization.yaml': 'resources: []\n', 'homelab.yaml': lab('recurse: true') });
  expect(deep.stderr).toContain('the application shop takes the files of apps/shop/deep as they are, and they are for kustomize');
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

/** A lab with three applications, each with a namespace of its own. */
const THREE = [
  'domain: lab.example.com', 'gitops: { repoURL: "https://github.com/me/homelab.git", revision: main }',
  'namespaces: [{ name: a }, { name: b }, { name: c }]', 'applications:',
  ...['a', 'b', 'c'].map((at) =>
    `  - { name: ${at}, namespace: ${at}, repoURL: "https://github.com/me/homelab.git", targetRevision: main, path: apps/${at} }`),
  '',
].join('\n');

const route = (name: string, host: string, backend: string, path = '/'): string => [
  'apiVersion: gateway.networking.k8s.io/v1', 'kind: HTTPRoute', `metadata: { name: ${name} }`, 'spec:',
  '  parentRefs: [{ name: main-gateway, namespace: istio-ingress, sectionName: https }]', `  hostnames: [${host}]`,
  `  rules: [{ matches: [{ path: { type: PathPrefix, value: ${path} } }], backendRefs: [{ ${backend}, port: 80 }] }]`, '',
].join('\n');

const GRANT = [
  'apiVersion: gateway.networking.k8s.io/v1beta1', 'kind: ReferenceGrant', 'metadata: { name: from-a }', 'spec:',
  '  from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: a }]', '  to: [{ group: "", kind: Service }]', '',
].join('\n');

const CERTIFICATE = [
  'apiVersion: cert-manager.io/v1', 'kind: Certificate', 'metadata: { name: own, namespace: c }', 'spec:',
  '  secretName: own', '  dnsNames: [own.lab.example.com]', '  issuerRef: { kind: Issuer, name: own }', '',
].join('\n');
const ISSUER = 'apiVersion: cert-manager.io/v1\nkind: Issuer\nmetadata: { name: own }\nspec: { selfSigned: {} }\n';
const WAYPOINT = [
  'apiVersion: gateway.networking.k8s.io/v1', 'kind: Gateway', 'metadata: { name: own }',
  'spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }', '',
].join('\n');
const WAYPOINT_USER = [
  'apiVersion: v1', 'kind: Service', 'metadata:', '  name: web',
  '  labels: { istio.io/use-waypoint: own, istio.io/use-waypoint-namespace: b }', 'spec: { ports: [{ port: 80 }] }', '',
].join('\n');

/** What says of each file that one rule is broken there, and nothing else. */
const brokenIn = (stderr: string): (string | undefined)[][] => stderr.trimEnd().split('\n').filter((line) => line !== '')
  .map((line) => [/^[^:]+/.exec(line)?.[0], /\[([a-z0-9-]+)\]/.exec(line)?.[1]]).sort();

test('an application may use what another one brings', () => {
  // GIVEN a ReferenceGrant, an issuer and a waypoint that each come from another folder than what needs them
  const { status, stdout, stderr } = verify({
    'homelab.yaml': THREE,
    'apps/a/route.yaml': route('web', 'shop.lab.example.com', 'name: web, namespace: b'),
    'apps/a/service.yaml': WAYPOINT_USER,
    'apps/b/grant.yaml': GRANT,
    'apps/b/waypoint.yaml': WAYPOINT,
    'apps/c/issuer.yaml': ISSUER,
    'apps/c/certificate.yaml': CERTIFICATE,
  });
  // THEN
  expect(stderr).toBe('Warning: nothing is known of the kind cert-manager.io/v1 Issuer: only the metadata of its objects is checked\n');
  expect(stdout).toContain('6 objects in 3 folders of your own applications, of which 1 is not judged: nothing is wrong.');
  expect(status).toBe(0);
});

test('what no application brings is missed, in the file that needs it', () => {
  const { status, stderr } = verify({
    'homelab.yaml': THREE,
    'apps/a/route.yaml': route('web', 'shop.lab.example.com', 'name: web, namespace: b'),
    'apps/a/service.yaml': WAYPOINT_USER,
    'apps/b/nothing.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n',
    'apps/c/certificate.yaml': CERTIFICATE,
    'apps/c/issued.yaml': CERTIFICATE.replaceAll('own', 'issued').replace('kind: Issuer', 'kind: ClusterIssuer'),
  });
  expect(brokenIn(stderr)).toEqual([
    ['apps/a/route.yaml', 'reference-granted'], ['apps/a/service.yaml', 'waypoint-exists'],
    ['apps/c/certificate.yaml', 'certificate-issuer-exists'], ['apps/c/issued.yaml', 'certificate-issuer-exists'],
  ]);
  expect(status).toBe(1);
});

test('two applications that claim one host name are told of, once', () => {
  const { status, stderr } = verify({
    'homelab.yaml': THREE,
    'apps/a/route.yaml': route('web', 'shop.lab.example.com', 'name: web'),
    'apps/b/route.yaml': route('web', 'shop.lab.example.com', 'name: web'),
    'apps/c/route.yaml': route('web', 'shop.lab.example.com', 'name: web', '/c'),
  });
  expect(stderr).toMatch(/^apps\/b\/route\.yaml:1:1 HTTPRoute b\/web: claims the same requests to shop\.lab\.example\.com as a\/web \[/);
  expect(brokenIn(stderr)).toEqual([['apps/b/route.yaml', 'route-claims-unique']]);
  expect(status).toBe(1);
});

test('nothing is missed in a namespace to which something goes that nobody looks into', () => {
  // GIVEN the grant, the waypoint and the issuer may be in a folder of another repository, in a chart and behind kustomize
  const other = THREE.replace('name: b, namespace: b, repoURL: "https://github.com/me/homelab.git"',
    'name: b, namespace: b, repoURL: "https://github.com/me/other.git"');
  const { status, stderr } = verify({
    'homelab.yaml': other,
    'apps/a/route.yaml': route('web', 'shop.lab.example.com', 'name: web, namespace: b'),
    'apps/a/service.yaml': WAYPOINT_USER,
    'apps/a/certificate.yaml': CERTIFICATE.replace('namespace: c', 'namespace: a'),
    'apps/c/kustomization.yaml': 'resources: []\n',
  });
  // THEN only what nobody else goes to is missed
  expect(brokenIn(stderr.replaceAll(/^Warning: .*\n/gm, ''))).toEqual([['apps/a/certificate.yaml', 'certificate-issuer-exists']]);
  expect(status).toBe(1);
});
