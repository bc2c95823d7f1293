import { isDeepStrictEqual } from 'node:util';
import { load } from 'js-yaml';
import { SynthError } from '../errors';
import { VERSION_LABELS } from '../charts/core/chart-objects';
import type { Manifest } from '../charts/core/manifest';
import type { RenderedLab } from '../charts/core/rendered-lab';
import { withoutSecrets } from './files';
import { describeRelease, releasesOf, type Release } from './release';
import { clusterOf, type RenderedChart } from './render-charts';
import { renderLab, type ChartSources } from './render-lab';

/** What charts make, as files of a tree of manifests: path and text. The folder of a release is `chart NAME`. */
export type ChartTree = ReadonlyMap<string, string>;

/** Two states of a lab. */
export interface States<T> {
  /** The earlier one. */
  readonly before: T;
  /** The current one. */
  readonly after: T;
}

/**
 * Renders the charts that two states of a lab have with another version or other values. Both are rendered for the cluster of the current
 * state, so that what differs comes from the charts alone.
 *
 * @param kubernetes - version of the cluster, such as `v1.36.4+k3s1`
 * @throws ChartsUnavailable as `renderLab` does
 * @throws SynthError if helm refuses the current values
 */
export async function renderChanges(
  { before, after }: States<RenderedLab>, kubernetes: string, sources: ChartSources,
): Promise<States<ChartTree>> {
  const [old, fresh] = [releasesOf(before).releases, releasesOf(after).releases];
  const cluster = clusterOf(after, kubernetes);
  const render = async (lab: RenderedLab, others: readonly Release[]): Promise<readonly RenderedChart[]> => {
    const skip = (release: Release): boolean => others.some((other) => isSame(release, other));
    return (await renderLab(lab, kubernetes, { ...sources, record: false }, { skip, cluster })).charts.charts;
  };
  const [oldCharts, freshCharts] = [await render(before, fresh), await render(after, old)];
  const refused = freshCharts.flatMap(({ release, refusal }) => refusal === undefined ? [] : [`${describeRelease(release)}: ${refusal}`]);
  if (refused.length > 0) {
    throw new SynthError(`helm refuses the values of ${refused.join('; ')}. homelab render names the key to change.`);
  }
  return { before: treeOf(oldCharts), after: treeOf(freshCharts) };
}

/** Who asks for a release makes no difference to what it makes. */
function isSame(one: Release, other: Release): boolean {
  return isDeepStrictEqual({ ...one, owner: undefined }, { ...other, owner: undefined });
}

function treeOf(charts: readonly RenderedChart[]): ChartTree {
  return new Map(charts.flatMap(({ release, objects }) => objects.map(({ manifest }, index): [string, string] => [
    `chart ${release.name}/${index}.yaml`, JSON.stringify(withoutVersion(withoutSecrets(manifest))),
  ])));
}

/** An object without labels that say nothing but the version, at whatever depth: pod templates repeat them. */
function withoutVersion<T>(data: T): T {
  const clean = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) { return value.map((item) => clean(item, '')); }
    if (value === null || typeof value !== 'object') { return value; }
    return Object.fromEntries(Object.entries(value)
      .filter(([name]) => key !== 'labels' || !VERSION_LABELS.includes(name))
      .map(([name, below]) => [name, clean(below, name)]));
  };
  return clean(data, '') as T;
}

/**
 * The objects of a tree of manifests by folder, for a lab of which nothing but its files is left.
 *
 * @param files - path below `dist/`, with "/", and text
 */
export function foldersOf(files: ReadonlyMap<string, string>): Map<string, Manifest[]> {
  const folders = new Map<string, Manifest[]>();
  for (const [file, text] of files) {
    if (!file.endsWith('.yaml')) { continue; }
    const folder = file.split('/')[0] ?? '';
    folders.set(folder, [...folders.get(folder) ?? [], load(text) as Manifest]);
  }
  return folders;
}
