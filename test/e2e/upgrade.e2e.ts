import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inc } from 'semver';
import { CHARTS } from '../../versions';
import { fakeNpm, fakeRepository } from '../cli/upgrade/fake-package';
import { emptyFolder, pack, ROOT, run, succeed, type Outcome } from './shell';

const OLD = (JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { readonly version: string }).version;
const NEW = inc(OLD, 'patch') ?? '';
const REFUSING = inc(OLD, 'minor') ?? '';
const CILIUM = CHARTS.cilium.version;
const NEWER_CILIUM = inc(CILIUM, 'patch') ?? '';

const HOMELAB_YAML = [
  '# My lab, with words of my own.', 'domain: lab.example.org', 'gitops: { repoURL: https://github.com/me/lab.git }',
    'monitoring: { grafanaAdminSecretName: login }', '',
].join('\n');

const root = emptyFolder();
const lab = path.join(root, 'my lab');

const homelab = (...args: readonly string[]): Outcome => run(lab, 'npx', '--no-install', 'homelab', ...args);
const read = (file: string): string => readFileSync(path.join(lab, file), 'utf8');
const tarball = (version: string): string => path.join(root, version, `homelab-synth-${version}.tgz`);

/** A copy of the sources, as they are on the disk, under another version. */
function fork(version: string, notes: string): string {
  const folder = path.join(root, `sources of ${version}`);
  const files = succeed(ROOT, 'git', 'ls-files', '--cached', '--others', '--exclude-standard').split('\n').filter((name) => name !== '');
  for (const file of files) {
    if (/^(test|dist|scripts|monitoring|runbooks)\//.test(file)) { continue; }
    cpSync(path.join(ROOT, file), path.join(folder, file));
  }
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  edit(folder, 'package.json', `"version": "${OLD}"`, `"version": "${version}"`);
  // What is not released yet would be part of the new version's notes.
  const changelog = path.join(folder, 'CHANGELOG.md');
  writeFileSync(changelog, readFileSync(changelog, 'utf8').replace(/^## \[Unreleased\]\n.*?(?=^## \[)/ms,
    () => `## [Unreleased]\n\n## [${version}] - 2026-12-01\n\n${notes}\n\n`));
  return folder;
}

/** Changes the one place below a folder that has a text. */
function edit(folder: string, below: string, from: string, to: string): void {
  const place = path.join(folder, below);
  const files = below.includes('.') ? [place] : readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts')).map((entry) => path.join(entry.parentPath, entry.name));
  const found = files.filter((file) => readFileSync(file, 'utf8').includes(from));
  expect({ from, found: found.length }).toEqual({ from, found: 1 });
  const [file = ''] = found;
  const text = readFileSync(file, 'utf8');
  expect({ from, times: text.split(from).length - 1 }).toEqual({ from, times: 1 });
  writeFileSync(file, text.replace(from, () => to));
}

function packInto(version: string, sources: string): void {
  mkdirSync(path.join(root, version));
  pack(path.join(root, version), sources);
}

/** What a change of the lab removes and adds, by file. */
function gitDiff(): Record<string, string[]> {
  const lines = succeed(lab, 'git', 'diff', '--unified=0', '--no-color', '--', '.', ':!package-lock.json', ':!*.tgz').split('\n');
  const changes: Record<string, string[]> = {};
  let file = '';
  for (const line of lines) {
    file = /^diff --git a\/(.*) b\/\1$/.exec(line)?.[1] ?? file;
    if (/^[+-](?![+-]{2} )/.test(line)) { changes[file] = [...changes[file] ?? [], `${line.charAt(0)} ${line.slice(1).trim()}`]; }
  }
  return changes;
}

test('three versions are packed', () => {
  packInto(OLD, ROOT);
  // GIVEN a version with another default, other words of an alert, and a newer Cilium
  const newer = fork(NEW, `### Changed\n\n- Prometheus keeps samples for 20 days.\n- Cilium ${NEWER_CILIUM}.`);
  edit(newer, 'config', "'15d'", "'20d'");
  edit(newer, 'charts', "summary: 'A node is short of memory'", "summary: 'A node has hardly any memory left'");
  edit(newer, 'versions.ts', `chart: 'cilium', version: '${CILIUM}'`, `chart: 'cilium', version: '${NEWER_CILIUM}'`);
  packInto(NEW, newer);
  // AND one that no longer knows a key
  const refusing = fork(REFUSING, '### Breaking\n\n- `monitoring.grafanaAdminSecretName` is gone.');
  edit(refusing, 'config', '  grafanaAdminSecretName: field', '  grafanaSecretName: field');
  packInto(REFUSING, refusing);
}, 600_000);

test('a lab of the old version is made and committed', () => {
  mkdirSync(path.join(lab, 'vendor'), { recursive: true });
  cpSync(tarball(OLD), path.join(lab, 'vendor', path.basename(tarball(OLD))));
  writeFileSync(path.join(lab, 'homelab.yaml'), HOMELAB_YAML);
  writeFileSync(path.join(lab, '.gitignore'), 'node_modules/\n.synth/\n');
  writeFileSync(path.join(lab, '.gitattributes'), '* text=auto eol=lf\nscripts/** -text\n');
  const dependencies = { 'homelab-synth': `file:vendor/${path.basename(tarball(OLD))}` };
  writeFileSync(path.join(lab, 'package.json'), `${JSON.stringify({ private: true, dependencies }, undefined, 2)}\n`);
  succeed(lab, 'npm', 'install');
  succeed(lab, 'git', 'init', '--quiet', '-b', 'main');
  expect(homelab('synth')).toMatchObject({ status: 0, stderr: '' });
  succeed(lab, 'git', 'add', '-A');
  succeed(lab, 'git', 'commit', '--quiet', '-m', 'Describe the lab');
  expect(homelab('synth', '--check').status).toBe(0);
});

test('a version that refuses homelab.yaml leaves no trace', () => {
  // WHEN
  const { status, stdout, stderr } = homelab('upgrade', tarball(REFUSING));
  // THEN it says what breaks, and where
  expect(status).toBe(1);
  expect(stdout).toContain(`homelab-synth is upgraded from ${OLD} to ${REFUSING}.\n\n`
    + `Breaking\n  ${REFUSING}\n    - \`monitoring.grafanaAdminSecretName\` is gone.\n`);
  expect(stderr).toMatch(/^homelab\.yaml:4:15 monitoring\.grafanaAdminSecretName: /m);
  expect(stderr).toContain(`Everything is as it was: homelab-synth ${OLD} is installed.`);
  // AND nothing else has happened
  expect(succeed(lab, 'git', 'status', '--porcelain')).toBe('');
  expect(homelab('--version').stdout).toBe(`${OLD}\n`);
  // Warnings about the git repository of the test are no part of this.
  expect(homelab('synth', '--check').status).toBe(0);
  expect(succeed(lab, 'npm', 'ls')).toContain(`homelab-synth@${OLD}`);
});

test('a newer version is said to be there', () => {
  expect(homelab('upgrade', '--check', tarball(NEW))).toEqual(expect.objectContaining({
    status: 3, stdout: `homelab-synth ${OLD} is in use, and there is ${NEW}.\n`, stderr: '',
  }));
});

test('an upgrade changes what the new version changes, and nothing else', () => {
  // GIVEN it lies where a browser would put it
  cpSync(tarball(NEW), path.join(root, path.basename(tarball(NEW))));
  // WHEN it is named from a folder below
  const { status, stdout, stderr } = run(path.join(lab, 'dist'), 'npx', '--no-install', 'homelab', 'upgrade',
    `../../homelab-synth-${NEW}.tgz`);
  // THEN changelog, dangers and differences are said
  expect({ status, warnings: /^npm warn.*$/m.exec(stderr)?.[0] }).toEqual({ status: 0, warnings: undefined });
  expect(stdout).toContain([
    `homelab-synth is upgraded from ${OLD} to ${NEW}.`, '',
    `${NEW} (2026-12-01)`, '  Changed', '    - Prometheus keeps samples for 20 days.', `    - Cilium ${NEWER_CILIUM}.`, '',
    'Changes in this lab: ',
  ].join('\n'));
  expect(stdout)
    .toContain('caution HelmChart kube-system/cilium: restarts Cilium on every node: new pods wait, '
      + 'and a mistake here takes the network down');
  expect(stdout).toContain(`      spec.version: "${CILIUM}" -> "${NEWER_CILIUM}"\n`);
  expect(stdout).toContain('      spec.source.helm.values.prometheus.prometheusSpec.retention: "15d" -> "20d"\n');
  expect(stdout).toContain('annotations.summary: "A node is short of memory" -> "A node has hardly any memory left"\n');
  // AND git shows exactly that
  const summary = ['- summary: A node is short of memory', '+ summary: A node has hardly any memory left'];
  const cilium = [`- version: ${CILIUM}`, `+ version: ${NEWER_CILIUM}`];
  // An Application of a folder of dist/ names a digest of it, so that its root waits for what changes in there.
  const digest = [expect.stringMatching(/^- name: content-[0-9a-f]{16}$/), expect.stringMatching(/^\+ name: content-[0-9a-f]{16}$/)];
  const [was, is] = ['A node is short of memory', 'A node has hardly any memory left'];
  expect(gitDiff()).toEqual({
    'LAB.md': [
      `- | homelab-synth | ${OLD} | the tool that makes the files of this lab |`,
      `+ | homelab-synth | ${NEW} | the tool that makes the files of this lab |`,
      `- | chart cilium | ${CILIUM} | installed by K3s as \`cilium\` |`,
      `+ | chart cilium | ${NEWER_CILIUM} | installed by K3s as \`cilium\` |`,
    ],
    'runbooks/README.md': [
      `- - [NodeMemoryLow](nodememorylow.md) (warning): ${was}`, `+ - [NodeMemoryLow](nodememorylow.md) (warning): ${is}`,
    ],
    'runbooks/nodememorylow.md': [
      `- ${was}. Severity: warning; layer: node. [All runbooks](README.md)`,
      `+ ${is}. Severity: warning; layer: node. [All runbooks](README.md)`,
    ],
    'package.json': [
      `- "homelab-synth": "file:vendor/homelab-synth-${OLD}.tgz"`, `+ "homelab-synth": "file:vendor/homelab-synth-${NEW}.tgz"`,
    ],
    'dist/bootstrap/cilium.kube-system.helmchart.k8s.yaml': cilium,
    'dist/prometheus-rules/node.monitoring.prometheusrule.k8s.yaml': summary,
    'dist/root-monitoring/kube-prometheus-stack.argocd.application.k8s.yaml': ['- retention: 15d', '+ retention: 20d'],
    'dist/root-monitoring/prometheus-rules.argocd.application.k8s.yaml': digest,
    'dist/root/bootstrap.argocd.application.k8s.yaml': digest,
    'dist/root/root-monitoring.argocd.application.k8s.yaml': digest,
    'monitoring/rules/node.yaml': summary,
    'scripts/seed/homelab/user-data': cilium,
  });
  expect(read('homelab.yaml')).toBe(HOMELAB_YAML);
  expect(readdirSync(path.join(lab, 'vendor'))).toEqual([path.basename(tarball(NEW))]);
  // AND it is whole: what is committed installs from nothing, and is current
  succeed(lab, 'git', 'add', '-A');
  succeed(lab, 'git', 'commit', '--quiet', '-m', 'Use the new version');
  succeed(lab, 'npm', 'ci', '--offline');
  expect(homelab('--version').stdout).toBe(`${NEW}\n`);
  expect(homelab('synth', '--check')).toMatchObject({ status: 0, stderr: '' });
});

describe('--check', () => {
  const pinned = (spec: string): void => { writeFileSync(path.join(lab, 'package.json'),
    read('package.json').replace(/"homelab-synth": "[^"]*"/, `"homelab-synth": "${spec}"`)); };

  afterAll(() => { succeed(lab, 'git', 'checkout', '--', 'package.json'); });

  test('asks nobody about a file', () => {
    expect(homelab('upgrade', '--check'))
      .toMatchObject({ status: 2, stdout: '', stderr: expect.stringMatching(/^the lab is pinned to a file/) as string });
  });

  test('asks a repository for its tags', () => {
    // GIVEN
    const repository = path.join(root, 'tool');
    mkdirSync(repository);
    const [first = '', second = ''] = fakeRepository(repository, [{ version: OLD }, { version: REFUSING }]);
    const address = `git+file://${encodeURI(repository)}`;
    // THEN
    pinned(`${address}#${first}`);
    expect(homelab('upgrade', '--check'))
      .toMatchObject({ status: 3, stdout: `homelab-synth ${OLD} is in use, and there is ${REFUSING}.\n` });
    pinned(`${address}#${second}`);
    expect(homelab('upgrade', '--check')).toMatchObject({ status: 0, stdout: `homelab-synth ${REFUSING} is the newest.\n` });
  });

  test('asks a registry for its versions', async () => {
    // GIVEN
    const npm = await fakeNpm([{ version: OLD }, { version: REFUSING }]);
    const program = path.join(lab, 'node_modules', 'homelab-synth', 'lib', 'main.js');
    const PATH = `${npm}${path.delimiter}${process.env['PATH'] ?? ''}`;
    const check = (): unknown => {
      const env = { ...process.env, PATH, npm_execpath: undefined };
      const { status, stdout } = spawnSync(process.execPath, [program, 'upgrade', '--check'], { cwd: lab, encoding: 'utf8', env });
      return { status, stdout };
    };
    // THEN
    pinned(OLD);
    expect(check()).toEqual({ status: 3, stdout: `homelab-synth ${OLD} is in use, and there is ${REFUSING}.\n` });
    pinned(REFUSING);
    expect(check()).toEqual({ status: 0, stdout: `homelab-synth ${REFUSING} is the newest.\n` });
  });
});
