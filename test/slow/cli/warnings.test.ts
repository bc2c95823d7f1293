import { existsSync } from 'node:fs';
import path from 'node:path';
import { put, temporaryFolder } from '../../output/folder';
import { runDiff, runRender, runSynth, runVerify, type Outcome } from '../../program';

/* Warnings about values, about allowUnsafe and about a lab's own code, as each verb prints them. */

const YAML = `domain: lab.frank.dev
tls: { issuer: homelab-ca }
allowUnsafe: [cilium-safe-for-mesh]
values:
  metallb:
    speakr: {}
`;
/** Two objects of a kind that nothing is known of. */
const CODE = `import { ApiObject, defineLab, Layer } from 'homelab-synth';
export default defineLab((lab) => {
  const layer = new Layer(lab, 'mine');
  new ApiObject(layer, 'thing', { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'a', namespace: 'my-app' } });
  layer.addOwnFolder({ namespace: 'my-app' });
});
`;

const WARNINGS = [
  'homelab.yaml:3:15 allowUnsafe[0]: allows nothing, because nothing breaks cilium-safe-for-mesh; '
    + 'remove the line, so that it does not hide what breaks that rule later',
  'homelab.yaml:6:5 values.metallb.speakr: is no value that the chart metallb has, so it changes nothing [chart-values-known]; '
    + 'remove it, or write "speaker"',
  'homelab.ts:3:17 Thing my-app/a is of a kind whose schema is not pinned (example.com/v1 Thing), so nothing checks the fields of its '
    + 'objects [schema-pinned]; ask a cluster that has its definition, with homelab verify --server',
];
const PRINTED = WARNINGS.map((line) => `Warning: ${line}\n`).join('');
const REFUSED = `${WARNINGS.join('\n')}\n3 warnings, and --strict takes warnings for errors: nothing was written.\n`;

/** A folder with a lab that has a warning of each kind. */
function lab(yaml = YAML): string {
  const folder = temporaryFolder();
  put(folder, { 'homelab.yaml': yaml, 'homelab.ts': CODE });
  return folder;
}

describe('warnings', () => {
  const folder = lab();

  test('are printed by a synth with file, line and column, in the order of the file, once', () => {
    const { status, stdout, stderr } = runSynth(folder);
    expect({ status, stderr }).toEqual({ status: 0, stderr: PRINTED });
    expect(stdout).not.toContain('chart-values-known');
  }, 60_000);

  test.each<[string, (folder: string) => Outcome]>([
    ['synth --check', (at) => runSynth(at, ['--check'])],
    ['verify', (at) => runVerify(at)],
    ['diff', (at) => runDiff(at, ['--from', '.'])],
    ['diff --markdown', (at) => runDiff(at, ['--from', '.', '--markdown'])],
  ])('are printed by %s too', (_, run) => {
    const { status, stdout, stderr } = run(folder);
    expect({ status, stderr }).toEqual({ status: 0, stderr: PRINTED });
    expect(stdout).not.toContain('chart-values-known');
  }, 60_000);

  test.each<[string, (folder: string) => Outcome]>([
    ['synth', (at) => runSynth(at, ['--json'])],
    ['synth --check', (at) => runSynth(at, ['--check', '--json'])],
    ['verify', (at) => runVerify(at, ['--json'])],
    ['diff', (at) => runDiff(at, ['--from', '.', '--json'])],
  ])('are in the JSON of %s', (_, run) => {
    const { status, stdout, stderr } = run(folder);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect((JSON.parse(stdout) as { readonly warnings: unknown }).warnings).toEqual(WARNINGS);
  }, 60_000);

  test('do not get lost where cdk8s runs the synth', () => {
    const scratch = path.join(folder, '.synth', 'dist');
    const { status, stdout, stderr } = runSynth(folder, [], { CDK8S_OUTDIR: scratch });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(stderr.endsWith(PRINTED)).toBe(true);
    const elsewhere = path.join(temporaryFolder(), 'other');
    expect(runSynth(folder, [], { CDK8S_OUTDIR: elsewhere })).toMatchObject({ status: 0, stderr: PRINTED });
  }, 60_000);
});

describe('--strict', () => {
  test('makes warnings errors, before anything is written', () => {
    const folder = lab();
    expect(runSynth(folder, ['--strict'])).toMatchObject({ status: 1, stdout: '', stderr: REFUSED });
    expect(existsSync(path.join(folder, 'dist'))).toBe(false);
    expect(runSynth(folder, ['--strict'], { CDK8S_OUTDIR: path.join(folder, 'elsewhere') })).toMatchObject({ status: 1, stderr: REFUSED });
    expect(existsSync(path.join(folder, 'elsewhere'))).toBe(false);
  }, 60_000);

  test.each<[string, (folder: string) => Outcome]>([
    ['synth --check', (at) => runSynth(at, ['--check', '--strict'])],
    ['verify', (at) => runVerify(at, ['--strict'])],
    ['render', (at) => runRender(at, ['--strict'])],
  ])('does so for %s', (_, run) => {
    expect(run(lab())).toMatchObject({ status: 1, stdout: '', stderr: REFUSED });
  }, 60_000);

  test('says nothing of a lab without warnings', () => {
    const folder = temporaryFolder();
    put(folder, { 'homelab.yaml': 'domain: lab.frank.dev\n' });
    expect(runSynth(folder, ['--strict'])).toMatchObject({ status: 0, stderr: '' });
    expect(runSynth(folder, ['--strict', '--check'])).toMatchObject({ status: 0, stderr: '' });
    expect(runVerify(folder, ['--strict'])).toMatchObject({ status: 0, stderr: '' });
  }, 60_000);

  test('is satisfied by a warning that allowUnsafe names, which the summary then repeats', () => {
    const folder = temporaryFolder();
    put(folder, { 'homelab.yaml': `${YAML.replace('cilium-safe-for-mesh', 'chart-values-known')}` });
    const { status, stdout, stderr } = runSynth(folder, ['--strict']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('Broken rules that allowUnsafe allows:\n  - values.metallb.speakr: is no value that the chart metallb has');
  }, 60_000);
});
