import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const MANIFEST = /\.(ya?ml|json)$/i;
/** Folders that hold no manifests of the user's. */
const IGNORED = new Set(['node_modules']);

/** The files that a person means by a file or a folder. */
export interface FoundFiles {
  /** Paths as messages show them, with "/". */
  readonly files: readonly string[];
  /** True if they were found in a folder, where other files may lie too. */
  readonly inFolder: boolean;
  /** Helm charts below a folder: their templates are no YAML before Helm has rendered them. */
  readonly charts: readonly string[];
}

/**
 * A file is taken as it is; of a folder every .yaml, .yml and .json below it, hidden folders and Helm charts left out, sorted by name.
 *
 * @throws Error of the system if it cannot be read
 */
export function findManifestFiles(target: string): FoundFiles {
  if (!statSync(target).isDirectory()) { return { files: [slashes(target)], charts: [], inFolder: false }; }
  const files: string[] = [];
  const charts: string[] = [];
  const visit = (folder: string): void => {
    const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    if (entries.some(({ name }) => name === 'Chart.yaml')) { charts.push(slashes(folder)); return; }
    for (const entry of entries) {
      const here = path.join(folder, entry.name);
      if (entry.isDirectory() && !entry.name.startsWith('.') && !IGNORED.has(entry.name)) { visit(here); }
      if (entry.isFile() && MANIFEST.test(entry.name)) { files.push(slashes(here)); }
    }
  };
  visit(target);
  return { files, charts, inFolder: true };
}

function slashes(file: string): string {
  return file.split(path.sep).join('/');
}
