import { execFileSync, spawnSync } from 'node:child_process';
import fs, {
  chmodSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Tree } from '../../../output/tree';
import { recover, writeTrees } from '../../../output/write';
import { compiled } from '../../output/children/compiled';
import { canMount, put, snapshot, temporaryFolder } from '../../output/folder';

const text = (what: string): string => `# Generated from homelab.yaml\n${what}\n`;
const tree = (folder: string, files: Record<string, string>): Tree => ({
  folder, files: new Map(Object.entries(files).map(([file, what]) => [file, text(what)])),
});

const OLD = [tree('dist', { 'a': 'old a', 'b/c': 'old c', 'gone/d': 'old d' }), tree('scripts', { 'up.ps1': 'old up' })];
const NEW = [tree('dist', { 'a': 'old a', 'b/c': 'new c', 'e/f': 'new f' }), tree('scripts', { 'up.ps1': 'new up' })];

const page = (what: string): Tree => ({ folder: '', files: new Map([['LAB.md', text(what)]]), shared: true });

/** What the writer says of a file of the user's. */
const inTheWay = (file: string): string => `${file} is in the way: it does not say "Generated from homelab.yaml", so no synth wrote it. `
  + 'Move or delete it and synthesise again; nothing was changed.';

/** Both folders as they are. */
const seen = (root: string): unknown => ['dist', 'scripts'].map((folder) => snapshot(path.join(root, folder)));
const asWritten = (trees: readonly Tree[]): Record<string, string>[] => trees
  .map(({ files }) => Object.fromEntries([...files].sort(([a], [b]) => (a < b ? -1 : 1))));

describe('writing', () => {
  test('makes the folders, and says what is new', () => {
    const root = temporaryFolder();
    const [dist] = writeTrees(root, OLD);
    expect(seen(root)).toEqual(asWritten(OLD));
    expect(dist).toEqual({ folder: 'dist', files: 3, added: ['a', 'b/c', 'gone/d'], changed: [], removed: [], foreign: [] });
  });

  test('removes what an earlier synth wrote and this one does not', () => {
    const root = temporaryFolder();
    writeTrees(root, OLD);
    const [dist, scripts] = writeTrees(root, NEW);
    expect(seen(root)).toEqual(asWritten(NEW));
    expect(dist).toMatchObject({ added: ['e/f'], changed: ['b/c'], removed: ['gone/d'] });
    expect(scripts).toMatchObject({ added: [], changed: ['up.ps1'], removed: [] });
    expect(readdirSync(root).sort()).toEqual(['dist', 'scripts']);
  });

  test('leaves files that no synth wrote, and names them', () => {
    // GIVEN
    const root = temporaryFolder();
    writeTrees(root, OLD);
    put(root, { 'dist/b/mine.yaml': 'kind: ConfigMap\n', 'dist/gone/notes.txt': 'do not forget\n' });
    symlinkSync('nowhere', path.join(root, 'dist/link'));
    const before = statSync(path.join(root, 'dist/b/mine.yaml'));
    // WHEN
    const [dist] = writeTrees(root, NEW);
    // THEN
    expect(dist?.foreign).toEqual(['b/mine.yaml', 'gone/notes.txt', 'link']);
    expect(snapshot(path.join(root, 'dist')))
      .toEqual({ ...asWritten(NEW)[0], 'b/mine.yaml': 'kind: ConfigMap\n', 'gone/notes.txt': 'do not forget\n', 'link': '(special)' });
    expect(statSync(path.join(root, 'dist/b/mine.yaml'))).toMatchObject({ mtimeMs: before.mtimeMs, mode: before.mode, nlink: 1 });
  });

  test('does not touch a file that stays the same', () => {
    const root = temporaryFolder();
    writeTrees(root, OLD);
    utimesSync(path.join(root, 'dist/a'), 1, 1);
    writeTrees(root, NEW);
    expect(statSync(path.join(root, 'dist/a')).mtimeMs).toBe(1000);
  });

  test('does not touch a folder in which nothing changes', () => {
    const root = temporaryFolder();
    writeTrees(root, OLD);
    const { ino, ctimeMs } = statSync(path.join(root, 'dist'));
    writeTrees(root, OLD);
    expect(statSync(path.join(root, 'dist'))).toMatchObject({ ino, ctimeMs });
  });

  test('copies where the file system has no hard links', () => {
    const root = temporaryFolder();
    writeTrees(root, OLD);
    put(root, { 'dist/mine': 'mine' });
    utimesSync(path.join(root, 'dist/mine'), 1, 1);
    const link = jest.spyOn(fs, 'linkSync')
      .mockImplementation(() => { throw Object.assign(new Error('no links here'), { code: 'EPERM' }); });
    writeTrees(root, NEW);
    expect(link).toHaveBeenCalled();
    link.mockRestore();
    expect(readFileSync(path.join(root, 'dist/mine'), 'utf8')).toBe('mine');
    expect(statSync(path.join(root, 'dist/mine')).mtimeMs).toBe(1000);
  });

  test('refuses to overwrite a file that no synth wrote', () => {
    const root = temporaryFolder();
    put(root, { 'dist/a': 'my own', 'dist/e': 'a file where a folder has to be' });
    expect(() => writeTrees(root, [tree('dist', { a: 'x' })])).toThrow(inTheWay('dist/a'));
    expect(() => writeTrees(root, [tree('dist', { 'e/f': 'x' })])).toThrow('dist/e/f is in the way');
    expect(snapshot(path.join(root, 'dist'))).toEqual({ 'a': 'my own', 'e': 'a file where a folder has to be' });
  });

  test('overwrites a generated file that a merge has torn', () => {
    const root = temporaryFolder();
    put(root, { 'dist/a': `<<<<<<< HEAD\n${text('one')}=======\n${text('two')}>>>>>>> theirs\n` });
    writeTrees(root, [tree('dist', { a: 'mended' })]);
    expect(snapshot(path.join(root, 'dist'))).toEqual({ a: text('mended') });
  });

  test('writes into the folder that a link points to', () => {
    const root = temporaryFolder();
    mkdirSync(path.join(root, 'elsewhere'));
    symlinkSync('elsewhere', path.join(root, 'dist'));
    writeTrees(root, [tree('dist', { a: 'x' })]);
    expect(snapshot(path.join(root, 'elsewhere'))).toEqual({ a: text('x') });
    expect(fs.lstatSync(path.join(root, 'dist')).isSymbolicLink()).toBe(true);
  });

  test('says in one sentence that a file stands where the folder has to be', () => {
    const root = temporaryFolder();
    put(root, { dist: 'x' });
    expect(() => writeTrees(root, OLD))
      .toThrow('dist is a file, but it has to be a folder. Move it away and synthesise again; nothing was changed.');
  });

  test.each(['../a', 'a/../../b', '/a', 'a//b', 'a\\b', ''])('refuses the path %j', (file) => {
    expect(() => writeTrees(temporaryFolder(), [tree('dist', { [file]: 'x' })])).toThrow('is not a path below dist');
  });

  test('refuses names that Windows takes for one, and files without the marker', () => {
    expect(() => writeTrees(temporaryFolder(), [tree('dist', { 'a': 'x', 'A': 'y' })])).toThrow('would be the same file on Windows');
    expect(() => writeTrees(temporaryFolder(), [{ folder: 'dist', files: new Map([['a', 'x']]) }]))
      .toThrow('does not say near its top that it is generated');
  });
});

describe('a single file of a folder that is the user\'s', () => {
  test('is written, and nothing else there is looked at', () => {
    // GIVEN a file that another lab's configuration gave, and one of the user's
    const root = temporaryFolder();
    put(root, { 'OTHER.md': '<!-- Generated from other.yaml -->\n', 'mine/x': 'x' });
    // WHEN
    const written = writeTrees(root, [...OLD, page('old')]);
    // THEN
    expect(readFileSync(path.join(root, 'LAB.md'), 'utf8')).toBe(text('old'));
    expect(written[2]).toEqual({ folder: '', files: 1, added: ['LAB.md'], changed: [], removed: [], foreign: [] });
    expect(readdirSync(root).sort()).toEqual(['LAB.md', 'OTHER.md', 'dist', 'mine', 'scripts']);
  });

  test('is written anew where it changes, and not touched where it does not', () => {
    const root = temporaryFolder();
    writeTrees(root, [page('old')]);
    chmodSync(path.join(root, 'LAB.md'), 0o640);
    expect(writeTrees(root, [page('new')])[0]).toMatchObject({ added: [], changed: ['LAB.md'] });
    expect(statSync(path.join(root, 'LAB.md')).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o640);
    utimesSync(path.join(root, 'LAB.md'), 1, 1);
    expect(writeTrees(root, [page('new')])[0]).toMatchObject({ added: [], changed: [] });
    expect(statSync(path.join(root, 'LAB.md')).mtimeMs).toBe(1000);
    expect(readdirSync(root)).toEqual(['LAB.md']);
  });

  test.each<[string, (file: string) => void]>([
    ['a page of one\'s own', (file) => { writeFileSync(file, '# My lab\n'); }],
    ['a folder', (file) => { mkdirSync(file); }],
    ['a link', (file) => { symlinkSync('dist/a', file); }],
  ])('is never put in the place of %s, and then no folder changes either', (_, place) => {
    const root = temporaryFolder();
    writeTrees(root, OLD);
    place(path.join(root, 'LAB.md'));
    const before = snapshot(root);
    expect(() => writeTrees(root, [...NEW, page('new')])).toThrow(inTheWay('LAB.md'));
    expect(snapshot(root)).toEqual(before);
  });

  test('is left to the lab it is of', () => {
    const root = temporaryFolder();
    put(root, { 'LAB.md': '<!-- Generated from homelab.yml -->\n' });
    expect(() => writeTrees(root, [page('new')])).toThrow('LAB.md is generated from homelab.yml, and two labs cannot share a folder. '
      + 'Give this one its own gitops.path, or delete LAB.md if homelab.yml is gone; nothing was changed.');
  });

  test('is made anew if a power cut has emptied it', () => {
    const root = temporaryFolder();
    put(root, { 'LAB.md': '' });
    writeTrees(root, [page('new')]);
    expect(readFileSync(path.join(root, 'LAB.md'), 'utf8')).toBe(text('new'));
  });
});

describe('a system that refuses', () => {
  const MUTATIONS = ['writeFileSync', 'renameSync', 'mkdirSync', 'linkSync', 'mkdtempSync', 'symlinkSync', 'chmodSync'] as const;

  /** Lets the nth call that changes the disk fail, and every one after it if `stays`. */
  function failAt(nth: number, code: string, stays: boolean): { readonly calls: () => number; readonly restore: () => void } {
    let calls = 0;
    const spies = MUTATIONS.map((name) => {
      const real = fs[name] as (...args: unknown[]) => unknown;
      return jest.spyOn(fs, name as 'renameSync').mockImplementation((...args: unknown[]) => {
        calls++;
        if (calls === nth || (stays && calls > nth)) { throw Object.assign(new Error(code), { code, path: String(args[0]) }); }
        return real(...args) as never;
      });
    });
    return { calls: () => calls, restore: () => { spies.forEach((spy) => { spy.mockRestore(); }); } };
  }

  const FAULTS: readonly (readonly [string, boolean])[] = [
    ['ENOSPC', false], ['ENOSPC', true], ['EACCES', false], ['EIO', false], ['EIO', true], ['EROFS', true],
  ];
  test.each(FAULTS)('with %s at any one call (for good: %s) leaves both folders whole', (code, stays) => {
    let refused = 0;
    for (let nth = 1; ; nth++) {
      const root = temporaryFolder();
      writeTrees(root, OLD);
      put(root, { 'dist/mine': 'mine' });
      symlinkSync('mine', path.join(root, 'dist/link'));
      chmodSync(path.join(root, 'dist/b'), 0o700);
      writeTrees(root, [page('old')]);
      const withMine = (trees: readonly Tree[], generation: string): unknown => [
        ...asWritten(trees).map((each, index) => index === 0 ? { ...each, link: '(special)', mine: 'mine' } : each), text(generation),
      ];
      const everything = (): unknown => [...seen(root) as unknown[], readFileSync(path.join(root, 'LAB.md'), 'utf8')];
      const fault = failAt(nth, code, stays);
      let message: string | undefined;
      try { writeTrees(root, [...NEW, page('new')]); } catch (error) { message = (error as Error).message; } finally { fault.restore(); }
      if (message !== undefined) {
        refused++;
        expect(message).toMatch(/^cannot (write|replace) .*\.$/);
        if (stays) { recover(root); }
      }
      expect([withMine(OLD, 'old'), withMine(NEW, 'new')]).toContainEqual(everything());
      // AND nothing stands in the way of the next synth
      writeTrees(root, [...NEW, page('new')]);
      expect(everything()).toEqual(withMine(NEW, 'new'));
      if (fault.calls() < nth) { break; }
    }
    expect(refused).toBeGreaterThan(12);
  }, 60_000);

  test('with a full disk says so', () => {
    const root = temporaryFolder();
    writeTrees(root, OLD);
    const spy = jest.spyOn(fs, 'writeFileSync').mockImplementation((file) => {
      if (String(file).includes(`new${path.sep}`)) { throw Object.assign(new Error(), { code: 'ENOSPC', path: String(file) }); }
    });
    const attempt = (): unknown => writeTrees(root, NEW);
    try { expect(attempt).toThrow(/the disk is full \(ENOSPC\); nothing was changed\.$/); } finally { spy.mockRestore(); }
  });

  (canMount() ? test : test.skip)('with a disk that is really full leaves both folders whole', () => {
    const root = temporaryFolder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=200k', 'none', root]);
    try {
      writeTrees(root, OLD);
      expect(() => writeTrees(root, [tree('dist', { a: 'x'.repeat(400_000) }), tree('scripts', {})])).toThrow('the disk is full');
      expect(seen(root)).toEqual(asWritten(OLD));
    } finally {
      execFileSync('umount', [root]);
    }
  });

  const asNobody = process.getuid?.() === 0;
  const runAsNobody = (root: string): ReturnType<typeof spawnSync> =>
    spawnSync(process.execPath, [compiled('as-nobody'), root], { encoding: 'utf8', timeout: 15_000 });

  const READ_ONLY = [['.', 'where the folder is'], ['dist', 'the folder itself']] as const;
  (process.platform === 'win32' ? test.skip : test).each(READ_ONLY)('with a read-only %s, %s, leaves the tree whole', (readOnly) => {
    const root = temporaryFolder();
    writeTrees(root, [OLD[0]!]);
    if (asNobody) { execFileSync('chown', ['-R', '65534:65534', root]); }
    chmodSync(path.join(root, readOnly), 0o555);
    try {
      const { status, stderr } = runAsNobody(root);
      expect(stderr).toMatch(/^cannot (write|replace) .*: you may not write there \(EACCES\); .*\.$/);
      expect(status).toBe(1);
      expect(snapshot(path.join(root, 'dist'))).toEqual(asWritten(OLD)[0]);
    } finally {
      chmodSync(path.join(root, readOnly), 0o755);
      rmSync(root, { recursive: true, force: true });
    }
  }, 20_000);

  test('for a moment, as Windows does while a scanner looks, is asked again', () => {
    const root = temporaryFolder();
    writeTrees(root, OLD);
    const real = fs.renameSync;
    let refusals = 2;
    const spy = jest.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
      if (path.basename(String(to)) === 'old' && refusals-- > 0) {
        throw Object.assign(new Error(), { code: 'EPERM', path: String(from) });
      }
      real(from, to);
    });
    try { writeTrees(root, NEW); } finally { spy.mockRestore(); }
    expect(refusals).toBeLessThan(0);
    expect(seen(root)).toEqual(asWritten(NEW));
  });
});

test('a file linked while it is staged is not written through', () => {
  const root = temporaryFolder();
  writeTrees(root, OLD);
  linkSync(path.join(root, 'dist/b/c'), path.join(root, 'backup'));
  writeTrees(root, NEW);
  expect(readFileSync(path.join(root, 'backup'), 'utf8')).toBe(text('old c'));
  expect(existsSync(path.join(root, 'dist/gone'))).toBe(false);
  writeFileSync(path.join(root, 'dist/a'), text('edited'));
  writeTrees(root, NEW);
  expect(readFileSync(path.join(root, 'dist/a'), 'utf8')).toBe(text('old a'));
});
