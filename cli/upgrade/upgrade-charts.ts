import { formatPath } from '../../config/problem';
import { EXIT } from '../exit-codes';
import { say } from '../output';
import { findChartUpgrades, isRaise, writeConfig, type ChartChoice, type ChartUpgrade } from './charts';

/** How the result is given. */
interface Options {
  /** Only say what there is. */
  readonly check: boolean;
  /** As data. */
  readonly json: boolean;
}

/**
 * `homelab upgrade --charts`: all files are looked at before the first is written.
 *
 * @param files - of the labs, as messages name them
 * @throws CannotError if a file or a repository cannot be read, or a file cannot be written
 */
export async function upgradeCharts(files: readonly string[], { check, json }: Options): Promise<number> {
  const upgrades: ChartUpgrade[] = [];
  for (const file of files) { upgrades.push(await findChartUpgrades(file)); }
  const changed = upgrades.filter(({ text }) => text !== undefined);
  if (!check) { changed.forEach(({ file, text = '' }) => { writeConfig(file, text); }); }
  say(json ? JSON.stringify({ written: check ? [] : changed.map(({ file }) => file), labs: upgrades.map(dataOf) }, undefined, 2)
    : [...upgrades.flatMap(linesOf), ...check || changed.length === 0 ? [] : nextSteps(changed)].join('\n'));
  return check && changed.length > 0 ? EXIT.changes : EXIT.ok;
}

function linesOf({ file, charts }: ChartUpgrade): string[] {
  if (charts.length === 0) { return [`${file}: no application says in which range its chart may be raised (versions).`]; }
  return charts.map((chart) => `${file} ${formatPath(chart.path)}: ${sentence(chart)}`);
}

function sentence(choice: ChartChoice): string {
  const { chart, version, newest, range } = choice;
  if (version === undefined || newest === version) { return `${chart} ${newest} is the newest of ${range}.`; }
  return isRaise(choice) ? `${chart} ${version} -> ${newest}, the newest of ${range}.`
    : `${chart} ${version} stays: ${newest} is the newest of ${range} in its repository.`;
}

function dataOf({ file, charts }: ChartUpgrade): unknown {
  return { config: file, charts: charts.map(({ path, chart, repository, version, newest, range }) =>
    ({ key: formatPath(path), chart, repository, versions: range, current: version ?? null, newest })) };
}

function nextSteps(changed: readonly ChartUpgrade[]): string[] {
  return [
    '', `Changed: ${changed.map(({ file }) => file).join(', ')}. Nothing else was.`,
    'Next: homelab diff --render shows what it does to each object; then homelab synth, and commit.',
  ];
}
