import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { errorCode } from '../errors';

/** As many links as Linux follows before it gives up. */
const MOST_LINKS = 40;

/**
 * Where a path leads if it is a symbolic link, be there anything or not: a rename would replace the link.
 *
 * @throws Error with the code ELOOP if links lead round in a circle
 */
export function followLinks(file: string): string {
  let at = file;
  for (let followed = 0; ; followed++) {
    const aim = linkAim(at);
    if (aim === undefined) { return at; }
    if (followed === MOST_LINKS) { throw Object.assign(new Error(`${file} leads round in a circle`), { code: 'ELOOP', path: file }); }
    at = path.resolve(realpathSync(path.dirname(at)), aim);
  }
}

function linkAim(file: string): string | undefined {
  try {
    return lstatSync(file).isSymbolicLink() ? readlinkSync(file) : undefined;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') { return undefined; }
    throw error;
  }
}
