import { existsSync } from 'node:fs';
import path from 'node:path';

/** Folder of this package. The program runs from sources (tests) and compiled (lib/); what it reads stands at the same place for both. */
export const PACKAGE_ROOT: string = packageRoot(__dirname);

/** Path of a file or folder that the package ships. */
export function packaged(...parts: readonly string[]): string {
  return path.join(PACKAGE_ROOT, ...parts);
}

function packageRoot(folder: string): string {
  if (existsSync(path.join(folder, 'package.json'))) { return folder; }
  const parent = path.dirname(folder);
  if (parent === folder) { throw new Error('the package has no package.json; install it again'); }
  return packageRoot(parent);
}
