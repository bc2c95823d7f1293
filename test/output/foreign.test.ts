import { execFileSync } from 'node:child_process';
import fs, { chmodSync, chownSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import type { Tree } from '../../output/tree';
import { compareTrees, writeTrees } from '../../output/write';
import { portrait, put, snapshot, temporaryFolder } from './folder';

/* What stands in an output folder and no synth wrote: it is the user's, down to its permissions. */

const text = (what: string): string => `# Generated from homelab.yaml\n${what}\n`;
const tree = (files: Record<string, string>): Tree => ({
  folder: 'dist', files: new Map(Object.entries(files).map(([file, what]) => [file, text(what)])),
});

const OLD = tree({ 'a': 'old a', 'b/c': 'old c', 'gone/d': 'old d' });
const NEW = tree({ 'a': 'old a', 'b/c': 'new c', 'e/f': 'new f' });

const onUnix = process.platform === 'win32' ? test.skip : test;

/** A folder with the old tree in it, and what a test adds to that. */
function labWith(add: (dist: string) => void): { readonly root: string; readonly dist: string } {
  const root = temporaryFolder();
  writeTrees(root, [OLD]);
  const dist = path.join(root, 'dist');
  add(dist);
  return { root, dist };
}

/** What is foreign of a portrait: all but the files of both trees, and the folder that only one of them has. */
function foreignOf(dist: string): Record<string, string> {
  const generated = new Set([...OLD.files.keys(), ...NEW.files.keys(), 'e', 'gone']);
  return Object.fromEntries(Object.entries(portrait(dist)).filter(([name]) => !generated.has(name)));
}

test('a git repository in an output folder stays whole, byte for byte', () => {
  // GIVEN
  const { root, dist } = labWith((folder) => {
    const identity = ['-c', 'user.name=me', '-c', 'user.email=me@example.com', '-c', 'commit.gpgsign=false'];
    const git = (...args: string[]): void => { execFileSync('git', [...identity, ...args], { cwd: folder }); };
    git('init', '--quiet');
    git('add', '--all');
    // The message of the last commit is a file of the repository.
    git('commit', '--quiet', '--message', 'Generated from homelab.yaml');
  });
  const before = foreignOf(dist);
  expect(Object.entries(before).filter(([name, what]) => name.startsWith('.git/') && what.startsWith('folder')).length).toBeGreaterThan(5);
  // WHEN
  const [written] = writeTrees(root, [NEW]);
  // THEN
  expect(foreignOf(dist)).toEqual(before);
  expect(execFileSync('git', ['status', '--porcelain'], { cwd: dist, encoding: 'utf8' }).split('\n').sort())
    .toEqual(['', ' D gone/d', ' M b/c', '?? e/']);
  expect(execFileSync('git', ['fsck', '--strict'], { cwd: dist, encoding: 'utf8' })).toBe('');
  expect(written).toMatchObject({ removed: ['gone/d'], foreign: ['.git/'] });
});

test('empty folders stay, and so do those around them', () => {
  const { root, dist } = labWith((folder) => {
    for (const each of ['empty', 'b/empty', 'gone/deep/empty']) { mkdirSync(path.join(folder, each), { recursive: true }); }
  });
  const [written] = writeTrees(root, [NEW]);
  expect(Object.keys(portrait(dist)).sort())
    .toEqual(['', 'a', 'b', 'b/c', 'b/empty', 'e', 'e/f', 'empty', 'gone', 'gone/deep', 'gone/deep/empty']);
  expect(written?.foreign).toEqual([]);
});

test('a folder goes with the last generated file in it', () => {
  const { root, dist } = labWith(() => undefined);
  writeTrees(root, [NEW]);
  expect(readdirSync(dist).sort()).toEqual(['a', 'b', 'e']);
});

test('an output folder goes with the last generated file in it', () => {
  const { root } = labWith(() => undefined);
  writeTrees(root, [tree({})]);
  expect(readdirSync(root)).toEqual([]);
});

test('an output folder with something foreign in it stays, be it an empty folder', () => {
  const { root, dist } = labWith((folder) => { mkdirSync(path.join(folder, 'empty')); });
  writeTrees(root, [tree({})]);
  expect(readdirSync(dist)).toEqual(['empty']);
});

test('a folder with nothing generated in it is named as one', () => {
  const { root } = labWith((folder) => {
    put(folder, { 'mine/x/1': 'x', 'mine/2': 'x', 'b/mine': 'x', 'b/also/3': 'x' });
  });
  const [written] = compareTrees(root, [NEW]);
  expect(written?.foreign).toEqual(['b/also/', 'b/mine', 'mine/']);
});

onUnix('permissions of folders and of everything foreign are kept', () => {
  // GIVEN
  const { root, dist } = labWith((folder) => {
    put(folder, { 'mine/x': 'x', 'closed/deep/y': 'y', 'b/run': 'z' });
    symlinkSync('mine', path.join(folder, 'to-folder'));
    symlinkSync('../scripts', path.join(folder, 'b/outward'));
    execFileSync('mkfifo', [path.join(folder, 'pipe')]);
    chmodSync(path.join(folder, 'b/run'), 0o4750);
    chmodSync(path.join(folder, 'mine'), 0o1777);
    chmodSync(path.join(folder, 'closed/deep'), 0o500);
    chmodSync(path.join(folder, 'closed'), 0o555);
    chmodSync(path.join(folder, 'b'), 0o2770);
    chmodSync(folder, 0o750);
  });
  const before = foreignOf(dist);
  // WHEN
  writeTrees(root, [NEW]);
  // THEN
  expect(foreignOf(dist)).toEqual(before);
  expect(before['']).toMatch(/^folder 750 /);
  expect(before['closed/deep']).toMatch(/^folder 500 /);
  // AND the next synth finds no trace of the one before
  expect(readdirSync(root)).toEqual(['dist']);
});

onUnix('a generated file that changes keeps its permissions', () => {
  const { root, dist } = labWith((folder) => { chmodSync(path.join(folder, 'b/c'), 0o640); });
  writeTrees(root, [NEW]);
  expect(portrait(dist)['b/c']).toMatch(/^file 640 /);
});

(process.getuid?.() === 0 ? test : test.skip)('what belongs to somebody else still does', () => {
  const { root, dist } = labWith((folder) => {
    put(folder, { 'mine/x': 'x' });
    for (const each of ['', 'mine', 'mine/x', 'b', 'b/c']) { chownSync(path.join(folder, each), 65534, 65534); }
  });
  const before = foreignOf(dist);
  writeTrees(root, [NEW]);
  expect(foreignOf(dist)).toEqual(before);
  expect(portrait(dist)['b/c']).toMatch(/ 65534:65534 /);
});

onUnix('all of it is kept where the file system has no hard links', () => {
  const { root, dist } = labWith((folder) => {
    put(folder, { 'mine/x': 'x' });
    chmodSync(path.join(folder, 'mine/x'), 0o751);
    chmodSync(path.join(folder, 'mine'), 0o700);
    mkdirSync(path.join(folder, 'mine/empty'));
  });
  const before = foreignOf(dist);
  const link = jest.spyOn(fs, 'linkSync').mockImplementation(() => { throw Object.assign(new Error('no links here'), { code: 'EPERM' }); });
  try { writeTrees(root, [NEW]); } finally { link.mockRestore(); }
  expect(foreignOf(dist)).toEqual(before);
});

test('a folder of somebody\'s own is in the way of a file, be it empty', () => {
  const { root, dist } = labWith((folder) => { mkdirSync(path.join(folder, 'e/f'), { recursive: true }); });
  const before = portrait(dist);
  expect(() => writeTrees(root, [NEW])).toThrow('dist/e/f is in the way');
  expect(portrait(dist)).toEqual(before);
});

test.each([['empty', ''], ['full of zeroes', '\0'.repeat(3000)]])('a file that a power cut left %s is written anew', (_, what) => {
  const { root, dist } = labWith((folder) => { put(folder, { 'b/c': what }); });
  const [written] = writeTrees(root, [NEW]);
  expect(snapshot(dist)).toEqual(Object.fromEntries(NEW.files));
  expect(written).toMatchObject({ added: ['e/f'], changed: ['b/c'], foreign: [] });
});

test('what cannot be read stops the synth with one sentence', () => {
  const { root, dist } = labWith((folder) => { put(folder, { 'mine/x': 'x' }); });
  const real = fs.readdirSync;
  const read = jest.spyOn(fs, 'readdirSync').mockImplementation(((folder: string, options: object) => {
    if (folder.endsWith('mine')) { throw Object.assign(new Error('closed'), { code: 'EACCES', path: folder, syscall: 'scandir' }); }
    return real(folder, options);
  }) as never);
  try {
    expect(() => writeTrees(root, [NEW])).toThrow(/^cannot read .*mine: you may not read it \(EACCES\); nothing was changed\.$/);
  } finally {
    read.mockRestore();
  }
  expect(snapshot(dist)).toEqual({ ...Object.fromEntries(OLD.files), 'mine/x': 'x' });
  expect(readdirSync(root)).toEqual(['dist']);
});
