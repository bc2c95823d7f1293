import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { findProgram, foldersIn } from '../programs';

/*
 * What a node is booted with: an emulator, what makes disks, and a network namespace, in which the internet of the test is.
 */

/** Programs, by the names they are started with. */
const PROGRAMS = [
  'qemu-system-x86_64', 'qemu-img', 'mmdebstrap', 'mkfs.vfat', 'mcopy', 'mke2fs', 'sfdisk', 'dpkg-deb', 'ssh', 'ssh-keygen', 'openssl',
  'curl', 'unshare', 'nsenter', 'ip',
] as const;

/** One of them. */
export type Program = typeof PROGRAMS[number];

/** The PATH of users lacks the folders of what makes file systems. */
const FOLDERS = [...foldersIn(process.env['PATH']), '/usr/sbin', '/sbin'];

/** The PATH for programs that start others of the list. */
export const PATH: string = FOLDERS.join(path.delimiter);

const IS_ROOT = process.getuid?.() === 0;

/** Arguments of unshare for a new network. For a user that is not root, with a namespace of users in which it is. */
export const NEW_NETWORK: readonly string[] = ['--net', ...IS_ROOT ? [] : ['--user', '--map-root-user']];

/** Arguments of nsenter that lead into it. */
export const SAME_NETWORK: readonly string[] = ['--net', ...IS_ROOT ? [] : ['--user', '--preserve-credentials']];

/** Where a program is. @throws Error if it is nowhere */
export function programPath(program: Program): string {
  const found = findProgram(program, FOLDERS);
  if (found === undefined) { throw new Error(`${program} is not on the PATH`); }
  return found;
}

/** What the tests need and this machine has not, by name. */
export function missingParts(): string[] {
  if (process.platform !== 'linux' || process.arch !== 'x64') { return ['Linux on x86_64']; }
  const programs = PROGRAMS.filter((program) => findProgram(program, FOLDERS) === undefined);
  return programs.length > 0 || canUnshare() ? programs : ['the right to make a network namespace'];
}

function canUnshare(): boolean {
  return spawnSync(programPath('unshare'), [...NEW_NETWORK, programPath('ip'), 'link', 'set', 'lo', 'up']).status === 0;
}
