import { rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { renameWithRetry } from './retry';
import { followLinks } from './symbolic-links';

/**
 * Replaces a file whole, or leaves it as it is: by another one beside it, which takes its name and its permissions. Where a link stands,
 * the file that it leads to is replaced.
 *
 * @param file - a file that need not be there
 * @throws the system's error if it cannot be written
 */
export function replaceFile(file: string, text: string): void {
  const target = followLinks(path.resolve(file));
  const fresh = `${target}.new`;
  try {
    const mode = statSync(target, { throwIfNoEntry: false })?.mode;
    writeFileSync(fresh, text, mode === undefined ? {} : { mode });
    renameWithRetry(fresh, target);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}
