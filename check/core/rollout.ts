import type { Data, Report } from './report';

/** A number that is not negative, or a percentage of 100 at most. */
export function checkShare(report: Report, path: string, value: unknown, capped = true): void {
  if (typeof value === 'number') { report.range(path, value, 0, 2_147_483_647); }
  if (typeof value !== 'string') { return; }
  if (!/^\d+%$/.test(value)) { report.say(path, 'must be a number or a percentage'); return; }
  if (capped && parseInt(value, 10) > 100) { report.say(path, 'must be 100% at most'); }
}

/** How pods are replaced, a few at a time. `defaults` says whether there is one more pod for a time if the object does not. */
export function checkRollout(report: Report, path: string, rollout: Data, defaults: { readonly surge: boolean }): void {
  const { maxSurge, maxUnavailable } = rollout;
  checkShare(report, `${path}.maxSurge`, maxSurge, false);
  checkShare(report, `${path}.maxUnavailable`, maxUnavailable);
  const isNothing = (value: unknown): boolean => value === 0 || (typeof value === 'string' && /^0+%$/.test(value));
  if (!defaults.surge && maxSurge !== undefined && !isNothing(maxSurge) && !isNothing(maxUnavailable)) {
    report.say(`${path}.maxSurge`, 'must have maxUnavailable: 0 beside it, which is 1 if it is not there');
  }
  const surges = maxSurge === undefined ? defaults.surge : !isNothing(maxSurge);
  if (isNothing(maxUnavailable) && !surges) {
    report.say(`${path}.maxUnavailable`, 'must not be 0 together with maxSurge: nothing could change');
  }
}
