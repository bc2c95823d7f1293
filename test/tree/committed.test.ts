import { spawnSync } from 'node:child_process';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '..', '..');

test('what is committed is what homelab.yaml gives', () => {
  // WHEN
  const args = [path.join(ROOT, 'lib', 'main.js'), 'synth', '--check', '--config', 'homelab.yaml'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  // THEN
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^\d+ files are what homelab\.yaml gives\.\n$/);
  expect(status).toBe(0);
}, 30_000);
