/** Seconds in a duration such as `1h30m`; the field rule has checked its form. */
export function seconds(duration: string): number {
  const unit: Record<string, number> = { h: 3600, m: 60, s: 1 };
  return [...duration.matchAll(/(\d+)([hms])/g)].reduce((sum, [, count, of]) => sum + Number(count) * (unit[of ?? ''] ?? 0), 0);
}
