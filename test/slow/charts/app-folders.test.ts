import { cpSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { loadConfig } from '../../../charts/load-config';
import type { Manifest } from '../../../charts/core/manifest';
import { at, list, text } from '../../../charts/core/rendered-lab';
import { synthesise } from '../../../synth/synthesise';
import { put, temporaryFolder } from '../../output/folder';

/* Folders beside homelab.yaml that are Applications by themselves: whole labs on the disk, since nothing else has folders. */

const FIXTURES = path.join(__dirname, '../../fixtures/app-folders');

/** What `dist/` of a lab says of its own Applications. */
function applicationsIn(folder: string): Manifest[] {
  const { manifests } = synthesise(loadConfig(path.join(folder, 'homelab.yaml')));
  return [...manifests.get('root-applications') ?? []];
}

/** A lab of the fixtures, in a repository of its own. */
function copyOf(name: string): string {
  const folder = temporaryFolder();
  cpSync(path.join(FIXTURES, name), folder, { recursive: true });
  put(folder, { 'package.json': '{}' });
  return folder;
}

/** Name, namespace, folder and revision of each Application. */
function sketch(objects: readonly Manifest[]): string[] {
  return objects.filter(({ kind }) => kind === 'Application').map((each) => [
    each.metadata.name, text(each, 'spec', 'destination', 'namespace'), text(each, 'spec', 'source', 'path'),
    text(each, 'spec', 'source', 'targetRevision'),
  ].join(' '));
}

const HEAD = 'domain: lab.frank.dev\ngitops: { repoURL: https://github.com/frank/homelab.git }\ntls: { issuer: homelab-ca }\n';
const CONFIG_MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n';
const CLUSTER_ROLE = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: reader }\nrules: []\n';

/** A lab in a folder of its own. */
function lab(yaml: string, files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  put(folder, { 'package.json': '{}', 'homelab.yaml': `${HEAD}${yaml}`, ...files });
  return folder;
}

/** The lines that a synth ends with. */
function said(yaml: string, files: Readonly<Record<string, string>>): string[] {
  const folder = lab(yaml, files);
  let message = '';
  try { applicationsIn(folder); } catch (error) { message = (error as Error).message; }
  return message.split('\n');
}

/** What is said of a lab that stops nothing, by the names of the warnings. */
function warned(yaml: string, files: Readonly<Record<string, string>>): string[] {
  return synthesise(loadConfig(path.join(lab(yaml, files), 'homelab.yaml'))).warnings.filter((line) => line.includes('apps-folder-read'));
}

describe('the labs of test/fixtures/app-folders', () => {
  test.each<[string, readonly string[]]>([
    ['household', ['freshrss freshrss apps/freshrss main', 'paperless paperless apps/paperless main']],
    ['kustomized', ['wiki wiki clusters/home/wiki main', 'wiki-test wiki-test clusters/home/wiki-test main']],
    ['operators', [
      'classes storage apps/classes main', 'csi storage apps/csi main', 'backup backup apps/backup main',
    ]],
    ['beside', ['films media apps/jellyfin stable', 'podinfo games  6.9.0', 'games games apps/games stable']],
  ])('%s has an Application for each folder, after those of the list', (name, expected) => {
    const objects = applicationsIn(copyOf(name));
    expect(sketch(objects).sort()).toEqual([...expected].sort());
  });

  test('are all of them here', () => {
    expect(readdirSync(FIXTURES).sort()).toEqual(['beside', 'household', 'kustomized', 'operators']);
  });
});

test('an entry of the name of a folder gives it settings, and its project what it needs', () => {
  const objects = applicationsIn(copyOf('operators'));
  const find = (kind: string, name: string): Manifest => objects.find((each) => each.kind === kind && each.metadata.name === name)!;
  expect(at(find('Application', 'backup'), 'spec', 'source', 'directory')).toEqual({ recurse: true, exclude: '*-test.yaml' });
  expect(at(find('Application', 'backup'), 'metadata', 'finalizers')).toEqual(['resources-finalizer.argocd.argoproj.io/background']);
  expect(at(find('Application', 'csi'), 'spec', 'source', 'helm')).toEqual({
    releaseName: 'csi', valuesObject: { controller: { replicas: 1 } },
  });
  expect(list(find('AppProject', 'app-classes'), 'spec', 'clusterResourceWhitelist')).toEqual([
    { group: 'storage.k8s.io', kind: 'StorageClass' },
  ]);
  expect(at(find('AppProject', 'app-backup'), 'spec', 'sourceRepos')).toEqual(['https://github.com/frank/homelab.git']);
});

test('a manifest that is no YAML stops the synth, as it stops Argo CD, and a file that is no manifest does not', () => {
  // GIVEN
  const yaml = 'appsFolder: apps\nnamespaces: [{ name: blog }]\n';
  const good = { 'apps/blog/good.yaml': CONFIG_MAP };
  // THEN one that looks like an object is refused, with its place
  expect(said(yaml, { ...good, 'apps/blog/torn.yaml': `${CONFIG_MAP}data: [a\n` })).toEqual([
    expect.stringMatching(/appsFolder: has the manifest apps\/blog\/torn\.yaml:\d+:\d+, which is not YAML: .+; mend that file/),
  ]);
  // AND one behind an object that is whole
  expect(said(yaml, { 'apps/blog/two.yaml': `${CONFIG_MAP}---\na: [b\n` })).toEqual([
    expect.stringMatching(/apps\/blog\/two\.yaml:\d+:\d+, which is not YAML/),
  ]);
  // AND Argo CD leaves out what does not look like one
  expect(said(yaml, { ...good, 'apps/blog/notes.yaml': 'a: [b\n' })).toEqual(['']);
});

test('a folder makes the same as the entry that says all of it', () => {
  // GIVEN
  const files = { 'apps/blog/a.yaml': CONFIG_MAP };
  const entry = '{ name: blog, namespace: blog, repoURL: https://github.com/frank/homelab.git, path: apps/blog, targetRevision: main }';
  // WHEN
  const byFolder = applicationsIn(lab('appsFolder: apps\nnamespaces: [{ name: blog }]\n', files));
  const byEntry = applicationsIn(lab(`namespaces: [{ name: blog }]\napplications: [${entry}]\n`, files));
  // THEN
  expect(byFolder).toEqual(byEntry);
});

test('the folder of another configuration of the repository is beside that one', () => {
  // GIVEN
  const folder = temporaryFolder();
  put(folder, {
    'package.json': '{}', 'labs/attic.yaml': `${HEAD}appsFolder: apps\nnamespaces: [{ name: blog }]\n`,
    'labs/attic/apps/blog/a.yaml': CONFIG_MAP, 'apps/other/a.yaml': CONFIG_MAP,
  });
  // WHEN
  const { manifests } = synthesise(loadConfig(path.join(folder, 'labs/attic.yaml')));
  // THEN
  expect(sketch(manifests.get('root-applications') ?? [])).toEqual(['blog blog labs/attic/apps/blog main']);
});

describe('no application is', () => {
  const NAMESPACES = 'appsFolder: apps\nnamespaces: [{ name: a }]\n';

  test.each([
    ['a folder that begins with "_"', { 'apps/_a/a.yaml': CONFIG_MAP }],
    ['a hidden folder', { 'apps/.a/a.yaml': CONFIG_MAP }],
    ['a folder without a manifest', { 'apps/a/README.md': 'nothing' }],
    ['a component of kustomize', { 'apps/a/kustomization.yaml': 'kind: Component\n' }],
    ['a file', { 'apps/a.yaml': CONFIG_MAP }],
    ['a folder that git ignores', { 'apps/a/a.yaml': CONFIG_MAP, '.gitignore': 'apps/a/\n' }],
  ])('%s', (_, files) => {
    expect(applicationsIn(lab(NAMESPACES, files))).toEqual([]);
  });

  test('any folder while appsFolder says none, or is not said', () => {
    const files = { 'apps/a/a.yaml': CONFIG_MAP };
    expect(applicationsIn(lab('namespaces: [{ name: a }]\n', files))).toEqual([]);
    expect(applicationsIn(lab('appsFolder: none\nnamespaces: [{ name: a }]\n', files))).toEqual([]);
  });
});

describe('it is told, and stops nothing,', () => {
  const files = { 'apps/a/a.yaml': CONFIG_MAP, 'apps/b/a.yaml': CONFIG_MAP };
  const entry = (folder: string): string => '{ name: a, namespace: my-app, repoURL: https://github.com/frank/homelab.git, '
    + `targetRevision: main, path: ${folder} }`;

  test('that folders look like applications of a lab that does not say it', () => {
    expect(warned('', files)).toEqual([
      'homelab.yaml:1:1 appsFolder: is not said, so that folders beside this file are no Applications (apps/a, apps/b) [apps-folder-read]; '
      + 'write "appsFolder: apps" to make each an Application of its name, or "appsFolder: none"',
    ]);
  });

  test('but not of those that an entry takes, nor where it is said', () => {
    expect(warned(`applications: [${entry('apps/a')}]\n`, files)).toEqual([expect.stringContaining('(apps/b)')]);
    expect(warned(`applications: [${entry('apps')}]\n`, files)).toEqual([]);
    expect(warned('appsFolder: none\n', files)).toEqual([]);
    expect(warned('allowUnsafe: [apps-folder-read]\n', files)).toEqual([]);
  });

  test('that there is no such folder, but for the one that homelab init names', () => {
    expect(warned('appsFolder: programs\n', {})).toEqual([
      'homelab.yaml:4:13 appsFolder: names a folder that is not beside this file (programs), so it makes no Application '
      + '[apps-folder-read]; make it, with a folder for each Application, or write "appsFolder: none"',
    ]);
    expect(warned('appsFolder: programs\n', { 'programs/README.md': 'later' })).toEqual([]);
    expect(warned('appsFolder: apps\n', {})).toEqual([]);
  });

  test('that a folder has its manifests further down', () => {
    expect(warned('appsFolder: apps\n', { 'apps/deep/x/a.yaml': CONFIG_MAP })).toEqual([
      'homelab.yaml:4:13 appsFolder: holds a folder that is no Application, because Argo CD would find no manifest in it, '
      + 'and does not look '
      + 'below (apps/deep) [apps-folder-read]; add "- { name: deep, recurse: true }" under applications, move the manifests '
      + 'up, or begin its '
      + 'name with "_"',
    ]);
  });
});

describe('a synth stops, with the line to paste, at', () => {
  const A = 'appsFolder: apps\nnamespaces: [{ name: a }]\n';

  test.each<[string, string, Readonly<Record<string, string>>, string]>([
    [
      'a folder without a namespace of its name', 'appsFolder: apps\nnamespaces: [{ name: b }]\n', { 'apps/a/a.yaml': CONFIG_MAP },
      'homelab.yaml:4:13 appsFolder: holds apps/a, which deploys to the namespace of its name, and that is not declared (a); '
      + 'add "- name: a" '
      + 'under namespaces, or add "- { name: a, namespace: my-app }" under applications, with a namespace of yours',
    ],
    [
      'a namespace of the platform', A, { 'apps/monitoring/a.yaml': CONFIG_MAP },
      'homelab.yaml:4:13 appsFolder: holds a folder with the name of an Application or chart of the platform, whose place yours would take '
      + '(apps/monitoring); rename the folder, or begin its name with "_", so that it is no application',
    ],
    [
      'a name that Kubernetes does not take', A, { 'apps/My_Blog/a.yaml': CONFIG_MAP },
      'homelab.yaml:4:13 appsFolder: holds a folder whose name no Application can have (apps/My_Blog): Kubernetes takes '
      + 'lower-case letters, '
      + 'digits and "-", 63 at most; rename the folder, or begin its name with "_", so that it is no application',
    ],
    [
      'kinds outside a namespace and other namespaces', A, {
        'apps/a/rbac.yaml': `${CONFIG_MAP}---\n${CLUSTER_ROLE}`,
        'apps/a/more.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: kube-system }\n',
      },
      'homelab.yaml:4:13 appsFolder: holds apps/a, which brings ClusterRole reader (apps/a/rbac.yaml:5), ConfigMap kube-system/a '
      + '(apps/a/more.yaml:1), which an Application may only when it says so, so Argo CD would sync nothing of it; paste under '
      + 'applications: '
      + '"- { name: a, clusterKinds: [ClusterRole], namespaces: [kube-system] }"',
    ],
    [
      'the same beside an entry that has some of it', `${A}applications: [{ name: a, clusterKinds: [ClusterRoleBinding] }]\n`,
      { 'apps/a/rbac.yaml': CLUSTER_ROLE },
      'homelab.yaml:6:16 applications[0]: brings ClusterRole reader (apps/a/rbac.yaml:1), which an Application may only when '
      + 'it says so, so '
      + 'Argo CD would sync nothing of it; paste into this entry: clusterKinds: [ClusterRoleBinding, ClusterRole]',
    ],
    [
      'a namespace', A, { 'apps/a/a.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n' },
      'homelab.yaml:4:13 appsFolder: holds apps/a, which brings Namespace a (apps/a/a.yaml:1), and no Application brings '
      + 'namespaces, so Argo '
      + 'CD would sync nothing of it; take it out of the folder',
    ],
    [
      'an ApplicationSet', A, { 'apps/a/set.yaml': 'apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: s }\n' },
      'homelab.yaml:4:13 appsFolder: holds apps/a, which brings ApplicationSet a/s (apps/a/set.yaml:1), which Argo CD reads in its own '
      + 'namespace alone, because its Applications could belong to any project, and no Application writes there; write its applications '
      + 'under applications, as folders of appsFolder, or in a layer of your own (docs/applications.md), and take it out of the folder',
    ],
    [
      'an entry that has neither a source nor a folder', `${A}applications: [{ name: bog }]\n`, { 'apps/blog/a.yaml': CONFIG_MAP },
      'homelab.yaml:6:24 applications[0].name: is no folder of apps with manifests, and this entry names no other source (bog); did you '
      + 'mean blog? Or give it repoURL, with path or chart',
    ],
    [
      'an entry of the name of a folder with another source',
      `${A}applications: [{ name: a, namespace: a, repoURL: https://charts.frank.dev, chart: a, targetRevision: 1.2.3 }]\n`,
      { 'apps/a/a.yaml': CONFIG_MAP },
      'homelab.yaml:6:24 applications[0].name: is the name of the folder apps/a too, which is an Application of its name, and a second one '
      + 'cannot have it; give this entry another name, or begin that of the folder with "_"',
    ],
    [
      'all folders as one application beside each of them',
      `${A}applications: [{ name: all, namespace: a, repoURL: https://github.com/frank/homelab.git, path: apps, targetRevision: main, `
      + 'recurse: true }]\n',
      { 'apps/a/a.yaml': CONFIG_MAP },
      'homelab.yaml:6:96 applications[0].path: reads apps/a as well, because of recurse, which is an Application already, so two would own '
      + 'each of its objects; remove this entry, or leave those folders out with exclude',
    ],
    [
      'the folder of the manifests', 'appsFolder: dist\n', {},
      'homelab.yaml:4:13 appsFolder: shares a folder with the manifests that a synth writes (dist), so that two Applications '
      + 'would own each '
      + 'of their objects; gitops.path is not in the file: its default, derived from where the file lies, is dist; write a folder of its '
      + 'own, such as apps',
    ],
    [
      'a folder that a synth fills', 'appsFolder: monitoring\n', {},
      'homelab.yaml:4:13 appsFolder: is in monitoring/, which the synth fills with something else ("monitoring"); write a '
      + 'folder beside this '
      + 'file, such as apps, or none',
    ],
  ])('%s', (_, yaml, files, line) => {
    expect(said(yaml, files)).toContain(line);
  });
});
