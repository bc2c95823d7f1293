import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { errorCode } from '../../errors';
import { CannotError } from '../exit-codes';

/** Time that a question may take. */
const PATIENCE_MS = 60_000;

/** Tags of a repository, each with the commit it leads to. @throws CannotError if it cannot be asked */
export function remoteTags(url: string, folder: string): Map<string, string> {
  const { status, stdout, stderr, error } = git(['ls-remote', '--tags', '--', url], folder);
  if (errorCode(error) === 'ENOENT') {
    throw new CannotError('There is no git on the PATH, and the lab is pinned to a git repository; install it.');
  }
  if (status !== 0) {
    const [reason = 'no answer within a minute'] = stderr.split('\n').filter((line) => /^(fatal|error|ssh|remote):/.test(line));
    throw new CannotError(`${url} cannot be asked for its tags: ${printable(reason)}`);
  }
  return parseTags(stdout);
}

/**
 * Reads `COMMIT<tab>refs/tags/NAME` lines. An annotated tag has a second one, with "^{}", which names the commit instead of the tag object.
 */
export function parseTags(listing: string): Map<string, string> {
  const lines = [...listing.matchAll(/^([0-9a-f]{40,64})\trefs\/tags\/(.+?)(\^\{\})?$/gm)];
  const tags = new Map<string, string>();
  for (const [, commit = '', tag = '', peeled] of lines) {
    if (peeled !== undefined || !tags.has(tag)) { tags.set(tag, commit); }
  }
  return tags;
}

/**
 * Which of some files and folders differ from the last commit.
 *
 * @param folder - somewhere in the repository
 * @param paths - absolute
 * @returns undefined where there is no git, or no repository
 */
export function uncommitted(folder: string, paths: readonly string[]): string[] | undefined {
  const { status, stdout } = git(['--literal-pathspecs', 'status', '--porcelain', '-z', '--untracked-files=all', '--', ...paths], folder);
  return status === 0 ? parseStatus(stdout) : undefined;
}

/** Reads `XY PATH` entries; one that says R or C is followed by the path it came from. */
export function parseStatus(listing: string): string[] {
  const entries = listing.split('\0').filter((entry) => entry !== '');
  const files: string[] = [];
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index] ?? '';
    files.push(entry.slice(3));
    if (/^(?:[RC].|.[RC])/.test(entry)) { index++; }
  }
  return files;
}

function git(args: readonly string[], cwd: string): SpawnSyncReturns<string> {
  return spawnSync('git', args, {
    cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 26, timeout: PATIENCE_MS,
    // Nobody is asked for a password; and of git's ways to fetch, only those that npm knows, none of which runs a command of the address's.
    env: { ...process.env, GIT_TERMINAL_PROMPT: '0', GIT_ALLOW_PROTOCOL: 'https:http:ssh:git:file' },
  });
}

function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, ' ').trim();
}
