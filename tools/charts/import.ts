import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ChartData } from '../../charts/core/chart-data';
import { CHART_NAMES } from '../../config/schema';
import { CHARTS } from '../../versions';
import { readArchive } from './archive';
import { chartValues } from './values';

/** A chart as versions.ts pins it. */
export interface PinnedChart {
  /** Address of a Helm repository, or of a registry without `oci://`. */
  readonly repository: string;
  /** Name of the chart there. */
  readonly chart: string;
  /** Its version. */
  readonly version: string;
}

/**
 * Reads every pinned chart and writes down what it takes as values.
 *
 * @param target - the folder that is replaced
 * @param archives - a folder with the archives, at any depth; without one, helm pulls them
 * @returns lines to print
 * @throws Error if a chart can not be had
 */
export function importCharts(target: string, archives: string | undefined): string[] {
  const scratch = mkdtempSync(path.join(tmpdir(), 'charts-'));
  try {
    // A chart that can not be had ends this before anything is replaced.
    const files = CHART_NAMES.map((name): [string, string] => {
      const pin = CHARTS[name];
      const source = readArchive(archives === undefined ? pull(pin, scratch) : find(pin, archives));
      return [`${name}.json`, format({ chart: pin.chart, version: pin.version, values: chartValues(source) })];
    });
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    for (const [file, text] of files) { writeFileSync(path.join(target, file), text); }
    return [`The values of ${files.length} charts written to schemas/charts/.`];
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** Charts whose values were read at another version than versions.ts pins, one line each. */
export function describeOtherCharts(folder: string, pins: Readonly<Record<string, PinnedChart>> = CHARTS): string[] {
  return Object.entries(pins).flatMap(([name, { version }]) => {
    const file = path.join(folder, `${name}.json`);
    const read = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ChartData).version : 'none';
    return read === version ? [] : [`other    chart ${name}: values of ${read}, installed ${version}`];
  });
}

function find({ chart, version }: PinnedChart, folder: string): string {
  const wanted = `${chart}-${version}.tgz`;
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort().find((file) => path.basename(file) === wanted);
  if (found === undefined) { throw new Error(`${folder} has no ${wanted}`); }
  return path.join(folder, found);
}

function pull({ repository, chart, version }: PinnedChart, folder: string): string {
  const from = repository.startsWith('https://') ? [chart, '--repo', repository] : [`oci://${repository}/${chart}`];
  execFileSync('helm', ['pull', ...from, '--version', version, '--destination', folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  const file = path.join(folder, `${chart}-${version}.tgz`);
  if (!existsSync(file)) { throw new Error(`helm pulled no ${path.basename(file)}`); }
  return file;
}

/** One line for each of the chart's own first keys, so that a raised pin shows what it changes. */
function format({ values: { keys = {}, ...rest }, ...about }: ChartData): string {
  const lines = Object.entries(keys).map(([key, node]) => `    ${JSON.stringify(key)}: ${JSON.stringify(node)}`);
  const head = [...Object.entries(about)].map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},`);
  const more = Object.entries(rest).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}, `).join('');
  return ['{', ...head, `  "values": { ${more}"keys": {`, lines.join(',\n'), '  } }', '}', ''].join('\n');
}
