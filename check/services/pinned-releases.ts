import { chartObjects, type ChartObjects } from '../../charts/core/chart-objects';
import type { HelmValues } from '../../charts/core/helm-values';
import type { Manifest } from '../../charts/core/manifest';
import { destinationOf, releaseSource } from '../../charts/core/release-source';
import { isOfApplications } from '../../charts/gitops/lab-applications';
import { valuesOf, type RenderedLab } from '../../charts/core/rendered-lab';
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
 * Anything else that is called so is somebody's own, and nothing is known of it; so is the same chart as an entry of `applications`, which
 * does not have the values that the lab gives it.
 */
export function pinnedReleases(lab: RenderedLab): PinnedRelease[] {
  return CHART_NAMES.flatMap((name): PinnedRelease[] => {
    const objects = chartObjects(name);
    const owners = [...lab.ofKind('helm.cattle.io', 'HelmChart'), ...lab.ofKind('argoproj.io', 'Application')]
      .filter((owner) => isRelease(owner, name, objects.version));
    const [owner] = owners;
    if (!owner || owners.length > 1 || isOfCode(lab, owner) || isOfApplications(lab, owner)) { return []; }
    return [{ name, owner, objects, namespace: destinationOf(owner), values: valuesOf(owner) ?? {} }];
  });
}

/** True for what a lab's own code has made, with values of its own from the begin. */
export function isOfCode(lab: RenderedLab, owner: Manifest): boolean {
  const origin = lab.source(owner)?.origin;
  return origin !== undefined && 'place' in origin;
}

function isRelease(owner: Manifest, name: ChartName, version: string): boolean {
  const pin = CHARTS[name];
  const source = releaseSource(owner);
  return owner.metadata.name === name && source.name === name && source.chart === pin.chart && source.repository === pin.repository
    && source.version === version && pin.version === version;
}
