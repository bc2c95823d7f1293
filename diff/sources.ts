import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { sourceOf } from '../synth/ours';
import { SynthError } from '../synth/problem';

/**
 * The manifests of an earlier synth: in a folder, or in the lab's own at a commit. Files that no synth wrote are not among them.
 *
 * @param from - a folder, relative to where the user stands, or a commit
 * @param lab - the lab's folder, absolute, and that of its manifests, relative to it
 * @throws SynthError if there is neither
 */
export function readEarlier(from: string, lab: { readonly folder: string; readonly dist: string }): Map<string, string> {
  const files = existsSync(from) && statSync(from).isDirectory() ? readFolder(from) : readCommit(from, lab);
  return new Map([...files].filter(([, text]) => sourceOf(text) !== undefined));
}

function readFolder(folder: string): Map<string, string> {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'));
  return new Map(files.map((entry): [string, string] => {
    const file = path.join(entry.parentPath, entry.name);
    return [path.relative(folder, file).split(path.sep).join('/'), readFileSync(file, 'utf8')];
  }).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function readCommit(commit: string, { folder, dist }: { readonly folder: string; readonly dist: string }): Map<string, string> {
  const git = (args: readonly string[], input = ''): Buffer | undefined => runGit(folder, args, input);
  // A name that begins with "-" would be taken for an option.
  const resolved = commit.startsWith('-') ? undefined : git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${commit}^{commit}`]);
  if (resolved === undefined) { throw new SynthError(`"${commit}" is neither a folder nor a commit of this repository; name one with --from.`); }
  const listed = git(['ls-tree', '-r', '-z', '--name-only', resolved.toString('utf8').trim(), '--', `${dist}/`]) ?? Buffer.alloc(0);
  const names = listed.toString('utf8').split('\0').filter((name) => name.endsWith('.yaml'));
  const listing = git(['cat-file', '--batch'], names.map((name) => `${resolved.toString('utf8').trim()}:./${name}\n`).join('')) ?? Buffer.alloc(0);
  const files = new Map<string, string>();
  let offset = 0;
  for (const name of names) {
    // "HASH blob SIZE", the content, a line end.
    const end = listing.indexOf('\n', offset);
    const size = Number(listing.subarray(offset, end).toString('utf8').split(' ')[2]);
    files.set(name.slice(dist.length + 1), listing.subarray(end + 1, end + 1 + size).toString('utf8'));
    offset = end + 1 + size + 1;
  }
  return files;
}

function runGit(folder: string, args: readonly string[], input: string): Buffer | undefined {
  const { error, status, stdout } = spawnSync('git', args, { cwd: folder, input, maxBuffer: 1 << 28 });
  if (error && (error as NodeJS.ErrnoException).code === 'ENOENT') { throw new SynthError('there is no git on the PATH; install it, or name a folder with --from.'); }
  return status === 0 ? stdout : undefined;
}
