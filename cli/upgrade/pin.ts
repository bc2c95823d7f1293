import npa from 'npm-package-arg';
import { valid } from 'semver';

/** How a lab's package.json says which build of this program it uses. */
export type Pin = RegistryPin | GitPin | TarballPin | RemotePin | FolderPin;

/** A version in a registry. */
export interface RegistryPin {
  readonly kind: 'registry';
  /** Undefined for a range or a tag. */
  readonly version?: string;
}

/** A commit of a git repository. */
export interface GitPin {
  readonly kind: 'git';
  /** What stands before "#" in package.json. */
  readonly prefix: string;
  /** The repository, as git takes it. */
  readonly url: string;
  /** @default - the branch that the repository calls its own */
  readonly commit?: string;
}

/** A file in the lab, or beside it. */
export interface TarballPin {
  readonly kind: 'tarball';
  /** Absolute path. */
  readonly file: string;
}

/** A file on a server. */
export interface RemotePin {
  readonly kind: 'remote';
  readonly url: string;
}

/** A folder of sources, which npm links to. */
export interface FolderPin {
  readonly kind: 'folder';
  /** Absolute path. */
  readonly folder: string;
}

/** Part of hosted-git-info that its types leave out. */
interface Hosted {
  https(options: { readonly noCommittish: boolean }): string;
}

/**
 * Reads a dependency the way npm does.
 *
 * @param root - folder of the package.json it stands in
 * @returns undefined for what names no build of the package, such as another package under its name
 */
export function parsePin(name: string, spec: string, root: string): Pin | undefined {
  let found: npa.Result;
  try {
    found = npa.resolve(name, spec, root);
  } catch {
    return undefined;
  }
  const { type, fetchSpec, hosted, gitCommittish } = found;
  switch (type) {
    case 'version': return { kind: 'registry', ...valid(spec) === null ? {} : { version: valid(spec) ?? spec } };
    case 'range':
    case 'tag': return { kind: 'registry' };
    case 'git': {
      // A shortcut, such as github:owner/name, has several addresses; npm begins with https too.
      const url = fetchSpec ?? (hosted as Hosted | undefined)?.https({ noCommittish: true }).replace(/^git\+/, '');
      if (url === undefined) { return undefined; }
      return { kind: 'git', prefix: spec.split('#')[0] ?? spec, url, ...gitCommittish ? { commit: gitCommittish } : {} };
    }
    case 'file': return fetchSpec === null ? undefined : { kind: 'tarball', file: fetchSpec };
    case 'remote': return fetchSpec === null ? undefined : { kind: 'remote', url: fetchSpec };
    case 'directory': return fetchSpec === null ? undefined : { kind: 'folder', folder: fetchSpec };
    case 'alias': return undefined;
  }
}
