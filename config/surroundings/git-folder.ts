import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** What a git repository says of itself, read from its files (gitrepository-layout): no program is started. */
export interface GitFolder {
  /** Addresses of its remotes, by their names, as `git push` would use them. */
  readonly remotes: ReadonlyMap<string, string>;
  /** The branch that is checked out, and the one it is pushed to if that has another name. @default - none is (a detached HEAD) */
  readonly branches?: readonly string[];
  /** True if a branch or tag of that name is known; undefined where not all of them are. */
  readonly knows: (revision: string) => boolean | undefined;
}

/**
 * Reads a repository.
 *
 * @param root - the folder with `.git`, which is a file in worktrees and submodules
 * @returns undefined if there is none, or it cannot be read
 */
export function readGitFolder(root: string): GitFolder | undefined {
  const own = gitFolderOf(path.join(root, '.git'));
  const head = own && textOf(path.join(own, 'HEAD'))?.trim();
  if (own === undefined || head === undefined) { return undefined; }
  // A worktree has its own HEAD, and shares everything else.
  const shared = path.resolve(own, textOf(path.join(own, 'commondir'))?.trim() ?? '.');
  const settings = readSettings(textOf(path.join(shared, 'config')) ?? '');
  const branch = /^ref: refs\/heads\/(.+)$/.exec(head)?.[1];
  // Where refs are in another format than files, HEAD names a branch that cannot be.
  const isOther = settings.get('extensions')?.get('refstorage') !== undefined || branch === '.invalid';
  const isWhole = !isOther && !existsSync(path.join(shared, 'shallow'));
  return {
    remotes: remotesOf(settings),
    ...branch === undefined || isOther ? {} : { branches: [branch, ...pushedAs(settings, branch)] },
    knows: (revision) => {
      if (refNames(shared, settings).some((format) => isRef(shared, format.replace('*', revision)))) { return true; }
      return isWhole ? false : undefined;
    },
  };
}

function gitFolderOf(mark: string): string | undefined {
  try {
    if (statSync(mark).isDirectory()) { return mark; }
  } catch {
    return undefined;
  }
  const [, folder] = /^gitdir: (.+)$/m.exec(textOf(mark) ?? '') ?? [];
  return folder === undefined ? undefined : path.resolve(path.dirname(mark), folder.trim());
}

/** Where a branch or a tag may be found. */
function refNames(shared: string, settings: Settings): string[] {
  const remotes = new Set([...remotesOf(settings).keys(), ...foldersIn(path.join(shared, 'refs', 'remotes'))]);
  return ['refs/heads/*', 'refs/tags/*', ...[...remotes].map((remote) => `refs/remotes/${remote}/*`)];
}

function isRef(shared: string, name: string): boolean {
  return existsSync(path.join(shared, name)) || (textOf(path.join(shared, 'packed-refs')) ?? '').split('\n')
    .some((line) => line.endsWith(` ${name}`));
}

/** Sections of git's configuration by their names with the part in quotes, such as `remote.origin`. */
type Settings = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The last value of each setting (git-config, "Syntax"); includes are not followed. */
function readSettings(text: string): Settings {
  const sections = new Map<string, Map<string, string>>();
  let section = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, name, part] = /^\s*\[\s*([A-Za-z0-9.-]+)\s*(?:"((?:[^"\\]|\\.)*)")?\s*\]/.exec(line) ?? [];
    if (name !== undefined) {
      const key = part === undefined ? name.toLowerCase() : `${name.toLowerCase()}.${part.replaceAll(/\\(.)/g, '$1')}`;
      section = sections.get(key) ?? new Map<string, string>();
      sections.set(key, section);
      continue;
    }
    const [, setting, value] = /^\s*([A-Za-z][A-Za-z0-9-]*)\s*=\s*(.*)$/.exec(line) ?? [];
    if (setting !== undefined && value !== undefined) { section.set(setting.toLowerCase(), unquoted(value)); }
  }
  return sections;
}

function unquoted(value: string): string {
  const [, quoted] = /^"((?:[^"\\]|\\.)*)"/.exec(value) ?? [];
  return quoted === undefined ? value.replace(/\s[#;].*$/, '').trim() : quoted.replaceAll(/\\(.)/g, '$1');
}

/** `pushurl` comes first, and `insteadOf` of this repository counts; that of the user's own configuration is not read. */
function remotesOf(settings: Settings): Map<string, string> {
  const aliases = [...settings].flatMap(([name, values]) => {
    const alias = values.get('pushinsteadof') ?? values.get('insteadof');
    return name.startsWith('url.') && alias !== undefined ? [{ alias, address: name.slice('url.'.length) }] : [];
  });
  return new Map([...settings].flatMap(([name, values]): [string, string][] => {
    const url = values.get('pushurl') ?? values.get('url');
    if (!name.startsWith('remote.') || url === undefined) { return []; }
    const known = aliases.find(({ alias }) => url.startsWith(alias));
    return [[name.slice('remote.'.length), known ? `${known.address}${url.slice(known.alias.length)}` : url]];
  }));
}

function pushedAs(settings: Settings, branch: string): string[] {
  const [, name] = /^refs\/heads\/(.+)$/.exec(settings.get(`branch.${branch}`)?.get('merge') ?? '') ?? [];
  return name === undefined || name === branch ? [] : [name];
}

function foldersIn(folder: string): string[] {
  try { return readdirSync(folder); } catch { return []; }
}

function textOf(file: string): string | undefined {
  try { return readFileSync(file, 'utf8'); } catch { return undefined; }
}
