import { availableParallelism } from 'node:os';
import { groupOf } from '../charts/core/manifest';
import { customKinds, scopeOf } from '../charts/core/pinned-kinds';
import { text, type RenderedLab } from '../charts/core/rendered-lab';
import type { Archives } from './archives';
import { oneLine, type Cluster, type Helm } from './helm';
import { readHelmOutput, type ChartObject } from './helm-yaml';
import { inParallel } from './in-parallel';
import { archiveName, type Release } from './release';

/** A release as the cluster gets it. */
export interface RenderedChart {
  /** What was rendered. */
  readonly release: Release;
  /** Every object, namespaces filled in; empty if helm refused. */
  readonly objects: readonly ChartObject[];
  /** Why helm refuses to render it, on one line. @default - it does not */
  readonly refusal?: string;
}

/**
 * Renders every release with its values, some at a time.
 *
 * @returns the charts in the order of the releases
 */
export async function renderCharts(
  helm: Helm, releases: readonly Release[], archives: Archives, cluster: Cluster,
): Promise<RenderedChart[]> {
  const charts = await inParallel(releases, availableParallelism(), async (release) => {
    const archive = archives.get(archiveName(release));
    if (!archive) { throw new Error(`there is no archive of ${archiveName(release)}`); }
    return renderOne(helm, release, archive.file, cluster);
  });
  const scopes = scopesOf(charts);
  return charts.map((chart) => ({ ...chart, objects: chart.objects.map((object) => placed(object, chart.release, scopes)) }));
}

/** What a lab's charts may ask about its cluster, as the definitions say that some part of the lab brings. */
export function clusterOf(lab: RenderedLab, kubernetes: string): Cluster {
  const kinds = customKinds().filter(({ group, kind }) => {
    const provider = lab.providerOf(group, kind);
    return provider === undefined || provider.application !== undefined;
  });
  const names = kinds.flatMap(({ group, version, kind }) => [`${group}/${version}`, `${group}/${version}/${kind}`]);
  // What K3s tells helm carries its own suffix, which no chart may depend on.
  return { kubernetes: kubernetes.replace(/^v/, '').replace(/\+.*$/, ''), apiVersions: [...new Set(names)].sort() };
}

async function renderOne(helm: Helm, release: Release, archive: string, cluster: Cluster): Promise<RenderedChart> {
  // K3s installs its charts into an empty cluster, before anybody has brought a definition.
  const apiVersions = release.owner.kind === 'HelmChart' ? [] : cluster.apiVersions;
  const { ok, stdout, stderr } = await helm.template(release, archive, { ...cluster, apiVersions });
  if (!ok) { return { release, objects: [], refusal: oneLine(stderr) }; }
  try {
    return { release, objects: readHelmOutput(stdout) };
  } catch (error) {
    return { release, objects: [], refusal: oneLine(error instanceof Error ? error.message : String(error)) };
  }
}

/** Scopes of the custom kinds whose definitions the charts bring themselves, by `group/kind`. */
function scopesOf(charts: readonly RenderedChart[]): Map<string, string> {
  return new Map(charts.flatMap(({ objects }) => objects)
    .filter(({ manifest }) => manifest.kind === 'CustomResourceDefinition')
    .map(({ manifest }) => [
      `${text(manifest, 'spec', 'group')}/${text(manifest, 'spec', 'names', 'kind')}`, text(manifest, 'spec', 'scope'),
    ]));
}

/** Kubernetes' own kinds without a namespace that are not pinned and that charts make. */
const CLUSTER_KINDS = new Set(['/Node', 'storage.k8s.io/CSIDriver', 'flowcontrol.apiserver.k8s.io/FlowSchema']);

/** An object where Argo CD and Helm put it: in the release's namespace if it needs one and names none. */
function placed({ manifest, template }: ChartObject, { namespace }: Release, scopes: ReadonlyMap<string, string>): ChartObject {
  const key = `${groupOf(manifest)}/${manifest.kind}`;
  const clusterWide = (scopeOf(groupOf(manifest), manifest.kind) ?? scopes.get(key)) === 'Cluster' || CLUSTER_KINDS.has(key);
  const { namespace: given, ...metadata } = manifest.metadata;
  return { template, manifest: { ...manifest, metadata: clusterWide ? metadata : { ...metadata, namespace: given ?? namespace } } };
}
