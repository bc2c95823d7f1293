import { readFileSync } from 'node:fs';
import { gt } from 'semver';
import { isInChartRange } from '../../config/chart-range';
import { formatPath } from '../../config/problem';
import { YamlSource } from '../../config/source';
import { systemReason } from '../../errors';
import { replaceFile } from '../../output/replace-file';
import { Helm } from '../../render/helm';
import { inParallel } from '../../render/in-parallel';
import { CannotError } from '../exit-codes';
import { raiseCharts } from './raise-charts';
import { rangedCharts, type RangedChart } from './ranged-charts';

/** A chart with the newest version of its range. */
export interface ChartChoice extends RangedChart {
  /** The newest version in the range that the repository has. */
  readonly newest: string;
}

/** What was found out about the charts of one file. */
export interface ChartUpgrade {
  /** A homelab.yaml, as it was named. */
  readonly file: string;
  /** Its charts with a range. */
  readonly charts: readonly ChartChoice[];
  /** The file with the newest versions; undefined if it has them. */
  readonly text: string | undefined;
}

/** How many repositories are asked at once. */
const AT_ONCE = 4;

/**
 * Looks up the newest versions of the charts whose application says a range. Nothing is written.
 *
 * @param file - a homelab.yaml; it may still have a range in the place of a version
 * @throws CannotError if the file cannot be read or changed, or a repository does not answer
 */
export async function findChartUpgrades(file: string): Promise<ChartUpgrade> {
  const text = readFileSync(file, 'utf8');
  const { data, problems } = new YamlSource(text);
  if (problems.length > 0 || data === undefined) {
    throw new CannotError(`${file} is not YAML that can be changed; "homelab synth" says what is wrong with it.`);
  }
  const wanted = rangedCharts(data);
  if (wanted.length === 0) { return { file, charts: [], text: undefined }; }
  const helm = await Helm.find();
  const charts = await inParallel(wanted, AT_ONCE, async (each): Promise<ChartChoice> =>
    ({ ...each, newest: await helm.newest({ repository: each.repository.replace(/^oci:\/\//, ''), chart: each.chart }, each.range) }));
  const raises = charts.filter(isRaise).map(({ path: at, version, newest, range }) =>
    ({ path: at, version: newest, ...version === undefined ? { range } : {} }));
  if (raises.length === 0) { return { file, charts, text: undefined }; }
  const raised = raiseCharts(text, raises);
  if (raised === undefined) {
    const versions = charts.filter(isRaise).map(({ path: at, newest }) => `${formatPath([...at, 'targetRevision'])}: ${newest}`);
    throw new CannotError(`${file} has a version that stands in several places, by an anchor; write them by hand: ${versions.join(', ')}.`);
  }
  return { file, charts, text: raised };
}

/** True for a chart whose version changes: to a newer one, or into its range. */
export function isRaise({ version, newest, range }: ChartChoice): boolean {
  return version === undefined || !isInChartRange(version, range) || gt(newest, version, { loose: true });
}

/**
 * Replaces a homelab.yaml whole, or leaves it as it is.
 *
 * @throws CannotError if it cannot be written
 */
export function writeConfig(file: string, text: string): void {
  try {
    replaceFile(file, text);
  } catch (error) {
    throw new CannotError(`${file} cannot be written: ${systemReason(error)}.`, { cause: error });
  }
}
