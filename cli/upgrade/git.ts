import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { errorCode } from '../../errors';
import { CannotError } from '../exit-codes';

/** Time that git may take for an answer, in milliseconds. */
const PATIENCE_MS = 60_000;

/**
 * The tags of a repository, each with the commit it points to.
 *
 * @param url - address of the repository, as git takes it
 * @param folder - folder to run git in
 * @throws CannotError if the repository does not answer
 */
export function remoteTags(url: string, folder: string): Map<string, string> {
  const { status, stdout, stderr, error } = git(['ls-remote', '--tags', '--', url], folder);
  if (errorCode(error) === 'ENOENT') {
    throw new CannotError('There is no git on the PATH, but the lab is pinned to a git repository; install git.');
  }
  if (status !== 0) {
    const [reason = 'no answer within a minute'] = stderr.split('\n').filter((line) => /^(fatal|error|ssh|remote):/.test(line));
    throw new CannotError(`git cannot read the tags of ${url}: ${printable(reason)}`);
  }
  return parseTags(stdout);
}

/**
 * Reads lines such as `COMMIT<tab>refs/tags/NAME`. An annotated tag has a second line, with "^{}": the first names the tag object, the
 * second the commit.
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

/** Reads entries such as `XY PATH`. An entry with R or C (renamed, copied) is followed by the old path. */
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
    // git must not ask for a password. Only the protocols that npm knows are allowed; none of these runs a command from the address.
    env: { ...process.env, GIT_TERMINAL_PROMPT: '0', GIT_ALLOW_PROTOCOL: 'https:http:ssh:git:file' },
  });
}

function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, ' ').trim();
}
