import type { RenderedLab } from '../charts/core/rendered-lab';
import { archivesFromCache, archivesIn, checkArchives, type Archives } from './archives';
import { readChecksums, saveChecksums } from './checksums';
import { Helm, type Cluster } from './helm';
import { releasesOf, type PinnedChart, type Release } from './release';
import { clusterOf, renderCharts } from './render-charts';
import { RenderedCharts } from './rendered-charts';

/** Where charts come from. */
export interface ChartSources {
  /** A folder of packaged charts; nothing is pulled then. @default - helm's cache, filled from the registries */
  readonly folder?: string;
  /** The list of checksums that archives are held to (checksums.ts). */
  readonly checksums: string;
  /** Whether checksums of new archives are written to that list. @default true */
  readonly record?: boolean;
  /** Called with each chart that is being pulled. */
  readonly onPull: (release: PinnedChart) => void;
}

/** What of a lab is rendered, and for which cluster. */
export interface RenderChoice {
  /** Releases that are left out. @default - none */
  readonly skip?: (release: Release) => boolean;
  /** What charts may ask about the cluster. @default - what the lab itself brings */
  readonly cluster?: Cluster;
}

/** Charts with what they were made by. */
export interface Rendering {
  /** The charts, and the lab around them. */
  readonly charts: RenderedCharts;
  /** Their archives. */
  readonly archives: Archives;
  /** Version of helm. */
  readonly helm: string;
  /** Version of Kubernetes that they were rendered for. */
  readonly kubernetes: string;
  /** True if checksums were recorded. */
  readonly recorded: boolean;
}

/**
 * Renders every chart of a lab.
 *
 * @param kubernetes - version of the cluster, such as `v1.36.4+k3s1`
 * @throws ChartsUnavailable if there is no helm, an archive is missing, or one is not that of last time
 */
export async function renderLab(
  lab: RenderedLab, kubernetes: string, { folder, checksums, record = true, onPull }: ChartSources, choice: RenderChoice = {},
): Promise<Rendering> {
  const { releases: all, unrendered } = releasesOf(lab);
  const releases = all.filter((release) => choice.skip?.(release) !== true);
  const helm = await Helm.find();
  const archives = folder === undefined ? await archivesFromCache(helm, releases, onPull) : archivesIn(folder, releases);
  const known = readChecksums(checksums);
  const sums = checkArchives(archives, known, checksums);
  // A folder is what somebody put together by hand; only what a registry has published is worth remembering.
  const recorded = record && folder === undefined && saveChecksums(checksums, sums, known);
  const cluster = choice.cluster ?? clusterOf(lab, kubernetes);
  const charts = await renderCharts(helm, releases, archives, cluster);
  return { charts: new RenderedCharts(lab, charts, unrendered), archives, helm: helm.version, kubernetes: cluster.kubernetes, recorded };
}
