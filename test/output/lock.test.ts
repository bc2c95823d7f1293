import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withLock } from '../../output/lock';
import { compiled } from './children/compiled';
import { temporaryFolder } from './folder';

/** Takes the lock, and tells the file name that stands for its owner. */
function ownName(lock: string): string {
  return withLock(lock, () => readdirSync(lock)[0]!);
}

/** A lock held under a name that differs from this process' in one field. */
function heldBy(field: 'machine' | 'boot' | 'namespace' | 'pid' | 'started', value: string): string {
  const lock = path.join(temporaryFolder(), 'lock');
  const parts = ownName(lock).split('_');
  parts[['machine', 'boot', 'namespace', 'pid', 'started'].indexOf(field)] = value;
  mkdirSync(lock);
  writeFileSync(path.join(lock, parts.join('_')), '');
  return lock;
}

test('leaves nothing behind, whether the action succeeds or fails', () => {
  const folder = temporaryFolder();
  const lock = path.join(folder, 'lock');
  expect(withLock(lock, () => 42)).toBe(42);
  expect(() => withLock(lock, () => { throw new Error('broken'); })).toThrow('broken');
  expect(readdirSync(folder)).toEqual([]);
});

test('waits for an owner that lives, and says who it is', () => {
  const lock = path.join(temporaryFolder(), 'lock');
  withLock(lock, () => {
    expect(() => withLock(lock, () => 'never', 100))
      .toThrow(`another synth is running (process ${process.pid}). Wait until it is done, or end it, and synthesise again.`);
  });
});

test('takes over from a process that is gone', () => {
  // Linux' highest possible pid is 4194304.
  expect(withLock(heldBy('pid', '4999999'), () => 'mine')).toBe('mine');
});

(process.platform === 'linux' ? describe : describe.skip)('on Linux', () => {
  test('takes over from a process whose number another one has now', () => {
    expect(withLock(heldBy('started', '1'), () => 'mine')).toBe('mine');
  });

  test('takes over from before a reboot', () => {
    expect(withLock(heldBy('boot', 'deadbeef'), () => 'mine')).toBe('mine');
  });

  test.each(['machine', 'namespace'] as const)('does not judge an owner of another %s', (field) => {
    expect(() => withLock(heldBy(field, '123'), () => 'never')).toThrow('of another machine or container, holds');
  });
});

test('takes an empty lock, which a process left that died while it released', () => {
  const lock = path.join(temporaryFolder(), 'lock');
  mkdirSync(lock);
  expect(withLock(lock, () => 'mine')).toBe('mine');
});

test('clears away the attempts of processes that died', () => {
  const folder = temporaryFolder();
  const lock = path.join(folder, 'lock');
  const dead = heldBy('pid', '4999999');
  renameSync(dead, path.join(folder, `lock-${readdirSync(dead)[0]!}`));
  withLock(lock, () => { expect(readdirSync(folder)).toEqual(['lock']); });
});

test('of several that find a dead owner, one at a time goes in', async () => {
  // GIVEN a dead owner and six processes that each append "in", wait, and append "out"
  const lock = heldBy('pid', '4999999');
  const log = path.join(path.dirname(lock), 'log');
  const child = compiled('lock');
  const children: ChildProcess[] = Array.from({ length: 6 }, () => spawn(process.execPath, [child, lock, log]));
  // WHEN
  const ends = await Promise.all(children.map((child) => new Promise((resolve) => child.once('exit', resolve))));
  // THEN
  expect(ends).toEqual([0, 0, 0, 0, 0, 0]);
  expect(readFileSync(log, 'utf8')).toBe('in out '.repeat(6));
}, 30_000);
