/** Seconds, by name. */
export const MINUTE = 60;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Seconds of a Go duration in whole hours, minutes and seconds, such as `720h` or `1h30m`. */
export function goDurationSeconds(duration: string): number {
  const units: Record<string, number> = { h: HOUR, m: MINUTE, s: 1 };
  return [...duration.matchAll(/(\d+)([hms])/g)].reduce((total, [, amount, unit]) => total + Number(amount) * (units[unit ?? ''] ?? 0), 0);
}
