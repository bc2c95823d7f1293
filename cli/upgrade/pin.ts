import npa from 'npm-package-arg';
import { valid } from 'semver';

/** How a lab's package.json names the build of this program that it uses. */
export type Pin = RegistryPin | GitPin | TarballPin | RemotePin | FolderPin;

/** A version in a registry. */
export interface RegistryPin {
  readonly kind: 'registry';
  /** The exact version. @default - package.json has a range or a tag */
  readonly version?: string;
}

/** A commit of a git repository. */
export interface GitPin {
  readonly kind: 'git';
  /** The part before "#" in package.json. */
  readonly prefix: string;
  /** The repository, as git takes it. */
  readonly url: string;
  /** The commit, or what else is after "#". @default - the default branch of the repository */
  readonly commit?: string;
}

/** A tarball in the lab, or beside it. */
export interface TarballPin {
  readonly kind: 'tarball';
  /** Absolute path. */
  readonly file: string;
}

/** A tarball on a server. */
export interface RemotePin {
  readonly kind: 'remote';
  /** Its address. */
  readonly url: string;
}

/** A folder of sources, which npm links to. */
export interface FolderPin {
  readonly kind: 'folder';
  /** Absolute path. */
  readonly folder: string;
}

/** A method of hosted-git-info that its types do not have. */
interface Hosted {
  https(options: { readonly noCommittish: boolean }): string;
}

/**
 * Reads a dependency the way npm does.
 *
 * @param name - name of the package
 * @param spec - value of the dependency in package.json
 * @param root - folder of that package.json
 * @returns undefined if it is not a build of the package, such as an alias for another package
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
      // A shortcut, such as github:owner/name, has several addresses; npm tries https first too.
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
