import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { put, snapshot, temporaryFolder } from './synth/folder';

const ROOT = path.join(__dirname, '..');

/** A copy of the project's sources without what a synth writes. */
function project(): string {
  const folder = temporaryFolder();
  for (const name of readdirSync(ROOT).filter((each) => !['node_modules', 'dist', 'scripts', 'test', 'docs', '.git', '.synth', 'coverage'].includes(each))) {
    cpSync(path.join(ROOT, name), path.join(folder, name), { recursive: true });
  }
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  return folder;
}

interface Outcome { readonly status: number | null; readonly stdout: string; readonly stderr: string }

function synth(folder: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Outcome {
  return spawnSync(process.execPath, ['--require', './tools/typescript.cjs', 'main.ts', ...args], { cwd: folder, encoding: 'utf8', env: { ...process.env, ...env } });
}

function cdk8s(folder: string, ...args: readonly string[]): Outcome {
  return spawnSync(process.execPath, [path.join(ROOT, 'node_modules/cdk8s-cli/bin/cdk8s'), 'synth', '--check-upgrade=false', ...args], { cwd: folder, encoding: 'utf8' });
}

describe('cdk8s synth', () => {
  const folder = project();
  const dist = (): unknown => snapshot(path.join(folder, 'dist'));

  test('gives the same trees as npm run synth', () => {
    // GIVEN
    expect(synth(folder)).toMatchObject({ status: 0, stderr: '' });
    const before = dist();
    const scripts = snapshot(path.join(folder, 'scripts'));
    // WHEN
    const { status, stdout, stderr } = cdk8s(folder);
    // THEN
    expect(status).toBe(0);
    expect(stdout).toContain('.synth/cdk8s/bootstrap/cilium.kube-system.helmchart.k8s.yaml');
    expect(stderr).toContain('files in dist/ (unchanged)');
    expect(dist()).toEqual(before);
    expect(snapshot(path.join(folder, 'scripts'))).toEqual(scripts);
    expect(snapshot(path.join(folder, '.synth/cdk8s'))).toEqual(before);
    expect(Object.keys(before as object).length).toBeGreaterThan(5);
  }, 60_000);

  test('that fails costs nothing', () => {
    const before = dist();
    writeFileSync(path.join(folder, 'broken.yaml'), 'domain: [');
    const { status, stderr } = cdk8s(folder, '--app', `"${process.execPath}" --require ./tools/typescript.cjs main.ts --config broken.yaml`);
    expect(status).not.toBe(0);
    expect(stderr).toContain('broken.yaml:1:');
    expect(dist()).toEqual(before);
  }, 60_000);

  test('with an output of its own, or on standard output, leaves the trees alone', () => {
    put(folder, { 'dist/bootstrap/stale.yaml': '# Generated from homelab.yaml\n' });
    const before = dist();
    expect(cdk8s(folder, '--output', 'elsewhere').status).toBe(0);
    expect(snapshot(path.join(folder, 'elsewhere'))).toEqual(Object.fromEntries(Object.entries(before as object).filter(([file]) => file !== 'bootstrap/stale.yaml')));
    expect(dist()).toEqual(before);
  }, 60_000);
});

describe('a mistake at the command line', () => {
  test.each([
    [['--confg', 'x.yaml'], /^Unknown option '--confg'\. The only option is --config FILE; with npm, write: npm run synth -- --config FILE\n$/],
    [['x.yaml'], /^Unexpected argument 'x\.yaml'\. The only option is --config FILE/],
    [['--config'], /^Option '--config <value>' argument missing\. The only option is/],
    [['--config', 'charts'], /^charts is a folder; .*\.\n$/],
    [['--config', 'nowhere.yaml'], /^nowhere\.yaml does not exist; .*\.\n$/],
  ])('%j is answered with one sentence', (args, message) => {
    const { status, stdout, stderr } = synth(ROOT, args);
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
    expect(status).toBe(1);
  }, 20_000);
});

test('an unwritable folder is answered with one sentence', () => {
  const folder = temporaryFolder();
  put(folder, { dist: 'a file' });
  const { status, stderr } = spawnSync(process.execPath, ['--require', path.join(ROOT, 'tools', 'typescript.cjs'), path.join(ROOT, 'main.ts'), '--config', path.join(ROOT, 'homelab.yaml')], { cwd: folder, encoding: 'utf8' });
  expect(stderr).toBe('dist is a file, and has to be a folder. Move it away and synthesise again; nothing was changed.\n');
  expect(status).toBe(1);
}, 20_000);
