import { spawnSync } from 'node:child_process';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
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

/** Everything below a folder, folders and the folder itself included: kind and permissions, then text of a file or aim of a link. */
export function portrait(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(['', ...entries].map((entry) => {
    const file = path.join(folder, entry);
    const stat = lstatSync(file);
    const mode = (stat.mode & 0o7777).toString(8);
    const owner = `${stat.uid}:${stat.gid}`;
    const name = entry.split(path.sep).join('/');
    if (stat.isSymbolicLink()) { return [name, `link to ${readlinkSync(file)}`]; }
    if (stat.isDirectory()) { return [name, `folder ${mode} ${owner}`]; }
    return [name, `${stat.isFile() ? 'file' : 'special'} ${mode} ${owner} ${stat.isFile() ? readFileSync(file, 'latin1') : ''}`];
  }));
}

/** True where a test may mount a small disk of its own, to fill it. */
export function canMount(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0
    && spawnSync('sh', ['-c', 'd=$(mktemp -d) && mount -t tmpfs -o size=64k none "$d" && umount "$d"']).status === 0;
}
