import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { put, snapshot, temporaryFolder } from '../../output/folder';
import { commit, fakeNpm, fakeRepository, fakeTarball, git, npmCalls, type FakeVersion } from '../../cli/upgrade/fake-package';

const MAIN = path.join(__dirname, '../../../lib/main.js');
const [OLD, NEW]: [FakeVersion, FakeVersion] = [{ version: '0.2.0' }, { version: '0.2.1' }];

interface Outcome { readonly status: number | null; readonly stdout: string; readonly stderr: string }

function start(program: string, folder: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Outcome {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: folder, encoding: 'utf8', timeout: 120_000,
      env: { ...clean, npm_config_update_notifier: 'false', npm_config_audit: 'false', ...env },
  });
  return { status, stdout, stderr };
}

const upgrade = (folder: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Outcome =>
  start(MAIN, folder, ['upgrade', ...args], env);

function npmInstall(folder: string): void {
  const { status, stderr } = spawnSync('npm', ['install', '--no-audit', '--no-fund'], { cwd: folder, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
}

/** A lab of a version, installed, synthesised and committed. */
function lab(dependency: string, place: (folder: string) => void = () => undefined): string {
  const folder = temporaryFolder();
  put(folder, {
    'homelab.yaml': 'domain: lab.example.com\nold: true\n', '.gitignore': 'node_modules/\n',
    'package.json': `${JSON.stringify({ private: true, dependencies: { 'homelab-synth': dependency } }, undefined, 2)}\n`,
  });
  place(folder);
  return folder;
}

function finish(folder: string): void {
  expect(start(path.join(folder, 'node_modules/homelab-synth/lib/main.js'), folder, ['synth', '--config', 'homelab.yaml']).status).toBe(0);
  git(folder, 'init', '--quiet');
  commit(folder);
}

/** Everything but what git keeps for itself. */
function everything(folder: string): unknown {
  return Object.fromEntries(Object.entries(snapshot(folder) ?? {}).filter(([file]) => !file.startsWith('.git/')));
}

const pinOf = (folder: string): unknown =>
  (JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { dependencies: Record<string,
    string> }).dependencies['homelab-synth'];
const installedOf = (folder: string): unknown =>
  (JSON.parse(readFileSync(path.join(folder, 'node_modules/homelab-synth/package.json'), 'utf8')) as { version: string }).version;

describe('a lab that is pinned to a tarball', () => {
  let folder: string;
  let newer: string;

  beforeAll(async () => {
    folder = lab('file:vendor/homelab-synth-0.2.0.tgz', (root) => { mkdirSync(path.join(root, 'vendor')); });
    copyFileSync(await fakeTarball(OLD), path.join(folder, 'vendor/homelab-synth-0.2.0.tgz'));
    newer = await fakeTarball(NEW);
    npmInstall(folder);
    finish(folder);
  }, 120_000);

  test('says that nobody can be asked for a newer one', () => {
    expect(upgrade(folder, ['--check'])).toEqual({
      status: 2, stdout: '',
        stderr: 'the lab is pinned to a file, so newer versions cannot be looked up; name the new file: homelab upgrade FILE.tgz.\n',
    });
    expect(upgrade(folder, ['--check', newer]))
      .toEqual({ status: 3, stdout: 'homelab-synth 0.2.0 is in use, and there is 0.2.1.\n', stderr: '' });
  });

  test.each<[string, string[], RegExp]>([
    ['a file that is not there', ['nowhere.tgz'], /^\S+nowhere\.tgz cannot be read \(ENOENT\)/],
    ['a file that is no package', ['homelab.yaml.tgz'], /^\S+ is not a package: it has to be a tarball that npm pack made\.\n$/],
    ['what is no version', ['$(calc)'], /^"\$\(calc\)" is not a version, tag, commit or tarball/],
    ['a configuration that is not there', ['--config', 'nowhere.yaml'], /^nowhere\.yaml does not exist/],
  ])('answers %s with one sentence', (_, args, message) => {
    const elsewhere = temporaryFolder();
    put(elsewhere, { 'homelab.yaml.tgz': 'no gzip' });
    const { status, stdout, stderr } = upgrade(folder, args.map((arg) => arg === 'homelab.yaml.tgz' ? path.join(elsewhere, arg) : arg));
    expect(stderr).toMatch(message);
    expect({ status, stdout, lines: stderr.trim().split('\n').length }).toEqual({ status: 2, stdout: '', lines: 1 });
  });

  test('stays as it is while something stands against it', async () => {
    const before = everything(folder);
    const refused = (message: RegExp, status: number, ...args: string[]): void => {
      const outcome = upgrade(folder, args);
      expect(outcome.stderr).toMatch(message);
      expect(outcome).toMatchObject({ status, stdout: '' });
    };
    // GIVEN another package; THEN
    refused(/ is other, not homelab-synth\.\n$/, 2, await fakeTarball({ ...NEW, name: 'other' }));
    // GIVEN a version for a Node of the future; THEN
    refused(/^0\.2\.1 needs Node >=99, but this is Node v\d+\.\d+\.\d+\. Install another Node first\.\n$/, 2,
      await fakeTarball({ ...NEW, node: '>=99' }));
    expect(everything(folder)).toEqual(before);
    // GIVEN output that is not what homelab.yaml gives; THEN
    put(folder, { 'homelab.yaml': 'domain: other.example.com\nold: true\n' });
    refused(/^dist\/out\.yaml is not current for version 0\.2\.0\. Run homelab synth and commit/, 1, newer);
    // GIVEN output that is, but is not committed; THEN
    expect(start(path.join(folder, 'node_modules/homelab-synth/lib/main.js'), folder, ['synth', '--config', 'homelab.yaml']).status)
      .toBe(0);
    refused(/^dist\/out\.yaml has changes that are not committed\. Commit or stash them; .* Or go on with --force\.\n$/, 1, newer);
    git(folder, 'checkout', '--', '.');
    expect(everything(folder)).toEqual(before);
  }, 120_000);

  test('is as it was after a version that refuses homelab.yaml, without npm and a network', async () => {
    // GIVEN a version that has lost a key, and one whose synth fails
    const before = everything(folder);
    const refusing = await fakeTarball({ version: '0.3.0', refuses: 'old' });
    const broken = await fakeTarball({ version: '0.3.0', isBroken: true });
    // WHEN
    const refused = upgrade(folder, [refusing]);
    // THEN its message is shown, and the changelog that explains it
    expect(refused.status).toBe(1);
    expect(refused.stdout).toMatch(/^homelab-synth is upgraded from 0\.2\.0 to 0\.3\.0\.\n\n/);
    expect(refused.stdout).toContain('\n\nBreaking\n  0.3.0\n    - `old` is gone.\n');
    expect(refused.stderr).toContain('homelab.yaml:1:1 old: is no key any more\n'
      + 'homelab-synth 0.3.0 refuses this lab; the reason is above. '
      + 'Everything is as it was: homelab-synth 0.2.0 is installed. ');
    expect(everything(folder)).toEqual(before);
    // AND so it is for a failure later on
    const failed = upgrade(folder, [broken]);
    expect(failed.status).toBe(2);
    expect(failed.stderr).toContain('the disk is full\nhomelab-synth 0.3.0 refuses this lab');
    expect(everything(folder)).toEqual(before);
    expect(git(folder, 'status', '--porcelain')).toBe('');
  }, 120_000);

  test('is raised from a folder below, with what changed and what it changes', () => {
    // WHEN
    const { status, stdout, stderr } = upgrade(path.join(folder, 'dist'), [newer]);
    // THEN
    expect({ status, npm: stderr }).toEqual({ status: 0, npm: expect.stringContaining('changed 1 package') as string });
    expect(stdout).toBe(`homelab-synth is upgraded from 0.2.0 to 0.2.1.

0.2.1
  Fixed
    - A fault.

Changes in this lab: 1 changed.
# by 0.2.0 -> # by 0.2.1

package.json asks for homelab-synth 0.2.1 instead of 0.2.0, and the output was synthesised with it. homelab.yaml was not changed.
Next: look at git diff, then git add -A && git commit -m "Use homelab-synth 0.2.1" && git push
`);
    expect(pinOf(folder)).toBe('file:vendor/homelab-synth-0.2.1.tgz');
    expect(installedOf(folder)).toBe('0.2.1');
    expect(readdirSync(path.join(folder, 'vendor'))).toEqual(['homelab-synth-0.2.1.tgz']);
    expect(git(folder, 'status', '--porcelain').trimEnd().split('\n')).toEqual([
      ' M dist/out.yaml', ' M package-lock.json', ' M package.json',
      ' D vendor/homelab-synth-0.2.0.tgz', '?? vendor/homelab-synth-0.2.1.tgz',
    ]);
    // AND the same again is nothing to do
    expect(upgrade(folder, [newer])).toEqual({ status: 0, stdout: 'homelab-synth 0.2.1 is the newest.\n', stderr: '' });
  }, 120_000);

  test('takes another build of the same version and name', async () => {
    commit(folder);
    const rebuilt = await fakeTarball({ ...NEW, refuses: 'nothing' });
    const { status, stderr } = upgrade(folder, [rebuilt]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining('changed 1 package') as string });
    expect(readFileSync(path.join(folder, 'vendor/homelab-synth-0.2.1.tgz')).equals(readFileSync(rebuilt))).toBe(true);
    expect(readFileSync(path.join(folder, 'node_modules/homelab-synth/lib/main.js'), 'utf8')).toContain('nothing');
  }, 120_000);

  test('goes back where it is told to, with a warning', async () => {
    commit(folder);
    const { status, stdout, stderr } = upgrade(folder, [await fakeTarball(OLD), '--json']);
    expect(stderr).toMatch(/^0\.2\.0 is older than 0\.2\.1: bugs that were fixed since then come back\.\n/);
    expect({ status, data: JSON.parse(stdout) as unknown }).toEqual({
      status: 0,
      data: {
        package: 'homelab-synth', from: '0.2.1', to: '0.2.0',
        changelog: { breaking: [], releases: [{ version: '0.2.1', parts: [{ title: 'Fixed', text: '- A fault.' }] }] },
        diffs: [{ config: path.join(folder, 'homelab.yaml'), diff: { change: '# by 0.2.1 -> # by 0.2.0' } }],
      },
    });
    expect(pinOf(folder)).toBe('file:vendor/homelab-synth-0.2.0.tgz');
  }, 120_000);
});

describe('a lab that is pinned to a commit', () => {
  test('goes to the newest tag, and no further', () => {
    // GIVEN a repository with a newer version, and a candidate of the one after it
    const tool = path.join(temporaryFolder(), 'the tool');
    mkdirSync(tool);
    const [first = '', second = ''] = fakeRepository(tool, [OLD, NEW, { version: '0.3.0-rc.1' }]);
    const address = `git+file://${tool.replaceAll(' ', '%20')}`;
    const folder = lab(`${address}#${first}`);
    npmInstall(folder);
    finish(folder);
    // WHEN
    expect(upgrade(folder, ['--check'])).toEqual({ status: 3, stdout: 'homelab-synth 0.2.0 is in use, and there is 0.2.1.\n', stderr: '' });
    const { status } = upgrade(folder);
    // THEN
    expect(status).toBe(0);
    expect(pinOf(folder)).toBe(`${address}#${second}`);
    expect(installedOf(folder)).toBe('0.2.1');
    expect(JSON.parse(upgrade(folder, ['--check', '--json']).stdout))
      .toEqual({ package: 'homelab-synth', pin: 'git', current: '0.2.1', newest: '0.2.1', newer: false });
    // AND a branch is no place to go to
    expect(upgrade(folder, ['main']).stderr).toMatch(/^the repository has no tag main, and a branch can move/);
    // AND where the repository is gone, that is one sentence
    rmSync(tool, { recursive: true });
    const gone = upgrade(folder, ['--check']);
    expect(gone.stderr).toMatch(/^git cannot read the tags of file:\S+: fatal: .*\n$/);
    expect(gone.status).toBe(2);
  }, 120_000);
});

(process.platform === 'win32' ? describe.skip : describe)('a lab that is pinned to a version', () => {
  const FUTURE: FakeVersion = { version: '0.4.0', node: '>=99' };
  let npm: string;
  let folder: string;
  const withNpm = (state = ''): NodeJS.ProcessEnv => ({ PATH: `${npm}${path.delimiter}${process.env['PATH'] ?? ''}`, FAKE_NPM: state });

  beforeAll(async () => {
    npm = await fakeNpm([{ version: '0.1.0' }, OLD, NEW, { version: '0.3.0-rc.1' }]);
    folder = lab('0.2.0');
    mkdirSync(path.join(folder, 'node_modules/homelab-synth'), { recursive: true });
    spawnSync('tar', ['-xzf', await fakeTarball(OLD), '--strip-components=1', '-C', path.join(folder, 'node_modules/homelab-synth')]);
    finish(folder);
  }, 60_000);

  test('says whether there is a newer one, or why it cannot', () => {
    expect(upgrade(folder, ['--check'], withNpm()))
      .toEqual({ status: 3, stdout: 'homelab-synth 0.2.0 is in use, and there is 0.2.1.\n', stderr: '' });
    expect(upgrade(folder, ['--check', '0.1.0'], withNpm()).status).toBe(0);
    expect(upgrade(folder, ['--check'], withNpm('offline'))).toEqual({
      status: 2, stdout: '',
      stderr: 'npm view homelab-synth failed (ENOTFOUND). Is there a network? Run it yourself to see more.\n',
    });
    expect(upgrade(folder, ['--check'], { PATH: '/nowhere' }).stderr)
      .toMatch(/^There is no npm on the PATH/);
  }, 60_000);

  test('is as it was after an installation that fails half-way', () => {
    const before = everything(folder);
    const { status, stderr } = upgrade(folder, [], withNpm('broken'));
    expect(stderr).toContain('npm error something\nnpm could not install homelab-synth@0.2.1; its message is above. '
      + 'Everything is as it was: homelab-synth 0.2.0 is installed.\n');
    expect(status).toBe(2);
    expect(everything(folder)).toEqual(before);
    expect(existsSync(path.join(folder, 'package-lock.json'))).toBe(false);
  }, 60_000);

  test('is as it was after Ctrl+C, which reaches npm too', async () => {
    const before = everything(folder);
    // GIVEN an installation that takes its time, in a process group of its own, as a terminal makes one
    const child = spawn(process.execPath, [MAIN, 'upgrade'], {
      cwd: folder, detached: true, stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, npm_execpath: undefined, ...withNpm('slow') },
    });
    let stderr = '';
    const ended = new Promise<number | null>((resolve) => { child.on('exit', resolve); });
    await new Promise<void>((resolve) => {
      child.stderr.on('data', (text: Buffer) => {
        stderr += text.toString();
        if (stderr.includes('npm is at it')) { resolve(); }
      });
    });
    expect(existsSync(path.join(folder, 'node_modules/homelab-synth'))).toBe(false);
    // WHEN
    process.kill(-(child.pid ?? 0), 'SIGINT');
    // THEN
    expect(await ended).toBe(2);
    expect(stderr).toContain('Everything is as it was: homelab-synth 0.2.0 is installed.\n');
    expect(everything(folder)).toEqual(before);
  }, 60_000);

  test('is raised to the newest', () => {
    // GIVEN a second lab in the same repository
    put(folder, { 'two/homelab.yaml': 'domain: two.example.com\n' });
    const two = path.join(folder, 'two/homelab.yaml');
    expect(start(path.join(folder, 'node_modules/homelab-synth/lib/main.js'), folder, ['synth', '--config', two]).status).toBe(0);
    commit(folder);
    // WHEN
    const { status, stdout } = upgrade(folder, ['--config', 'homelab.yaml', '--config', 'two/homelab.yaml'], withNpm());
    // THEN
    expect(status).toBe(0);
    expect(pinOf(folder)).toBe('0.2.1');
    for (const lab of [folder, path.dirname(two)]) {
      expect(stdout).toContain(`\nChanges in ${path.join(lab, 'homelab.yaml')}: 1 changed.\n`);
      expect(readFileSync(path.join(lab, 'dist/out.yaml'), 'utf8')).toContain('# by 0.2.1\n');
    }
    expect(npmCalls(npm).at(-1))
      .toEqual(['install', '--save-exact', '--save-prod', '--no-audit', '--no-fund', '--', 'homelab-synth@0.2.1']);
  }, 60_000);

  test('refuses a version for another Node before anything changes', async () => {
    npm = await fakeNpm([OLD, NEW, FUTURE]);
    commit(folder);
    expect(upgrade(folder, [], withNpm()).stderr).toMatch(/^0\.4\.0 needs Node >=99/);
    expect(npmCalls(npm).map(([verb]) => verb)).toEqual(['view', 'view']);
    expect(git(folder, 'status', '--porcelain')).toBe('');
  }, 60_000);
});

describe('where there is nothing to raise', () => {
  test.each<[string, Record<string, string>, RegExp]>([
    ['no package.json', {},
      /^No package\.json in \S+ or above depends on homelab-synth, so there is nothing to upgrade; install it there:/],
    ['the tool itself', { 'package.json': '{"name":"homelab-synth"}' }, /^This is the repository of homelab-synth itself/],
    ['another package under its name', { 'package.json': '{"dependencies":{"homelab-synth":"npm:other@1.0.0"}}' },
      /pins homelab-synth to "npm:other@1\.0\.0"/],
    ['a broken package.json', { 'package.json': '{' }, /package\.json is not JSON: /],
    ['a linked folder', { 'package.json': '{"dependencies":{"homelab-synth":"file:../x"}}',
      'node_modules/homelab-synth/package.json': '{"version":"0.2.0","bin":"x"}' },
      /^the lab is linked to \S+; what is built there is what it uses\.\n$/],
  ])('%s is answered with one sentence', (_, files, message) => {
    const folder = temporaryFolder();
    put(folder, { 'homelab.yaml': '', ...files });
    const { status, stdout, stderr } = upgrade(folder);
    expect(stderr).toMatch(message);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  }, 60_000);
});
