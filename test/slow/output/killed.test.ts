import { spawn, spawnSync } from 'node:child_process';
import { lstatSync, mkdirSync, readdirSync, renameSync, symlinkSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { recover, writeTrees, type Step } from '../../../output/write';
import { compiled } from '../../output/children/compiled';
import { filesOf, generation } from '../../output/children/generation';
import { put, snapshot, temporaryFolder } from '../../output/folder';

/* What the next synth makes of what one that died has left behind, after a power cut too. */

const child = compiled('write');

/** Everything below the root that a person sees. */
function seen(root: string): Record<string, string> {
  return Object.fromEntries(Object.entries(snapshot(root) ?? {}).filter(([file]) => !file.startsWith('.synth/')));
}

interface Killing {
  /** At which time it comes to the step. @default 1 */
  readonly count?: number;
  /** Called with the empty lab. */
  readonly prepare?: (root: string) => void;
}

/** A lab whose synth from generation "old" to "new" was killed at a step. */
function killedAt(step: Step, { count = 1, prepare = () => undefined }: Killing = {}): string {
  const root = temporaryFolder();
  prepare(root);
  writeTrees(root, generation('old'));
  expect(spawnSync(process.execPath, [child, root, 'new', step, String(count)], { timeout: 15_000 }).signal).toBe('SIGKILL');
  return root;
}

/** What a person sees of one tree. */
function part(files: Record<string, string>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(files).filter(([file]) => file.split('/')[0] === name));
}

test.each<[Step, number, 'old' | 'new']>([
  ['locked', 1, 'old'], ['staged file', 1, 'old'], ['staged file', 5, 'old'], ['staged file', 7, 'old'], ['staged', 1, 'old'],
  ['committed', 1, 'new'], ['moved aside', 1, 'new'], ['in place', 1, 'new'], ['moved aside', 2, 'new'], ['in place', 2, 'new'],
  ['moved aside', 3, 'new'], ['in place', 3, 'new'], ['all in place', 1, 'new'], ['done', 1, 'new'],
])('killed at "%s" %i leaves everything whole and %s', (step, count, left) => {
  // GIVEN
  const root = killedAt(step, { count });
  // THEN nothing is ever half of each
  for (const name of ['dist', 'scripts', 'LAB.md']) {
    expect([{}, part(filesOf('old'), name), part(filesOf('new'), name)]).toContainEqual(part(seen(root), name));
  }
  recover(root);
  expect(seen(root)).toEqual(filesOf(left));
  // AND the next synth finds no trace of it
  writeTrees(root, generation('next'));
  expect(seen(root)).toEqual(filesOf('next'));
  expect(readdirSync(root).sort()).toEqual(['LAB.md', 'dist', 'scripts']);
}, 30_000);

test('killed at a first synth, with nothing to put aside, is completed too', () => {
  const root = temporaryFolder();
  spawnSync(process.execPath, [child, root, 'new', 'in place', '1'], { timeout: 15_000 });
  expect(Object.keys(seen(root))).toHaveLength(1);
  recover(root);
  expect(seen(root)).toEqual(filesOf('new'));
});

test('is completed in the place the project was moved to', () => {
  const root = killedAt('moved aside');
  const moved = path.join(temporaryFolder(), 'moved');
  renameSync(root, moved);
  recover(moved);
  expect(seen(moved)).toEqual(filesOf('new'));
});

test('killed at any time it likes leaves one generation or the other', async () => {
  const root = temporaryFolder();
  // The writing itself takes some milliseconds.
  for (let delay = 0; delay < 16; delay++) {
    writeTrees(root, generation('old'));
    const writer = spawn(process.execPath, [child, root, 'new']);
    const ended = new Promise((resolve) => writer.once('exit', resolve));
    await new Promise((resolve) => writer.stdout.once('data', resolve));
    await new Promise((resolve) => { setTimeout(resolve, delay); });
    writer.kill('SIGKILL');
    await ended;
    recover(root);
    expect([filesOf('old'), filesOf('new')]).toContainEqual(seen(root));
  }
}, 30_000);

test('beside others that write the same, generations are never mixed', async () => {
  // GIVEN
  const root = temporaryFolder();
  const names = ['one', 'two', 'three', 'four'];
  // WHEN
  const ends = await Promise.all(names.map((name) => new Promise<number | null>((resolve) => {
    spawn(process.execPath, [child, root, name]).once('exit', resolve);
  })));
  // THEN
  expect(ends).toEqual([0, 0, 0, 0]);
  expect(names.map(filesOf)).toContainEqual(seen(root));
  expect(readdirSync(root).sort()).toEqual(['LAB.md', 'dist', 'scripts']);
}, 30_000);

describe('after a power cut', () => {
  test('files whose names reached the disk, and whose content did not, are made anew', () => {
    // GIVEN
    const root = killedAt('committed');
    const [work = ''] = readdirSync(path.join(root, '.synth')).filter((name) => name.startsWith('ready-'));
    for (const file of ['to-dist/new/a', 'to-dist/new/b/c', 'to-scripts/new/only-new', 'to-LAB.md/new']) {
      truncateSync(path.join(root, '.synth', work, file));
    }
    // WHEN
    recover(root);
    writeTrees(root, generation('new'));
    // THEN
    expect(seen(root)).toEqual(filesOf('new'));
    expect(readdirSync(root).sort()).toEqual(['LAB.md', 'dist', 'scripts']);
  });

  /** The workspace of a version that kept a list of what was to be done: dist/ aside under the number of its tree, and the list. */
  function leftByEarlier(list: string): string {
    const root = temporaryFolder();
    writeTrees(root, generation('old'));
    put(root, { 'dist/mine': 'mine', '.synth/journal.json': list, '.synth/work-1/new-0/a': '# Generated from homelab.yaml\n' });
    renameSync(path.join(root, 'dist'), path.join(root, '.synth/work-1/old-0'));
    return root;
  }

  test.each([
    ['empty', ''],
    ['torn', '[{"target":"../di'],
    ['whole', '[{"target":"../dist","fresh":"work-1/new-0","aside":"work-1/old-0"}]'],
  ])('folders that an earlier version had aside are put back, be its list %s', (_, list) => {
    const root = leftByEarlier(list);
    recover(root);
    writeTrees(root, generation('new'));
    expect(seen(root)).toEqual({ ...filesOf('new'), 'dist/mine': 'mine' });
    expect(readdirSync(root).sort()).toEqual(['LAB.md', 'dist', 'scripts']);
  });

  test('an empty list of an earlier version that had done nothing yet is taken away', () => {
    const root = temporaryFolder();
    writeTrees(root, generation('old'));
    put(root, { '.synth/journal.json': '' });
    writeTrees(root, generation('old'));
    expect(seen(root)).toEqual(filesOf('old'));
    expect(readdirSync(root).sort()).toEqual(['LAB.md', 'dist', 'scripts']);
  });
});

test('a folder that somebody has put back stays, with what only the one aside had', () => {
  // GIVEN dist/ is aside, and a person has checked it out again
  const root = killedAt('moved aside', { count: 2, prepare: (folder) => {
    put(folder, { 'dist/mine': 'mine' });
    mkdirSync(path.join(folder, 'dist/empty'));
  } });
  expect(snapshot(path.join(root, 'dist'))).toBeUndefined();
  put(root, { ...part(filesOf('old'), 'dist'), 'dist/newer': 'newer' });
  // WHEN
  recover(root);
  // THEN
  expect(part(seen(root), 'dist')).toEqual({ ...part(filesOf('old'), 'dist'), 'dist/mine': 'mine', 'dist/newer': 'newer' });
  expect(part(seen(root), 'scripts')).toEqual(part(filesOf('new'), 'scripts'));
  expect(lstatSync(path.join(root, 'dist/empty')).isDirectory()).toBe(true);
  // AND the next synth is as any other
  writeTrees(root, generation('new'));
  expect(seen(root)).toEqual({ ...filesOf('new'), 'dist/mine': 'mine', 'dist/newer': 'newer' });
  expect(readdirSync(root).sort()).toEqual(['LAB.md', 'dist', 'scripts']);
});

test('a link stays a link where its folder was aside', () => {
  const root = killedAt('moved aside', { count: 3, prepare: (folder) => {
    mkdirSync(path.join(folder, 'elsewhere'));
    symlinkSync('elsewhere', path.join(folder, 'dist'));
  } });
  recover(root);
  expect(lstatSync(path.join(root, 'dist')).isSymbolicLink()).toBe(true);
  expect(Object.keys(snapshot(path.join(root, 'elsewhere')) ?? {})).toEqual(['a', 'b/c', 'only-new']);
});
