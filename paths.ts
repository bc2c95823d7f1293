import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * Folder of this package, absolute. The program runs from its sources (in tests) or compiled (lib/); both read their files below this
 * folder.
 */
export const PACKAGE_ROOT: string = packageRoot(__dirname);

/**
 * Absolute path of a file or folder that the package ships.
 *
 * @param parts - names of folders and of the file, seen from the folder of the package
 */
export function packaged(...parts: readonly string[]): string {
  return path.join(PACKAGE_ROOT, ...parts);
}

function packageRoot(folder: string): string {
  if (existsSync(path.join(folder, 'package.json'))) { return folder; }
  const parent = path.dirname(folder);
  if (parent === folder) { throw new Error('the package has no package.json; install it again'); }
  return packageRoot(parent);
}
