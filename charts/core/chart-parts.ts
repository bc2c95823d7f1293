import { off, type SafeValue } from './safe-values';

/**
 * Monitors and rules of a chart that is installed before the definitions of their kinds are there: the API server refuses them, and the
 * release with them. The lab makes its own (`addScrapeTarget`, `addAlerts`).
 *
 * @param paths - ways to the switches
 */
export function noMonitors(...paths: readonly string[]): SafeValue[] {
  return paths.map((path) => off(path, 'the chart is installed before the kinds of the Prometheus operator exist, and would be refused '
    + 'whole; the lab scrapes it by a monitor of its own'));
}

/** Accounts and rights of a chart, without which its pods do not start or may do nothing. */
export function withRights(...paths: readonly string[]): SafeValue[] {
  return paths.map((path): SafeValue => ({
    path: path.split('.'), safe: [true, undefined], why: 'its pods would not start, or not be allowed to do anything',
  }));
}

/** Names that the lab's monitors, alerts, scripts and pages know. */
export function withNames(...paths: readonly string[]): SafeValue[] {
  return paths.map((path) => off(path, 'alerts, runbooks, scripts and other charts of the lab know its objects by the names they have',
    { wanted: 'nothing' }));
}
