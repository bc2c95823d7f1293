import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { environmentWith, ROOT, runSynth, synthCommandLine, type Outcome } from '../program';
import { put, snapshot, temporaryFolder } from '../output/folder';

/** What is in the project's folder beside its sources: the example lab, what is made of it, and what only people and tests read. */
const NO_SOURCES = new Set([
  'homelab.yaml', 'dist', 'scripts', 'monitoring', 'runbooks', 'node_modules', 'lib', 'test', 'docs', 'coverage',
]);

/** A copy of the project's sources with a lab of this test's own. */
function project(): string {
  const folder = temporaryFolder();
  for (const name of readdirSync(ROOT).filter((each) => !NO_SOURCES.has(each) && (!each.startsWith('.') || each === '.npmrc'))) {
    cpSync(path.join(ROOT, name), path.join(folder, name), { recursive: true });
  }
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  put(folder, { 'homelab.yaml': 'domain: lab.example.org\n' });
  return folder;
}

function cdk8s(folder: string, ...args: readonly string[]): Outcome {
  const program = path.join(ROOT, 'node_modules/cdk8s-cli/bin/cdk8s');
  const options = { cwd: folder, encoding: 'utf8', env: environmentWith() } as const;
  return spawnSync(process.execPath, [program, 'synth', '--check-upgrade=false', ...args], options);
}

describe('cdk8s synth', () => {
  const folder = project();
  const dist = (): Record<string, string> => snapshot(path.join(folder, 'dist')) ?? {};
  // Each begins with a marker, so that `--stdout`, which puts one behind the other, gives a stream of documents.
  const asDocuments = (files: Record<string, string>): Record<string, string> => Object.fromEntries(Object.entries(files)
    .map(([file, text]) => [file, `---\n${text}`]));

  test('gives the same trees as npm run synth', () => {
    // GIVEN
    expect(runSynth(folder)).toMatchObject({ status: 0, stderr: '' });
    const before = dist();
    const scripts = snapshot(path.join(folder, 'scripts'));
    // WHEN
    const { status, stdout, stderr } = cdk8s(folder);
    // THEN
    expect(status).toBe(0);
    expect(stdout).toContain('.synth/dist/bootstrap/cilium.kube-system.helmchart.k8s.yaml');
    expect(stderr).toContain('files in dist/ (unchanged)');
    expect(dist()).toEqual(before);
    expect(snapshot(path.join(folder, 'scripts'))).toEqual(scripts);
    expect(snapshot(path.join(folder, '.synth/dist'))).toEqual(asDocuments(before));
    expect(Object.keys(before).length).toBeGreaterThan(5);
  }, 60_000);

  test('that fails costs nothing', () => {
    const before = dist();
    writeFileSync(path.join(folder, 'broken.yaml'), 'domain: [');
    const { status, stderr } = cdk8s(folder, '--app', synthCommandLine('--config', 'broken.yaml'));
    expect(status).not.toBe(0);
    expect(stderr).toContain('broken.yaml:1:');
    expect(dist()).toEqual(before);
  }, 60_000);

  test('with an output of its own, or on standard output, leaves the trees alone', () => {
    put(folder, { 'dist/bootstrap/stale.yaml': '# Generated from homelab.yaml\n' });
    const before = dist();
    expect(cdk8s(folder, '--output', 'elsewhere').status).toBe(0);
    const current = Object.fromEntries(Object.entries(before).filter(([file]) => file !== 'bootstrap/stale.yaml'));
    expect(snapshot(path.join(folder, 'elsewhere'))).toEqual(asDocuments(current));
    expect(dist()).toEqual(before);
  }, 60_000);
});

describe('a mistake at the command line', () => {
  const HELP = 'homelab --help lists the verbs, homelab VERB --help the options of one.\n';

  test.each([
    [['--confg', 'x.yaml'], 2, `Unknown option '--confg'. Did you mean --config? ${HELP}`],
    [['x.yaml'], 2, `Too many arguments for 'synth'. Expected 0 arguments but got 1. ${HELP}`],
    [['--config'], 2, `Option '-c, --config <file>' argument missing. ${HELP}`],
    [['--config', 'folder'], 1, /^folder is a folder; .*\.\n$/],
    [['--config', 'nowhere.yaml'], 1, /^nowhere\.yaml does not exist; .*\.\n$/],
  ])('%j is answered with one sentence, and exit code %i', (args, code, message) => {
    const folder = temporaryFolder();
    put(folder, { 'folder/file': '' });
    const { status, stdout, stderr } = runSynth(folder, args);
    expect(stderr).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
    expect(stdout).toBe('');
    expect(status).toBe(code);
  }, 20_000);
});

test('an unwritable folder is answered with one sentence', () => {
  const folder = temporaryFolder();
  put(folder, { 'homelab.yaml': '', 'dist': 'a file' });
  const { status, stderr } = runSynth(folder);
  expect(stderr).toBe('dist is a file, but it has to be a folder. Move it away and synthesise again; nothing was changed.\n');
  expect(status).toBe(1);
}, 20_000);
