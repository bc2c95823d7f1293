import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { errorCode } from '../errors';

/** The limit that Linux has too (path_resolution(7): MAXSYMLINKS). */
const MAX_LINKS = 40;

/**
 * The path that a symbolic link leads to, whether anything exists there or not; any other path is returned as it is. A folder is replaced
 * by a rename, which would replace the link itself.
 *
 * @throws Error with the code ELOOP if links form a loop
 */
export function followLinks(file: string): string {
  let at = file;
  for (let followed = 0; ; followed++) {
    const target = linkTarget(at);
    if (target === undefined) { return at; }
    if (followed === MAX_LINKS) {
      throw Object.assign(new Error(`the symbolic links of ${file} form a loop`), { code: 'ELOOP', path: file });
    }
    at = path.resolve(realpathSync(path.dirname(at)), target);
  }
}

function linkTarget(file: string): string | undefined {
  try {
    return lstatSync(file).isSymbolicLink() ? readlinkSync(file) : undefined;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') { return undefined; }
    throw error;
  }
}
