import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { load } from 'js-yaml';
import type { ChartSource, JsonSchema } from './values';

/** A chart as `helm package` writes it, read as data. Nothing of it is run. */
export function readArchive(file: string): ChartSource {
  const folder = mkdtempSync(path.join(tmpdir(), 'chart-'));
  try {
    execFileSync('tar', ['-xzf', file, '-C', folder]);
    const [name = ''] = readdirSync(folder);
    return readChart(path.join(folder, name));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readChart(folder: string): ChartSource {
  const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8');
  const about = load(read('Chart.yaml')) as { name: string; version: string; dependencies?: { name: string; alias?: string }[] };
  const schema = existsSync(path.join(folder, 'values.schema.json'))
    ? { schema: JSON.parse(read('values.schema.json')) as JsonSchema } : {};
  const folderOf = (name: string): string => path.join(folder, 'charts', name);
  const parts = (about.dependencies ?? []).filter(({ name }) => existsSync(folderOf(name)))
    .map(({ name, alias }) => [alias ?? name, readChart(folderOf(name))] as const);
  return {
    name: about.name,
    version: about.version,
    defaults: (load(existsSync(path.join(folder, 'values.yaml')) ? read('values.yaml') : '{}') ?? {}) as Record<string, unknown>,
    ...schema,
    templates: templates(path.join(folder, 'templates')),
    parts: Object.fromEntries(parts),
  };
}

/** In the order of their names, so that no system's order of files counts. */
function templates(folder: string): string[] {
  if (!existsSync(folder)) { return []; }
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
    .map((file) => readFileSync(file, 'utf8'));
}
