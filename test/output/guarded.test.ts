import { execFileSync, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { writeTrees } from '../../output/write';
import { compiled } from './children/compiled';
import { filesOf, generation } from './children/generation';
import { canMount, portrait, put, snapshot, temporaryFolder } from './folder';

/* Output folders that are links, or that permissions guard. */

const text = (what: string): string => `# Generated from homelab.yaml\n${what}\n`;
const onUnix = process.platform === 'win32' ? test.skip : test;

const asRoot = process.getuid?.() === 0;

(canMount() ? test : test.skip)('an output folder on another file system is refused with one sentence, and everything is as it was', () => {
  const root = temporaryFolder();
  const other = temporaryFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', other]);
  try {
    mkdirSync(path.join(other, 'dist'));
    symlinkSync(path.join(other, 'dist'), path.join(root, 'dist'));
    put(other, { 'dist/mine': 'mine' });
    expect(() => writeTrees(root, generation('new')))
      .toThrow(/^cannot replace .*dist: it is on another file system \(EXDEV\); everything is as it was\.$/);
    expect(snapshot(path.join(other, 'dist'))).toEqual({ mine: 'mine' });
    expect(readdirSync(root)).toEqual(['dist']);
  } finally {
    execFileSync('umount', [other]);
  }
});

test('an output folder behind a link that leads nowhere yet is made there', () => {
  const root = temporaryFolder();
  symlinkSync('not/yet', path.join(root, 'dist'));
  writeTrees(root, generation('new'));
  expect(snapshot(path.join(root, 'not/yet'))).toEqual(Object.fromEntries(Object.entries(filesOf('new'))
    .flatMap(([file, what]) => file.startsWith('dist/') ? [[file.slice('dist/'.length), what]] : [])));
  expect(lstatSync(path.join(root, 'dist')).isSymbolicLink()).toBe(true);
});

test('an output folder behind symbolic links that form a loop is refused with one sentence', () => {
  const root = temporaryFolder();
  symlinkSync('b', path.join(root, 'dist'));
  symlinkSync('dist', path.join(root, 'b'));
  expect(() => writeTrees(root, generation('new')))
    .toThrow(/^cannot write .*dist: its symbolic links form a loop \(ELOOP\); nothing was changed\.$/);
});

/** Runs a writer whom permissions stop, be the test root or not. */
function asNobody(root: string): SpawnSyncReturns<string> {
  if (asRoot) { execFileSync('chown', ['-hR', '65534:65534', root]); }
  return spawnSync(process.execPath, [compiled('as-nobody'), root], { encoding: 'utf8', timeout: 15_000 });
}

onUnix('an output folder behind a link whose folder is read-only stays whole', () => {
  const root = temporaryFolder();
  put(root, { 'closed/dist/a': text('old'), 'closed/dist/mine': 'mine' });
  symlinkSync('closed/dist', path.join(root, 'dist'));
  chmodSync(path.join(root, 'closed'), 0o555);
  const before = portrait(path.join(root, 'closed'));
  const { status, stderr } = asNobody(root);
  if (asRoot) { execFileSync('chown', ['-hR', '0:0', root]); }
  expect(stderr).toMatch(/^cannot replace .*closed\/dist: you may not write there \(EACCES\); everything is as it was; close .*\.$/);
  expect(status).toBe(1);
  expect(portrait(path.join(root, 'closed'))).toEqual(before);
  expect(readdirSync(root).sort()).toEqual(['closed', 'dist']);
});

onUnix('an output folder with a read-only folder of the user\'s in it is replaced, and nothing is left of the work', () => {
  const root = temporaryFolder();
  put(root, { 'dist/a': text('old'), 'dist/closed/deep/mine': 'mine' });
  chmodSync(path.join(root, 'dist/closed/deep'), 0o500);
  chmodSync(path.join(root, 'dist/closed'), 0o555);
  const { status, stderr } = asNobody(root);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(portrait(path.join(root, 'dist'))).toMatchObject({
    'closed': expect.stringMatching(/^folder 555 /) as unknown,
    'closed/deep': expect.stringMatching(/^folder 500 /) as unknown,
    'closed/deep/mine': expect.stringMatching(/ mine$/) as unknown,
    'a': expect.stringMatching(/new\n$/) as unknown,
  });
  expect(readdirSync(root)).toEqual(['dist']);
});
