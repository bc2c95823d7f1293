import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { emptyFolder, ROOT, run, succeed } from './shell';

/*
 * Pins to something else than a tarball. What npm prepares from git is the last commit: changes that are not committed are not in it.
 */

const root = emptyFolder();

function packageJson(folder: string): unknown {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
}

test('a lab is pinned to the commit that npm installed', () => {
  // GIVEN a repository, and an installation of its newest commit
  const repository = path.join(root, 'homelab-synth');
  succeed(root, 'git', 'clone', '--quiet', ROOT, repository);
  const commit = succeed(repository, 'git', 'rev-parse', 'HEAD').trim();
  const address = `git+file://${encodeURI(repository)}`;
  const lab = path.join(root, 'lab');
  mkdirSync(lab);
  expect(succeed(lab, 'npm', 'install', `${address}#HEAD`)).not.toContain('npm warn install-scripts');
  expect(existsSync(path.join(lab, 'node_modules', 'homelab-synth', 'lib', 'types', 'index.d.ts'))).toBe(true);
  // WHEN
  expect(run(lab, 'npx', '--no-install', 'homelab', 'init', '--yes')).toMatchObject({ status: 0, stderr: '' });
  // THEN
  expect(packageJson(lab)).toMatchObject({ dependencies: { 'homelab-synth': `${address}#${commit}` }, allowScripts: { [address]: true } });
  expect(readFileSync(path.join(lab, '.npmrc'), 'utf8')).toContain('allow-git=root');
  // AND it installs from nothing, and works
  succeed(lab, 'npm', 'install');
  succeed(lab, 'npm', 'ci');
  expect(succeed(lab, 'npm', 'run', '--silent', 'synth')).toContain('files in dist/');
}, 1_800_000);

test('a lab beside a checkout is linked to it', () => {
  // GIVEN a checkout that was built and has its dependencies
  const checkout = path.join(root, 'checkout');
  succeed(root, 'git', 'clone', '--quiet', ROOT, checkout);
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(checkout, 'node_modules'), 'junction');
  succeed(checkout, 'node', 'tools/build.mjs');
  // WHEN
  expect(run(checkout, 'node', 'lib/main.js', 'init', '../linked', '--yes')).toMatchObject({ status: 0, stderr: '' });
  // THEN
  const linked = path.join(root, 'linked');
  expect(packageJson(linked)).toMatchObject({ dependencies: { 'homelab-synth': 'file:../checkout' } });
  expect(succeed(linked, 'npm', 'install')).not.toContain('npm warn');
  expect(succeed(linked, 'npm', 'run', '--silent', 'synth')).toContain('files in dist/');
  // AND elsewhere it is said what is missing
  expect(run(checkout, 'node', 'lib/main.js', 'init', 'inside', '--yes')).toMatchObject({ status: 2 });
});
