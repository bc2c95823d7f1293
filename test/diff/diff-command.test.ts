import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readEarlier } from '../../diff/sources';
import { runDiff, runSynth } from '../program';
import { put, temporaryFolder } from '../synth/folder';

/** A lab that has just been synthesised. */
let lab: string;
beforeAll(() => {
  lab = temporaryFolder();
  put(lab, { 'homelab.yaml': '' });
  expect(runSynth(lab).status).toBe(0);
}, 60_000);

test('the tree of a folder and a fresh synth of it are the same', () => {
  expect(runDiff(lab, ['--from', 'dist', '--check'])).toMatchObject({ status: 0, stdout: 'Nothing changes.\n', stderr: '' });
}, 60_000);

test('what changes is shown, and --check tells what hurts by its exit code', () => {
  // GIVEN a tree that has one namespace more
  const own = path.join(lab, 'dist/namespaces/my-app.namespace.k8s.yaml');
  const written = readFileSync(own, 'utf8');
  const old = '# Generated from homelab.yaml\napiVersion: v1\nkind: Namespace\nmetadata: { name: old }\n';
  put(lab, { 'dist/namespaces/old.namespace.k8s.yaml': old });
  // WHEN
  const { status, stdout } = runDiff(lab, ['--from', 'dist', '--check', '--markdown']);
  // THEN
  expect(stdout).toContain('- 🛑 `Namespace old`: everything in the namespace is deleted');
  expect(status).toBe(4);
  // AND a change that does not hurt is 3
  rmSync(path.join(lab, 'dist/namespaces/old.namespace.k8s.yaml'));
  writeFileSync(own, written.replace('labels:', 'labels:\n    old: label'));
  expect(runDiff(lab, ['--from', 'dist', '--check']).status).toBe(3);
  expect(runDiff(lab, ['--from', 'dist']).status).toBe(0);
}, 120_000);

test.each([
  [['--from', 'no-such-thing'], 1, '"no-such-thing" is neither a folder nor a commit of this repository; name one with --from.\n'],
  [['--from=--output=x'], 1, '"--output=x" is neither a folder nor a commit of this repository; name one with --from.\n'],
  [['--form', 'x'], 2, "Unknown option '--form'. Did you mean --from? homelab --help lists verbs, homelab VERB --help its options.\n"],
])('%j is answered with one sentence, and exit code %i', (args, code, message) => {
  const { status, stderr } = runDiff(lab, args);
  expect(stderr).toBe(message);
  expect(status).toBe(code);
}, 60_000);

test('an earlier tree is read from a commit, byte for byte', () => {
  // GIVEN a repository of its own
  const folder = temporaryFolder();
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false'];
  const git = (...args: readonly string[]): void => { expect(spawnSync('git', [...who, ...args], { cwd: folder }).status).toBe(0); };
  const generated = (text: string): string => `# Generated from homelab.yaml\n${text}`;
  put(folder, {
    'dist/a/ü b.yaml': generated('one: é\n'), 'dist/b.yaml': generated('two: 2'),
    'dist/mine.yaml': 'three: 3', 'dist/c.txt': 'no manifest', 'other.yaml': 'elsewhere',
  });
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message=x');
  writeFileSync(path.join(folder, 'dist/b.yaml'), 'changed');
  // WHEN
  const earlier = readEarlier('HEAD', { folder, dist: 'dist' });
  // THEN
  expect(Object.fromEntries(earlier)).toEqual({ 'a/ü b.yaml': generated('one: é\n'), 'b.yaml': generated('two: 2') });
});
