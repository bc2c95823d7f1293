import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ChartData } from '../../charts/core/chart-data';
import { CHART_NAMES } from '../../config/schema';
import { archivesFromCache, archivesIn } from '../../render/archives';
import { Helm } from '../../render/helm';
import { archiveName, type PinnedChart } from '../../render/release';
import { CHARTS } from '../../versions';
import { readArchive } from './archive';
import { chartValues } from './values';

/**
 * Reads every pinned chart and writes down what it takes as values.
 *
 * @param target - the folder that is replaced
 * @param archives - a folder with the archives, at any depth; without one, helm pulls them into its cache
 * @returns lines to print
 * @throws ChartsUnavailable if a chart can not be had; nothing is replaced then
 */
export async function importCharts(target: string, archives: string | undefined): Promise<string[]> {
  const pins = CHART_NAMES.map((name) => CHARTS[name]);
  const found = archives === undefined ? await archivesFromCache(await Helm.find(), pins, () => undefined) : archivesIn(archives, pins);
  const files = CHART_NAMES.map((name): [string, string] => {
    const { chart, version } = CHARTS[name];
    const source = readArchive(found.get(archiveName(CHARTS[name]))?.file ?? '');
    return [`${name}.json`, format({ chart, version, values: chartValues(source) })];
  });
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const [file, text] of files) { writeFileSync(path.join(target, file), text); }
  return [`The values of ${files.length} charts written to schemas/charts/.`];
}

/** Charts whose values were read at another version than versions.ts pins, one line each. */
export function describeOtherCharts(folder: string, pins: Readonly<Record<string, PinnedChart>> = CHARTS): string[] {
  return Object.entries(pins).flatMap(([name, { version }]) => {
    const file = path.join(folder, `${name}.json`);
    const read = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ChartData).version : 'none';
    return read === version ? [] : [`other    chart ${name}: values of ${read}, installed ${version}`];
  });
}

/** One line for each of the chart's own first keys, so that a raised pin shows what it changes. */
function format({ values: { keys = {}, ...rest }, ...about }: ChartData): string {
  const lines = Object.entries(keys).map(([key, node]) => `    ${JSON.stringify(key)}: ${JSON.stringify(node)}`);
  const head = [...Object.entries(about)].map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},`);
  const more = Object.entries(rest).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}, `).join('');
  return ['{', ...head, `  "values": { ${more}"keys": {`, lines.join(',\n'), '  } }', '}', ''].join('\n');
}
