import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { errorCode } from '../../errors';

const MANIFEST = /\.(ya?ml|json)$/i;
/** Folders that hold no manifests of the user's. */
const IGNORED = new Set(['node_modules']);
/** Files by which a folder is known that another program has to read first, and what that program is. */
const RENDERED: Readonly<Record<string, Rendered['by'] | undefined>> = {
  'Chart.yaml': 'helm', 'kustomization.yaml': 'kustomize', 'kustomization.yml': 'kustomize', 'Kustomization': 'kustomize',
};

/** A folder whose files are no objects before another program has read them. */
export interface Rendered {
  /** The folder, with "/". */
  readonly folder: string;
  /** Which program that is. */
  readonly by: 'helm' | 'kustomize';
}

/** The files that a person means by a file or a folder. */
export interface FoundFiles {
  /** Paths as messages show them, with "/". */
  readonly files: readonly string[];
  /** True if they were found in a folder, where other files may lie too. */
  readonly inFolder: boolean;
  /** Folders of Helm and kustomize, which are left out. */
  readonly rendered: readonly Rendered[];
}

/**
 * A file is taken as it is; of a folder every .yaml, .yml and .json below it, sorted by name. Left out are hidden folders and those of Helm
 * and kustomize. Links are followed, each folder once.
 *
 * @param deep - false to take only what is in the folder itself, as Argo CD does @default true
 * @throws Error of the system if something cannot be read
 */
export function findManifestFiles(target: string, deep = true): FoundFiles {
  if (!statSync(target).isDirectory()) { return { files: [slashes(target)], rendered: [], inFolder: false }; }
  const files: string[] = [];
  const rendered: Rendered[] = [];
  const visited = new Set<string>();
  const visit = (folder: string): void => {
    const real = realpathSync(folder);
    if (visited.has(real)) { return; }
    visited.add(real);
    const names = readdirSync(folder).sort((a, b) => (a < b ? -1 : 1));
    const by = names.flatMap((name) => Object.hasOwn(RENDERED, name) ? RENDERED[name] ?? [] : [])[0];
    if (by !== undefined) { rendered.push({ folder: slashes(folder), by }); return; }
    for (const name of names) {
      const here = path.join(folder, name);
      const kind = kindOf(here);
      if (kind === 'folder' && deep && !name.startsWith('.') && !IGNORED.has(name)) { visit(here); }
      if (kind === 'file' && MANIFEST.test(name)) { files.push(slashes(here)); }
    }
  };
  visit(target);
  return { files, rendered, inFolder: true };
}

/** What is at a path, behind links; a link to nothing, or in a circle, is nothing. */
function kindOf(file: string): 'file' | 'folder' | undefined {
  try {
    const stat = lstatSync(file).isSymbolicLink() ? statSync(file) : lstatSync(file);
    if (stat.isDirectory()) { return 'folder'; }
    return stat.isFile() ? 'file' : undefined;
  } catch (error) {
    if (['ENOENT', 'ELOOP'].includes(errorCode(error) ?? '')) { return undefined; }
    throw error;
  }
}

function slashes(file: string): string {
  return file.split(path.sep).join('/');
}
