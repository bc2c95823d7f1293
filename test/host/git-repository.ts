import { execFileSync, type ExecFileSyncOptionsWithStringEncoding } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** git without any configuration of the machine, with a name and a date of its own. */
const OPTIONS: ExecFileSyncOptionsWithStringEncoding = {
  encoding: 'latin1',
  env: {
    PATH: process.env['PATH'], GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b',
    GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b',
    GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z', GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
  },
};

/** Runs git in a folder and returns what it prints, one character per byte. */
export function git(folder: string, ...args: readonly string[]): string {
  return execFileSync('git', ['-c', 'init.defaultBranch=main', ...args], { ...OPTIONS, cwd: folder });
}

/** A working copy with a first commit of these files on main, and a bare repository beside it that has been pushed to. */
export function makeRepository(folder: string, files: Readonly<Record<string, string>>): { readonly work: string; readonly bare: string } {
  const work = path.join(folder, 'work');
  const bare = path.join(folder, 'lab.git');
  mkdirSync(work);
  git(folder, 'init', '--quiet', '--bare', bare);
  git(work, 'init', '--quiet');
  write(work, files);
  git(work, 'add', '--all');
  git(work, 'commit', '--quiet', '--message', 'first');
  git(work, 'push', '--quiet', bare, 'main');
  return { work, bare };
}

/** Writes files below a folder. */
export function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
}
