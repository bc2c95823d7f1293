import { describe, type Manifest } from '../charts/core/manifest';
import { isOfCode, pinnedReleases } from '../check/services/pinned-releases';
import type { RenderedCharts } from './rendered-charts';

/** Templates by which a chart passes on whole objects that stand in its values. */
const PASSED_ON = /extra|additional/i;

/**
 * Everything that is not the platform's: of charts that are not pinned, of manifests among the values of those that are, and of a lab's own
 * code. What programs behind it say of themselves is not known.
 *
 * @returns objects as messages call them, such as `Service shop/pushgateway`
 */
export function foreignObjects(charts: RenderedCharts): ReadonlySet<string> {
  const owners = new Set(pinnedReleases(charts.lab).map(({ owner }) => owner));
  const isForeign = (manifest: Manifest): boolean => {
    const made = charts.source(manifest);
    return made ? !owners.has(made.release.owner) || PASSED_ON.test(made.template) : isOfCode(charts.lab, manifest);
  };
  return new Set(charts.all.manifests.filter(isForeign).map(describe));
}
