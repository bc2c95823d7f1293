import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** An empty folder of this test's own. */
export function temporaryFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'homelab-'));
}

/** Every file below a folder with its text, links as `-> target`; undefined if the folder is absent. */
export function snapshot(folder: string): Record<string, string> | undefined {
  try {
    lstatSync(folder);
  } catch {
    return undefined;
  }
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => !entry.isDirectory());
  return Object.fromEntries(entries.map((entry) => {
    const file = path.join(entry.parentPath, entry.name);
    return [path.relative(folder, file).split(path.sep).join('/'), entry.isFile() ? readFileSync(file, 'utf8') : '(special)'] as const;
  }).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Writes files and the folders they need. */
export function put(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
}
