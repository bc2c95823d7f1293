import type { RenderedLab } from '../charts/core/rendered-lab';
import { archivesFromCache, archivesIn, checkArchives, type Archives } from './archives';
import { readChecksums, saveChecksums } from './checksums';
import { Helm } from './helm';
import { releasesOf, type Release } from './release';
import { clusterOf, renderCharts } from './render-charts';
import { RenderedCharts } from './rendered-charts';

/** Where charts come from. */
export interface ChartSources {
  /** A folder of packaged charts; nothing is pulled then. @default - helm's cache, filled from the registries */
  readonly folder?: string;
  /** The list of checksums that archives are held to (checksums.ts). */
  readonly checksums: string;
  /** Called with each chart that is being pulled. */
  readonly onPull: (release: Release) => void;
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
export async function renderLab(lab: RenderedLab, kubernetes: string, { folder, checksums, onPull }: ChartSources): Promise<Rendering> {
  const { releases, unrendered } = releasesOf(lab);
  const helm = await Helm.find();
  const archives = folder === undefined ? await archivesFromCache(helm, releases, onPull) : archivesIn(folder, releases);
  const known = readChecksums(checksums);
  const sums = checkArchives(archives, known, checksums);
  // A folder is what somebody put together by hand; only what a registry has published is worth remembering.
  const recorded = folder === undefined && saveChecksums(checksums, sums, known);
  const cluster = clusterOf(lab, kubernetes);
  const charts = await renderCharts(helm, releases, archives, cluster);
  return { charts: new RenderedCharts(lab, charts, unrendered), archives, helm: helm.version, kubernetes: cluster.kubernetes, recorded };
}
