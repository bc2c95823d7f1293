import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import path from 'node:path';

/**
 * Replaces a folder by the given files. They are written beside it first, so that a failure leaves the old tree whole.
 *
 * @param folder - the folder to replace; made if missing
 * @param files - path below the folder, with "/", and content
 */
export function writeTree(folder: string, files: ReadonlyMap<string, string>): void {
  const target = path.resolve(folder);
  mkdirSync(path.dirname(target), { recursive: true });
  const workspace = mkdtempSync(path.join(path.dirname(target), `.${path.basename(target)}-`));
  try {
    const fresh = path.join(workspace, 'new');
    const folders = new Set([...files.keys()].map((file) => path.dirname(path.join(fresh, file))));
    folders.forEach((each) => mkdirSync(each, { recursive: true }));
    for (const [file, text] of files) { writeFileSync(path.join(fresh, file), text); }
    if (existsSync(target)) { renameSync(target, path.join(workspace, 'old')); }
    renameSync(fresh, target);
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}
