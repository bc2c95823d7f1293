import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { loadConfig } from '../../../charts/load-config';
import { surroundingProblems } from '../../../config/surroundings';
import { put, temporaryFolder } from '../../output/folder';
import { environmentWith } from '../../program';

/* Repositories are made by git itself, so that what is read of them is what git writes. */

const REPOSITORY = 'https://github.com/frank/homelab.git';
const YAML = `gitops: { repoURL: ${REPOSITORY} }\n`;
/** A user without a configuration. */
const NOBODY = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };

function git(folder: string, ...args: readonly string[]): void {
  const identity = [
    '-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false', '-c', 'protocol.file.allow=always',
  ];
  const { status, stderr } = spawnSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8', env: environmentWith(NOBODY) });
  expect({ args, status, stderr: status === 0 ? '' : stderr }).toEqual({ args, status: 0, stderr: '' });
}

/** A repository on a branch, with a remote. */
function repository(remote: string | undefined = REPOSITORY, branch = 'main', files: Readonly<Record<string, string>> = {}): string {
  const folder = temporaryFolder();
  git(folder, 'init', '--quiet', `--initial-branch=${branch}`);
  if (remote !== '') { git(folder, 'remote', 'add', 'origin', remote); }
  put(folder, { 'homelab.yaml': YAML, ...files });
  return folder;
}

function commit(folder: string): void {
  git(folder, 'add', '.');
  git(folder, 'commit', '--quiet', '--message=x');
}

/** What is said of a folder, each as rule, key and text. */
function said(folder: string, environment: NodeJS.ProcessEnv = {}): string[] {
  const { config, location } = loadConfig(path.join(folder, 'homelab.yaml'));
  return surroundingProblems(config, location!, environment)
    .map(({ rule, path: key, what, fix }) => `${rule!} ${key.join('.')}: ${what}; ${fix}`);
}

describe('the address of the repository', () => {
  test.each([
    REPOSITORY, 'git@github.com:frank/homelab.git', 'ssh://git@github.com/Frank/Homelab', 'https://token@github.com/frank/homelab',
    'github-private:frank/homelab.git',
  ])('is the same as the remote %s', (remote) => {
    expect(said(repository(remote))).toEqual([]);
  });

  test('is another one than git pushes to, and a token in that one is not repeated', () => {
    expect(said(repository('https://frank:hunter2@github.com/frank/other.git'))).toEqual([
      'repository-pushed gitops.repoURL: is not where git pushes this folder to: origin is github.com/frank/other, and Argo CD would read '
      + 'github.com/frank/homelab; write the address of origin, or git remote add the one that Argo CD reads',
    ]);
  });

  test('is one of several remotes, or the one that is pushed to', () => {
    const folder = repository('https://github.com/upstream/homelab.git');
    git(folder, 'remote', 'add', 'mine', 'git@github.com:frank/homelab.git');
    expect(said(folder)).toEqual([]);
    const other = repository('https://github.com/upstream/homelab.git');
    git(other, 'remote', 'set-url', '--push', 'origin', 'git@github.com:frank/homelab.git');
    expect(said(other)).toEqual([]);
  });

  test('is compared by what insteadOf makes of a short name', () => {
    const folder = repository('gh:frank/homelab.git');
    git(folder, 'config', 'url.https://github.com/.insteadOf', 'gh:');
    expect(said(folder)).toEqual([]);
    put(folder, { 'homelab.yaml': 'gitops: { repoURL: https://github.com/frank/another.git }\n' });
    expect(said(folder)).toHaveLength(1);
  });

  test.each([['', 'no remote'], ['/srv/git/lab.git', 'a folder of this machine']])('is not judged by %p, %s', (remote) => {
    expect(said(repository(remote))).toEqual([]);
  });

  test('is not judged while it is the placeholder, which has a line of its own', () => {
    expect(said(repository('https://github.com/frank/other.git', 'main', { 'homelab.yaml': 'domain: lab.frank.dev\n' }))).toEqual([]);
  });
});

describe('the revision', () => {
  test('is unknown to git, which is on another branch', () => {
    expect(said(repository(REPOSITORY, 'master'))).toEqual([
      'repository-pushed gitops.revision: is no branch or tag that git knows here, and this folder is on master: Argo CD would find '
      + 'nothing at main; write master, or git switch -c main',
    ]);
  });

  test('is known, though another branch is checked out', () => {
    const folder = repository();
    commit(folder);
    git(folder, 'switch', '--quiet', '--create', 'change');
    expect(said(folder)).toEqual([]);
    git(folder, 'pack-refs', '--all');
    expect(said(folder)).toEqual([]);
  });

  test('is the name under which the branch is pushed', () => {
    const folder = repository(REPOSITORY, 'local');
    git(folder, 'config', 'branch.local.remote', 'origin');
    git(folder, 'config', 'branch.local.merge', 'refs/heads/main');
    expect(said(folder)).toEqual([]);
  });

  test.each(['HEAD', 'v1.0', '0123456789abcdef0123456789abcdef01234567'])('is %s', (revision) => {
    const folder = repository(REPOSITORY, 'master', { 'homelab.yaml': `gitops: { repoURL: ${REPOSITORY}, revision: "${revision}" }\n` });
    commit(folder);
    git(folder, 'tag', 'v1.0');
    expect(said(folder)).toEqual([]);
  });

  test('is not judged where nothing is checked out by name, or not everything is known', () => {
    const folder = repository(REPOSITORY, 'master');
    commit(folder);
    git(folder, 'checkout', '--quiet', '--detach');
    expect(said(folder)).toEqual([]);
    const shallow = temporaryFolder();
    const cloned = repository(REPOSITORY, 'master');
    commit(cloned);
    git(shallow, 'clone', '--quiet', '--depth=1', `file://${cloned}`, '.');
    git(shallow, 'remote', 'set-url', 'origin', REPOSITORY);
    expect(said(shallow)).toEqual([]);
  });

  test('is not judged without a remote', () => {
    expect(said(repository('', 'master'))).toEqual([]);
  });
});

test('a worktree has its own branch and the remotes of all', () => {
  const folder = repository('https://github.com/frank/other.git');
  commit(folder);
  const tree = path.join(temporaryFolder(), 'tree');
  git(folder, 'worktree', 'add', '--quiet', '-b', 'change', tree);
  expect(said(tree)).toEqual([expect.stringMatching(/^repository-pushed gitops\.repoURL: /)]);
  git(folder, 'remote', 'set-url', 'origin', REPOSITORY);
  expect(said(tree)).toEqual([]);
});

test('a submodule is a repository of its own', () => {
  const inner = repository();
  commit(inner);
  const outer = repository('https://github.com/frank/outer.git');
  git(outer, 'submodule', '--quiet', 'add', inner, 'lab');
  git(path.join(outer, 'lab'), 'remote', 'set-url', 'origin', REPOSITORY);
  expect(said(path.join(outer, 'lab'))).toEqual([]);
  git(path.join(outer, 'lab'), 'remote', 'set-url', 'origin', 'https://github.com/frank/outer.git');
  expect(said(path.join(outer, 'lab'))).toHaveLength(1);
});

test('nothing is said outside a repository, in a workflow, or of a repository that cannot be read', () => {
  const outside = temporaryFolder();
  put(outside, { 'homelab.yaml': YAML });
  expect(said(outside)).toEqual([]);
  const folder = repository('https://github.com/frank/other.git', 'master', { '.gitignore': 'dist\n' });
  expect(said(folder)).toHaveLength(3);
  expect(said(folder, { CI: 'true' })).toEqual([]);
  expect(said(folder, { CI: 'false' })).toHaveLength(3);
  const torn = temporaryFolder();
  put(torn, { 'homelab.yaml': YAML, '.git': 'gitdir: ../nowhere\n' });
  expect(said(torn)).toEqual([]);
});

describe('the folder of the manifests', () => {
  const message = (file: string): string => `output-committed gitops.path: names a folder that git ignores, because of ${file} (dist), so `
    + `nothing of it is pushed and Argo CD finds no manifests; take it out of ${file}`;

  test.each(['dist', 'dist/', '/dist', '**/dist/', '*.k8s.yaml', 'd*t/', '*\n!homelab.yaml'])('is ignored by %p', (line) => {
    expect(said(repository(REPOSITORY, 'main', { '.gitignore': `${line}\n` }))).toEqual([message('.gitignore')]);
  });

  test.each(['lib/', 'dist/*.tmp', '# dist', '/other/dist', 'dist\n!dist', '*\n!dist/\n!dist/**'])('is not ignored by %p', (line) => {
    expect(said(repository(REPOSITORY, 'main', { '.gitignore': `${line}\n` }))).toEqual([]);
  });

  test('may be ignored by a file that is not committed', () => {
    expect(said(repository(REPOSITORY, 'main', { '.git/info/exclude': 'dist\n' }))).toEqual([message('.git/info/exclude')]);
  });

  test('may lie deeper', () => {
    const yaml = { 'homelab.yaml': `gitops: { repoURL: ${REPOSITORY}, path: clusters/home }\n` };
    expect(said(repository(REPOSITORY, 'main', { ...yaml, 'clusters/.gitignore': 'home/\n' }))).toEqual([
      expect.stringContaining('because of clusters/.gitignore (clusters/home)'),
    ]);
    expect(said(repository(REPOSITORY, 'main', { ...yaml, '.gitignore': '*.yaml\n', 'clusters/.gitignore': '!*.yaml\n' }))).toEqual([]);
  });
});

describe('an Application in the same repository', () => {
  const yaml = (more: string): Readonly<Record<string, string>> => ({
    'homelab.yaml': `${YAML}applications:\n  - { name: mine, namespace: my-app, path: apps/mine, ${more} }\n`,
  });

  test('names a folder that is not there, or is empty', () => {
    const folder = repository(REPOSITORY, 'main', yaml('repoURL: "git@github.com:frank/homelab.git", targetRevision: main'));
    const problem = 'application-path-exists applications.0.path: is no folder with files in this repository (apps/mine), so Argo CD would '
      + 'have nothing to sync; write the folder as it is seen from the root of the repository, or make it';
    expect(said(folder)).toEqual([problem]);
    mkdirSync(path.join(folder, 'apps', 'mine'), { recursive: true });
    expect(said(folder)).toEqual([problem]);
    put(folder, { 'apps/mine/service.yaml': '' });
    expect(said(folder)).toEqual([]);
  });

  test.each([
    [`repoURL: ${REPOSITORY}, targetRevision: other`, 'another branch'],
    ['repoURL: https://github.com/frank/other.git, targetRevision: main', 'another repository'],
  ])('is not judged with %s: %s', (more) => {
    expect(said(repository(REPOSITORY, 'main', yaml(more)))).toEqual([]);
  });
});
