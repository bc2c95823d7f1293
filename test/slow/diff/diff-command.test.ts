import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { put, temporaryFolder } from '../../output/folder';

const MAIN = path.join(__dirname, '../../../lib/main.js');

interface Outcome { readonly status: number | null; readonly stdout: string; readonly stderr: string }

function homelab(folder: string, ...args: readonly string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { cwd: folder, encoding: 'utf8', timeout: 60_000 });
  return { status, stdout, stderr };
}

function git(folder: string, ...args: readonly string[]): void {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false', '-c', 'core.autocrlf=false'];
  expect(spawnSync('git', [...identity, ...args], { cwd: folder }).status).toBe(0);
}

function commit(folder: string): void {
  git(folder, 'add', '.');
  git(folder, 'commit', '--quiet', '--message=x');
}

const YAML = 'domain: lab.example.com\n';
let folder: string;

beforeAll(() => {
  // GIVEN a lab in a repository of its own, synthesised and committed
  folder = temporaryFolder();
  put(folder, { 'homelab.yaml': YAML });
  git(folder, 'init', '--quiet');
  expect(homelab(folder, 'synth').status).toBe(0);
  commit(folder);
}, 60_000);

afterEach(() => { put(folder, { 'homelab.yaml': YAML }); });

describe('homelab diff', () => {
  test('says that nothing changes after a commit, from a folder below too', () => {
    const silence = { status: 0, stdout: 'Nothing changes.\n', stderr: '' };
    expect(homelab(path.join(folder, 'dist/root'), 'diff', '--check')).toEqual(silence);
    expect(homelab(folder, 'diff', '--from', '.')).toEqual(silence);
  }, 60_000);

  test('tells what hurts by its exit code', () => {
    // WHEN networks inside the cluster change, which no manifest shows
    put(folder, { 'homelab.yaml': `${YAML}network: { podCIDR: 10.52.0.0/16 }\n` });
    const { status, stdout } = homelab(folder, 'diff', '--check');
    // THEN
    expect(stdout).toMatch(/^1 changed; 1 danger\.\n\nDANGER {2}node homelab: network\.podCIDR: a node keeps this for its life/);
    expect(status).toBe(4);
    // AND a change that does not is 3, and without --check any is 0
    put(folder, { 'homelab.yaml': `${YAML}monitoring: { retention: 20d }\n` });
    expect(homelab(folder, 'diff', '--check', '--markdown'))
      .toMatchObject({ status: 3, stdout: expect.stringMatching(/^### What this changes\n\n1 changed\.\n/) as string });
    const { status: without, stdout: data } = homelab(folder, 'diff', '--json');
    expect(without).toBe(0);
    expect(JSON.parse(data)).toMatchObject({
      committed: true, notCompared: [], outside: [],
      applications: [{ application: 'kube-prometheus-stack', objects: [{ kind: 'changed', fields: [{ before: '15d', after: '20d' }] }] }],
    });
  }, 60_000);

  test('reads a commit byte for byte, from manifests that lie beside the lab\'s folder', () => {
    // GIVEN a lab in a folder of its repository whose manifests are elsewhere in it
    const repository = temporaryFolder();
    const labs = path.join(repository, 'labs');
    put(repository, { 'labs/attic.yaml': 'gitops: { path: clusters/attic }\n' });
    git(repository, 'init', '--quiet');
    expect(homelab(labs, 'synth', '--config', 'attic.yaml').status).toBe(0);
    commit(repository);
    // WHEN a part of them is lost, and a file that is not the synth's is committed
    rmSync(path.join(repository, 'clusters/attic/root'), { recursive: true });
    put(repository, { 'clusters/attic/own.yaml': 'no: manifest\n' });
    commit(repository);
    // THEN each commit has what it holds
    expect(homelab(repository, 'diff', '--config', 'labs/attic.yaml', '--check'))
      .toMatchObject({ status: 3, stdout: expect.stringMatching(/^\d+ added\./) as string });
    expect(homelab(labs, 'diff', '--config', 'attic.yaml', '--from', 'HEAD~1', '--check'))
      .toMatchObject({ status: 0, stdout: 'Nothing changes.\n' });
  }, 60_000);

  test('compares with a folder: of a lab, or of manifests alone, which is said', () => {
    const copy = temporaryFolder();
    for (const tree of ['dist', 'scripts', 'monitoring']) { cpSync(path.join(folder, tree), path.join(copy, tree), { recursive: true }); }
    put(copy, { 'scripts/up.ps1': readFileSync(path.join(copy, 'scripts/up.ps1'), 'utf8').replace('Brings the lab up', 'Raises the lab') });
    expect(homelab(folder, 'diff', '--from', copy).stdout).toContain([
      '  ~ file scripts/up.ps1',
      '      line 4: - Raises the lab: from a bare Windows with Hyper-V to a converged cluster.',
      '      line 4: + Brings the lab up: from a bare Windows with Hyper-V to a converged cluster.', '',
    ].join('\n'));
    expect(homelab(folder, 'diff', '--from', path.join(copy, 'dist')).stdout)
      .toBe('Nothing changes.\nNot compared, because the earlier state does not have it: monitoring, scripts, runbooks.\n');
  }, 60_000);

  test('tells of rules that are switched off, which no generated file says', () => {
    put(folder, { 'homelab.yaml': `${YAML}allowUnsafe: [cilium-safe-for-mesh]\n` });
    const { status, stdout } = homelab(folder, 'diff', '--check');
    expect(stdout).toBe([
      '1 changed; 1 danger.', '',
      'DANGER  rules that are switched off: nothing stops what breaks cilium-safe-for-mesh any more (docs/rules.md)', '',
      'homelab.yaml',
      '  ~ rules that are switched off',
      '      allowUnsafe: [] -> ["cilium-safe-for-mesh"]', '',
    ].join('\n'));
    expect(status).toBe(4);
    const data = JSON.parse(homelab(folder, 'diff', '--json').stdout) as { summary: unknown; outside: { tree: string }[] };
    expect(data.summary).toEqual({ added: 0, changed: 1, removed: 0, dangers: 1, cautions: 0 });
    expect(data.outside.map(({ tree }) => tree)).toEqual(['homelab.yaml']);
  }, 60_000);

  test('leaves files alone that no synth wrote, and names a generated one that is damaged', () => {
    const copy = temporaryFolder();
    cpSync(path.join(folder, 'dist'), path.join(copy, 'dist'), { recursive: true });
    put(copy, { 'dist/notes.yaml': ': [', 'dist/own/README.md': '# mine\n', 'dist/root/.gitkeep': '' });
    expect(homelab(folder, 'diff', '--from', path.join(copy, 'dist')).stdout).toMatch(/^Nothing changes\.\n/);
    const damaged = 'namespaces/my-app.namespace.k8s.yaml';
    put(copy, { [`dist/${damaged}`]: `# Generated from homelab.yaml by \`npm run synth\`\n<<<<<<< HEAD\n: [` });
    const { status, stdout, stderr } = homelab(folder, 'diff', '--from', path.join(copy, 'dist'));
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.split('\n')).toHaveLength(2);
    expect(stderr).toMatch(/^dist\/namespaces\/my-app\.namespace\.k8s\.yaml cannot be read \(.*\) in ".*"\. Compare with another/);
    expect(stderr).toMatch(/: --from <folder\|commit>; or synthesise the lab of that folder again, which writes the file anew\.\n$/);
    // A commit stays as it is, whatever is synthesised.
    git(copy, 'init', '--quiet');
    put(copy, { 'homelab.yaml': '' });
    commit(copy);
    const committed = homelab(copy, 'diff');
    expect(committed.status).toBe(2);
    expect(committed.stderr).toMatch(/ in "HEAD"\. Compare with another state: --from <folder\|commit>\.\n$/);
  }, 60_000);

  test('says that nothing is committed yet', () => {
    const fresh = temporaryFolder();
    put(fresh, { 'homelab.yaml': '' });
    git(fresh, 'init', '--quiet');
    const { status, stdout, stderr } = homelab(fresh, 'diff', '--check');
    expect(stdout)
      .toMatch(/^Nothing is committed yet, so everything is new: \d+ objects and files\. Commit them; then the next change can be .*\n$/);
    expect({ status, stderr }).toEqual({ status: 3, stderr: '' });
    expect(JSON.parse(homelab(fresh, 'diff', '--json').stdout)).toMatchObject({ committed: false });
  }, 60_000);

  test.each([
    [
      ['--from', 'no-such-thing'],
      '"no-such-thing" is neither a folder nor a commit of this repository; name a folder or a commit with --from.\n',
    ],
    [['--from=--output=x'], '"--output=x" is neither a folder nor a commit of this repository; name a folder or a commit with --from.\n'],
    [
      ['--form', 'x'],
      "Unknown option '--form'. Did you mean --from? homelab --help lists the verbs, homelab VERB --help the options of one.\n",
    ],
  ])('%j is answered with one sentence', (args, message) => {
    expect(homelab(folder, 'diff', ...args)).toEqual({ status: 2, stdout: '', stderr: message });
  }, 60_000);

  test('outside a repository, says what to name', () => {
    const fresh = temporaryFolder();
    put(fresh, { 'homelab.yaml': '' });
    const { status, stderr } = homelab(fresh, 'diff');
    expect(stderr).toMatch(/ is not in a git repository, so there is no commit to compare with; name a folder with --from\.\n$/);
    expect(status).toBe(2);
  }, 60_000);
});

test('the page about the lab, which stands beside files of all kinds, is not compared', () => {
  // GIVEN a lab whose repository holds more than the lab
  put(folder, { 'homelab.yaml': YAML, 'notes.md': '<!-- Generated from homelab.yaml, says a copy -->\n' });
  commit(folder);
  // WHEN
  const { stdout } = homelab(folder, 'diff');
  // THEN
  expect(stdout).toBe('Nothing changes.\n');
}, 60_000);
