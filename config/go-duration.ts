/** Milliseconds of each unit of Go's durations: https://pkg.go.dev/time#ParseDuration. */
const UNITS: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, 'µs': 1e-3, 'μs': 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const DURATION = /^[+-]?((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+$/;
const PART = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;

/** Milliseconds of a duration as Go writes it, such as `1h30m`; undefined for a text that is none. There is no unit above hours. */
export function goDuration(text: string): number | undefined {
  if (text === '0') { return 0; }
  if (!DURATION.test(text)) { return undefined; }
  const sum = [...text.matchAll(PART)].reduce((total, [, number, unit]) => total + Number(number) * (UNITS[unit ?? ''] ?? 0), 0);
  return text.startsWith('-') ? -sum : sum;
}
