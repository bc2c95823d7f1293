import { describe, groupOf, type Manifest } from '../../charts/core/manifest';
import type { Judge, Objection } from '../judge';
import { describeRelease } from '../release';
import type { RenderedCharts } from '../rendered-charts';

/** Argo CD refuses an object that another Application has (FailOnSharedResource); without that the two take turns. */
export const chartOwnedOnce: Judge = {
  name: 'chart-owned-once',
  severity: 'error',
  check: (charts) => {
    const seen = new Map<string, Manifest>();
    return charts.all.manifests.flatMap((object): Objection[] => {
      const key = `${groupOf(object)}/${describe(object)}`;
      const other = seen.get(key);
      seen.set(key, object);
      // Two in the lab's own folders are for the rule owned-once.
      if (!other || !charts.source(object)) { return []; }
      return [{ object, what: `is made twice: ${ownerOf(charts, other)} has it too`, fix: 'switch it off in one of the two' }];
    });
  },
};

function ownerOf(charts: RenderedCharts, object: Manifest): string {
  const source = charts.source(object);
  return source ? `the ${describeRelease(source.release)}` : `dist/${charts.lab.folder(object)}`;
}
