import { chartObjects, hasChartObjects, type ChartObjects } from '../../charts/core/chart-objects';
import type { HelmValues } from '../../charts/core/helm-values';
import type { Manifest } from '../../charts/core/manifest';
import { at, text, valuesOf, type RenderedLab } from '../../charts/core/rendered-lab';
import { CHART_NAMES, type ChartName } from '../../config/schema';
import { CHARTS } from '../../versions';

/** A release of the platform in a lab, with what is recorded of its chart. */
export interface PinnedRelease {
  /** Name of the release. */
  readonly name: ChartName;
  /** The HelmChart or Application that installs it. */
  readonly owner: Manifest;
  /** Its namespace. */
  readonly namespace: string;
  /** Its values, overrides included. */
  readonly values: HelmValues;
  /** What the chart makes with the lab's own values. */
  readonly objects: ChartObjects;
}

/**
 * The platform's releases: the pinned chart, of its repository, at the version that was recorded, by the name that the platform gives it.
 * Anything else that is called so is somebody's own, and nothing is known of it.
 */
export function pinnedReleases(lab: RenderedLab): PinnedRelease[] {
  return CHART_NAMES.flatMap((name): PinnedRelease[] => {
    const objects = hasChartObjects(name) ? chartObjects(name) : undefined;
    const owners = [...lab.ofKind('helm.cattle.io', 'HelmChart'), ...lab.ofKind('argoproj.io', 'Application')]
      .filter((owner) => objects !== undefined && isRelease(owner, name, objects.version) && !isOfCode(lab, owner));
    const [owner] = owners;
    if (!owner || !objects || owners.length > 1) { return []; }
    return [{ name, owner, objects, namespace: destinationOf(owner), values: valuesOf(owner) ?? {} }];
  });
}

/** The namespace that a HelmChart or an Application writes to. */
export function destinationOf(owner: Manifest): string {
  return text(owner, 'spec', 'destination', 'namespace') || text(owner, 'spec', 'targetNamespace') || (owner.metadata.namespace ?? '');
}

/** True for what a lab's own code has made, with values of its own from the begin. */
export function isOfCode(lab: RenderedLab, owner: Manifest): boolean {
  const origin = lab.source(owner)?.origin;
  return origin !== undefined && 'place' in origin;
}

function isRelease(owner: Manifest, name: ChartName, version: string): boolean {
  const pin = CHARTS[name];
  const isChart = owner.kind === 'HelmChart';
  const source = isChart ? at(owner, 'spec') : at(owner, 'spec', 'source');
  const release = text(source, 'helm', 'releaseName') || owner.metadata.name;
  return release === name && owner.metadata.name === name
    && text(source, 'chart') === pin.chart && pin.version === version
    && text(source, isChart ? 'version' : 'targetRevision') === version
    && text(source, isChart ? 'repo' : 'repoURL').replace(/^oci:\/\//, '') === pin.repository;
}
