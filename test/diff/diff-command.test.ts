import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readEarlier } from '../../diff/sources';
import { put, temporaryFolder } from '../synth/folder';

const ROOT = path.join(__dirname, '../..');

interface Outcome { readonly status: number | null; readonly stdout: string; readonly stderr: string }

function diff(...args: readonly string[]): Outcome {
  return spawnSync(process.execPath, ['--require', './tools/typescript.cjs', 'tools/diff.ts', ...args], { cwd: ROOT, encoding: 'utf8', timeout: 60_000 });
}

test('the tree of this folder and a fresh synth are the same', () => {
  expect(diff('--from', 'dist', '--check')).toEqual(expect.objectContaining({ status: 0, stdout: 'Nothing changes.\n', stderr: '' }));
}, 60_000);

test('what changes is shown, and --check tells what hurts by its exit code', () => {
  // GIVEN a tree that has one namespace more, and lacks a route
  const folder = temporaryFolder();
  cpSync(path.join(ROOT, 'dist'), folder, { recursive: true });
  put(folder, { 'namespaces/old.namespace.k8s.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: { name: old }\n' });
  // WHEN
  const { status, stdout } = diff('--from', folder, '--check', '--markdown');
  // THEN
  expect(stdout).toContain('- 🛑 `Namespace old`: everything in the namespace is deleted');
  expect(status).toBe(4);
  // AND a change that does not hurt is 3
  rmSync(path.join(folder, 'namespaces/old.namespace.k8s.yaml'));
  put(folder, { 'namespaces/my-app.namespace.k8s.yaml': readFileSync(path.join(ROOT, 'dist/namespaces/my-app.namespace.k8s.yaml'), 'utf8').replace('labels:', 'labels:\n    old: label') });
  expect(diff('--from', folder, '--check').status).toBe(3);
  expect(diff('--from', folder).status).toBe(0);
}, 120_000);

test.each([
  [['--from', 'no-such-thing'], '"no-such-thing" is neither a folder nor a commit of this repository; name one with --from.\n'],
  [['--from=--output=x'], '"--output=x" is neither a folder nor a commit of this repository; name one with --from.\n'],
  [['--form', 'x'], "Unknown option '--form'. The options are --config FILE, --from FOLDER-OR-COMMIT, --markdown and --check; with npm, write: npm run diff -- --markdown\n"],
])('%j is answered with one sentence', (args, message) => {
  const { status, stderr } = diff(...args);
  expect(stderr).toBe(message);
  expect(status).toBe(1);
}, 60_000);

test('an earlier tree is read from a commit, byte for byte', () => {
  // GIVEN a repository of its own
  const folder = temporaryFolder();
  const git = (...args: readonly string[]): void => { expect(spawnSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false', ...args], { cwd: folder }).status).toBe(0); };
  put(folder, { 'dist/a/ü b.yaml': 'one: é\n', 'dist/b.yaml': 'two: 2', 'dist/c.txt': 'no manifest', 'other.yaml': 'elsewhere' });
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message=x');
  writeFileSync(path.join(folder, 'dist/b.yaml'), 'changed');
  // WHEN
  const before = process.cwd();
  process.chdir(folder);
  try {
    // THEN
    expect(Object.fromEntries(readEarlier('HEAD'))).toEqual({ 'a/ü b.yaml': 'one: é\n', 'b.yaml': 'two: 2' });
  } finally {
    process.chdir(before);
  }
});
