import { readFileSync } from 'node:fs';
import path from 'node:path';
import ignore from 'ignore';

/**
 * The file of git that keeps a path out of commits (gitignore): `.gitignore` of a folder on the way to it, or `.git/info/exclude`. A file
 * that the user's own configuration names is not read.
 *
 * @param root - root of the repository
 * @param target - from there, with "/"
 * @returns from the root; undefined if the path is not ignored
 */
export function ignoredBy(root: string, target: string): string | undefined {
  const parts = target.split('/').filter((part) => part !== '' && part !== '.');
  const files = ['.git/info/exclude', ...parts.map((_, depth) => [...parts.slice(0, depth), '.gitignore'].join('/'))];
  let found: string | undefined;
  for (const file of files) {
    const depth = file.endsWith('.gitignore') ? file.split('/').length - 1 : 0;
    const below = parts.slice(depth).join('/');
    const { ignored, unignored } = ignore().add(textOf(path.join(root, file))).test(below);
    if (ignored) { found = file; }
    // A deeper file can take back what a higher one says.
    if (unignored) { found = undefined; }
  }
  return found;
}

function textOf(file: string): string {
  try { return readFileSync(file, 'utf8'); } catch { return ''; }
}
