import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { sourceOf } from '../output/generated-notice';
import { MANIFESTS, type LabFiles, type TreeFolder } from './lab-files';

/** An earlier state of a lab. */
export interface Earlier {
  /** Its generated files. */
  readonly files: LabFiles;
  /** Text of its configuration. @default - it is not there */
  readonly config?: string;
  /** False if the repository has no commit yet, so that there is no earlier state. */
  readonly isCommitted: boolean;
  /** True if it is a commit, whose files no synth writes anew; false if it is a folder. */
  readonly isCommit: boolean;
}

/** Thrown if there is nothing to compare with; the message is ready to print. */
export class NoEarlierState extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NoEarlierState';
  }
}

/**
 * Reads what an earlier synth wrote. Files that no synth wrote are left out.
 *
 * @param from - a lab's folder or a folder of manifests, relative to the current folder; or a commit
 * @param folder - the lab's folder, absolute
 * @param trees - the trees of the lab as it is now
 * @param config - the configuration, absolute
 * @throws NoEarlierState if it is neither, or git is missing
 */
export function readEarlier(from: string, folder: string, trees: readonly TreeFolder[], config: string): Earlier {
  const isFolder = existsSync(from) && statSync(from).isDirectory();
  const beside = path.relative(folder, config);
  const earlier = isFolder ? { files: readFolders(from, trees), isCommitted: true, isCommit: false, ...readConfig(path.join(from, beside)) }
    : readCommit(from, folder, trees, beside);
  const generated = (files: ReadonlyMap<string, string>): Map<string, string> =>
    new Map([...files].filter(([, text]) => sourceOf(text) !== undefined));
  return { ...earlier, files: new Map([...earlier.files].map(([tree, files]) => [tree, generated(files)])) };
}

function readConfig(file: string): { config?: string } {
  try {
    return { config: readFileSync(file, 'utf8') };
  } catch {
    return {};
  }
}

/** A folder without the folders of a lab is a folder of manifests. */
function readFolders(from: string, trees: readonly TreeFolder[]): LabFiles {
  const found = trees.flatMap(({ tree, folder }): [string, string][] => {
    const place = [path.resolve(from, folder), path.join(from, tree)].find((each) => existsSync(each));
    return place === undefined ? [] : [[tree, place]];
  });
  return new Map((found.some(([tree]) => tree === MANIFESTS) ? found : [[MANIFESTS, from] as const])
    .map(([tree, place]) => [tree, readFolder(place)]));
}

function readFolder(folder: string): Map<string, string> {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  return new Map(files.map((entry): [string, string] => {
    const file = path.join(entry.parentPath, entry.name);
    return [path.relative(folder, file).split(path.sep).join('/'), readFileSync(file, 'utf8')];
  }).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function readCommit(commit: string, folder: string, trees: readonly TreeFolder[], config: string): Earlier {
  const git = (args: readonly string[], input = ''): Buffer | undefined => runGit(folder, args, input);
  const prefix = git(['rev-parse', '--show-prefix'])?.toString('utf8').replace(/\n$/, '');
  if (prefix === undefined) {
    throw new NoEarlierState(commit === 'HEAD'
      ? `${folder} is not in a git repository, so there is no commit to compare with; name a folder with --from.`
      : `"${commit}" is not a folder, and cannot be a commit, because ${folder} is not in a git repository; name a folder with --from.`);
  }
  const hash = resolve(commit, git);
  if (hash === undefined) {
    if (commit === 'HEAD') {
      const files = new Map(trees.map(({ tree }) => [tree, new Map<string, string>()]));
      return { files, isCommitted: false, isCommit: true };
    }
    throw new NoEarlierState(`"${commit}" is neither a folder nor a commit of this repository; name a folder or a commit with --from.`);
  }
  const text = git(['cat-file', 'blob', `${hash}:${path.posix.join(prefix, config.split(path.sep).join('/'))}`])?.toString('utf8');
  return {
    files: new Map(trees.map((tree) => [tree.tree, readTree(hash, path.posix.join(prefix, tree.folder), git)])),
    isCommitted: true, isCommit: true, ...text === undefined ? {} : { config: text },
  };
}

type Git = (args: readonly string[], input?: string) => Buffer | undefined;

function resolve(commit: string, git: Git): string | undefined {
  // A name that begins with "-" would be taken for an option.
  if (commit.startsWith('-')) { return undefined; }
  return git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${commit}^{commit}`])?.toString('utf8').trim();
}

/** Files of a folder, seen from the root of the repository, at a commit. */
function readTree(commit: string, folder: string, git: Git): Map<string, string> {
  const listed = git(['ls-tree', '-r', '-z', '--full-tree', commit, '--', `${folder}/`])?.toString('utf8') ?? '';
  // A synth writes no links and no submodules.
  const entries = listed.split('\0').flatMap((entry) => {
    const [, hash, name] = /^100\d{3} blob ([0-9a-f]+)\t(.*)$/s.exec(entry) ?? [];
    return hash === undefined || name === undefined ? [] : [{ hash, name }];
  });
  const contents = git(['cat-file', '--batch'], entries.map(({ hash }) => `${hash}\n`).join('')) ?? Buffer.alloc(0);
  const files = new Map<string, string>();
  let offset = 0;
  for (const { name } of entries) {
    // "HASH blob SIZE", the content, a line end.
    const end = contents.indexOf('\n', offset);
    const size = Number(contents.subarray(offset, end).toString('utf8').split(' ')[2]);
    files.set(name.slice(folder.length + 1), contents.subarray(end + 1, end + 1 + size).toString('utf8'));
    offset = end + 1 + size + 1;
  }
  return files;
}

function runGit(folder: string, args: readonly string[], input: string): Buffer | undefined {
  const { error, status, stdout } = spawnSync('git', args, { cwd: folder, input, maxBuffer: 1 << 28 });
  if (error && (error as NodeJS.ErrnoException).code === 'ENOENT') {
    throw new NoEarlierState(existsSync(folder)
      ? 'there is no git on the PATH; install it, or name a folder with --from.'
      : `${folder} does not exist yet; synthesise first.`);
  }
  return status === 0 ? stdout : undefined;
}
