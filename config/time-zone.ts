import { closest, distance } from 'fastest-levenshtein';
import type { Objection } from './objection';
import { GO_TIME_ZONES } from './time-zones';

/** How names of the time zone database look, for editors. */
export const TIME_ZONE_FORM = /^[A-Z][A-Za-z0-9_+-]*(\/[A-Z][A-Za-z0-9_+-]*)*$/;

/**
 * True for a name that Go's time.LoadLocation finds: https://pkg.go.dev/time#LoadLocation. It reads a file of that name, so capitals
 * matter. `Local`, which it takes too, is whatever the server's machine has; Kubernetes refuses it
 * (validateTimeZone in https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/batch/validation/validation.go).
 */
export function isTimeZone(name: string): boolean {
  return GO_TIME_ZONES.has(name);
}

/** What speaks against the name of a time zone, if anything. */
export function timeZoneObjection(name: string): Objection | undefined {
  if (isTimeZone(name)) { return undefined; }
  const what = 'is not an IANA time zone';
  const near = nearest(name);
  return { what, fix: near === undefined ? FIX : `did you mean ${near}? If not, ${FIX}` };
}

const FIX = 'write it as Area/City, such as Europe/London, or Etc/UTC';

/**
 * The zone that somebody may have meant: the same letters in other cases, a city alone, or a letter away. Never one below Etc, whose signs
 * are the other way round: Etc/GMT+2 is two hours behind.
 */
function nearest(name: string): string | undefined {
  const zones = [...GO_TIME_ZONES];
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[ -]/g, '_');
  const wanted = plain(name);
  if (wanted.length < 3 || wanted.length > 40) { return undefined; }
  const same = zones.find((zone) => plain(zone) === wanted)
    ?? zones.find((zone) => !zone.startsWith('Etc/') && plain(zone).endsWith(`/${wanted}`));
  if (same !== undefined) { return same; }
  const close = closest(name, zones.filter((zone) => !zone.startsWith('Etc/')));
  // Short names have neighbours that mean something else: UTC+1 is not UTC.
  return name.length > 6 && distance(name, close) === 1 ? close : undefined;
}
