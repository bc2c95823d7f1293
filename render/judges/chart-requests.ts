import { pinnedReleases } from '../../check/services/pinned-releases';
import type { Judge, Objection } from '../judge';
import { totalOf } from '../lab-requests';
import type { RenderedChart } from '../render-charts';
import { isJob, reloaderAmong, requestsOf, type PodRequests, type Requests } from '../requests';

/** How far what is rendered may be from what is recorded. */
export const TOLERANCE = { milliCpu: 10, mebibytes: 16 } as const;

/**
 * The page on sizing adds up what was recorded of the pinned charts. Where a lab that sets no value of a chart asks for something else, the
 * page is wrong.
 */
export const chartRequests: Judge = {
  name: 'chart-requests',
  severity: 'warning',
  check: ({ lab, charts }) => pinnedReleases(lab).flatMap(({ name, owner, objects }): Objection[] => {
    const chart = charts.find(({ release }) => release.owner === owner);
    if (!chart || chart.refusal !== undefined || Object.keys(lab.config.values[name]).length > 0) { return []; }
    const pods = podsOfChart(chart);
    // Without any pod it is not the chart that was recorded, and other judges say what is missing.
    if (pods.length === 0) { return []; }
    const [now, recorded] = [totalOf(pods), totalOf(objects.pods.map((each) => ({ ...each, job: isJob(each) })))];
    const isNear = Math.abs(now.milliCpu - recorded.milliCpu) <= TOLERANCE.milliCpu
      && Math.abs(now.mebibytes - recorded.mebibytes) <= TOLERANCE.mebibytes;
    return isNear ? [] : [{
      object: owner,
      what: `asks for ${show(now)}, and the page on sizing counts ${show(recorded)}`,
      fix: 'tell the project; in its sources, npm run import -- --charts and npm run sizing write it anew',
    }];
  }),
};

function podsOfChart({ objects }: RenderedChart): (PodRequests & { readonly job: boolean })[] {
  const reloader = reloaderAmong(objects);
  return objects.flatMap(({ manifest }) => {
    const requests = requestsOf(manifest, reloader);
    return requests ? [{ ...requests, job: isJob(manifest) }] : [];
  });
}

function show({ milliCpu, mebibytes }: Requests): string { return `${milliCpu}m CPU and ${mebibytes} MiB`; }
