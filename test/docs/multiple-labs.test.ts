import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { put, snapshot, temporaryFolder } from '../output/folder';

const ROOT = path.join(__dirname, '..', '..');
const PAGE = readFileSync(path.join(ROOT, 'docs/multiple-labs.md'), 'utf8').replaceAll('\r\n', '\n');
const [, ATTIC = ''] = /^```yaml\n(# labs\/attic\.yaml\n[\s\S]*?)^```$/m.exec(PAGE) ?? [];
const GITOPS = '  path: clusters/attic\n';

const folder = temporaryFolder();
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

function synth(cwd: string, ...args: readonly string[]): { status: number | null; stderr: string } {
  const env = { ...process.env, HOMELAB_CONFIG: undefined, CDK8S_OUTDIR: undefined };
  return spawnSync(process.execPath, [path.join(ROOT, 'lib/main.js'), 'synth', ...args], { cwd, encoding: 'utf8', env });
}

const applicationPath = (root: string): unknown => {
  const [file = ''] = readdirSync(path.join(folder, root, 'bootstrap')).filter((name) => name.startsWith('root.argocd.application'));
  const application = load(readFileSync(path.join(folder, root, 'bootstrap', file), 'utf8')) as { spec: { source: { path: string } } };
  return application.spec.source.path;
};

test('each configuration has folders of its own, and Argo CD is told which', () => {
  // GIVEN two labs, the second as on the page but for its gitops.path
  expect(ATTIC).toContain(GITOPS);
  put(folder, {
    'package.json': '{}',
    'homelab.yaml': 'gitops: { repoURL: https://github.com/me/labs.git }\n',
    'labs/attic.yaml': ATTIC.replace(GITOPS, ''),
  });
  expect(synth(folder)).toMatchObject({ status: 0, stderr: '' });
  const first = ['dist', 'scripts', 'monitoring'].map((name) => snapshot(path.join(folder, name)));
  // WHEN the second is synthesised, from elsewhere
  expect(synth(path.join(folder, 'labs'), '--config', 'attic.yaml')).toMatchObject({ status: 0, stderr: '' });
  // THEN the first is as it was
  expect(['dist', 'scripts', 'monitoring'].map((name) => snapshot(path.join(folder, name)))).toEqual(first);
  expect(readdirSync(path.join(folder, 'labs/attic'))).toEqual(expect.arrayContaining(['dist', 'monitoring', 'scripts']));
  expect(applicationPath('dist')).toBe('dist/root');
  expect(applicationPath('labs/attic/dist')).toBe('labs/attic/dist/root');
  // AND what is there is current
  expect(synth(folder, '--check', '--config', 'labs/attic.yaml')).toMatchObject({ status: 0 });
});

test('gitops.path names the folder that is written', () => {
  put(folder, { 'labs/attic.yaml': ATTIC });
  rmSync(path.join(folder, 'labs/attic'), { recursive: true, force: true });
  expect(synth(folder, '--config', 'labs/attic.yaml')).toMatchObject({ status: 0, stderr: '' });
  expect(applicationPath('clusters/attic')).toBe('clusters/attic/root');
  expect(existsSync(path.join(folder, 'labs/attic/dist'))).toBe(false);
  expect(existsSync(path.join(folder, 'labs/attic/scripts/up.ps1'))).toBe(true);
});
