import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ROOT } from '../program';
import { temporaryFolder } from '../output/folder';
import { linkPackages, testIn } from './project';

/*
 * Git for Windows checks text out with carriage returns (core.autocrlf=true) unless .gitattributes says otherwise. What is committed is
 * cloned that way; only the answer to "which bytes does a file have" can be had on this system, not what Windows itself does.
 */

let folder: string;

function git(cwd: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) { throw new Error(`git ${args.join(' ')}: ${stderr}`); }
  return stdout;
}

beforeAll(() => {
  // GIVEN
  folder = path.join(temporaryFolder(), 'clone');
  git(ROOT, 'clone', '--quiet', '--config', 'core.autocrlf=true', ROOT, folder);
  linkPackages(folder);
}, 120_000);

test('every file of a checkout made the way Git for Windows makes it has the bytes that are committed', () => {
  // WHEN
  const committed = git(folder, 'ls-files', '--stage', '-z').split('\0').filter((line) => line !== '').map((line) => {
    const [, hash = '', file = ''] = /^\d+ ([0-9a-f]+) \d\t(.*)$/s.exec(line) ?? [];
    return { hash, file };
  });
  const hashes = spawnSync('git', ['hash-object', '--no-filters', '--stdin-paths'], {
    cwd: folder, encoding: 'utf8', input: committed.map(({ file }) => `${file}\n`).join(''), maxBuffer: 2 ** 28,
  }).stdout.split('\n');
  // THEN
  expect(committed.length).toBeGreaterThan(500);
  expect(committed.filter(({ hash }, index) => hashes[index] !== hash).map(({ file }) => file)).toEqual([]);
}, 120_000);

test('tests that compare bytes pass there', () => {
  const { failures, passed } = testIn(
    folder, ['test/whole-lab/committed', 'test/whole-lab/bytes', 'test/host/fixtures', 'test/docs', 'test/tools/imports'],
  );
  expect(failures).toEqual([]);
  expect(passed).toBeGreaterThan(100);
}, 600_000);
