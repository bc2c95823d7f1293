/** A series as promtool's input names it: `metric{label="value"}`. Labels that hold for many series can be spread into it. */
export function series(metric: string, labels: Readonly<Record<string, string>>): string {
  return `${metric}{${Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`).join(',')}}`;
}
