import type { RenderedLab } from '../charts/core/rendered-lab';
import { pinnedReleases } from '../check/services/pinned-releases';
import { demandsOf, totalOf, type Demand as PodDemand } from './lab-requests';
import { RenderedCharts } from './rendered-charts';
import { isJob, type Requests } from './requests';

/** What one kind of pod asks of a node. */
export interface Demand extends Omit<PodDemand, 'from'> {
  /** Release, or what else brings it, and the object. */
  readonly component: string;
}

/** Everything a lab of one node asks for: what was recorded of its charts, and what its own folders hold. No chart is rendered for it. */
export function recordedDemands(lab: RenderedLab): Demand[] {
  const charts = pinnedReleases(lab).flatMap(({ name, objects }) => objects.pods.map((pods): Demand => ({
    component: `${name}: ${pods.kind} ${pods.name}`, milliCpu: pods.milliCpu, mebibytes: pods.mebibytes, count: pods.count,
    unset: pods.unset ?? [], job: isJob(pods),
  })));
  const others = demandsOf(new RenderedCharts(lab, [])).map(({ from, ...rest }): Demand => {
    const [kind, name = ''] = from.split(' ');
    return { component: name.startsWith('kube-system/') ? `k3s: ${kind} ${name.split('/')[1]}` : `lab: ${kind} ${name}`, ...rest };
  });
  return [...charts, ...others].sort((a, b) => (a.component < b.component ? -1 : 1));
}

/** The sum of what runs all the time. */
export function total(all: readonly Demand[]): Requests { return totalOf(all); }
