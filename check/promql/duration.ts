/** Milliseconds of the units, from large to small. */
const UNITS: readonly (readonly [unit: string, milliseconds: number])[] = [
  ['y', 365 * 86_400_000], ['w', 7 * 86_400_000], ['d', 86_400_000], ['h', 3_600_000], ['m', 60_000], ['s', 1000], ['ms', 1],
];
const FORM = new RegExp(`^${UNITS.map(([unit]) => `(?:(\\d+)${unit})?`).join('')}$`);
/** Go counts nanoseconds in 63 bits: 292 years. */
const LONGEST = 2 ** 63 / 1e6;

/** Why a text is no duration of Prometheus, such as 5m or 1h30m; undefined if it is one. */
export function durationProblem(text: string): string | undefined {
  if (text === '') { return 'a duration is missing, such as 5m'; }
  if (text === '0') { return undefined; }
  const parts = FORM.exec(text);
  if (!parts) {
    const units = [...text.matchAll(/\d+([a-z]+)/g)].map(([, unit]) => unit ?? '');
    const known = UNITS.map(([unit]) => unit);
    const foreign = units.find((unit) => !known.includes(unit));
    if (!/^(?:\d+[a-z]+)+$/.test(text) || units.length === 0) { return `"${text}" is no duration such as 5m or 1h30m`; }
    if (foreign !== undefined) { return `"${foreign}" is no unit of time: ${known.join(', ')} are`; }
    return `the units of "${text}" must go from large to small, each once, as in 1h30m`;
  }
  return milliseconds(parts) > LONGEST ? `"${text}" is longer than 292 years` : undefined;
}

/** Milliseconds of a duration; undefined for a text that is none. */
export function durationLength(text: string): number | undefined {
  const parts = text === '' ? null : FORM.exec(text);
  if (text === '0') { return 0; }
  return parts ? milliseconds(parts) : undefined;
}

function milliseconds(parts: RegExpExecArray): number {
  return UNITS.reduce((sum, [, length], index) => sum + Number(parts[index + 1] ?? 0) * length, 0);
}
