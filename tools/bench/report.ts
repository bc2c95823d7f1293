import { median, type BenchResult, type Sample } from './measure';

/** What was measured of one lab. */
export interface LabResults {
  /** What the table calls it. */
  readonly name: string;
  /** The synth. */
  readonly synth: BenchResult;
  /** `kubectl kustomize` over what it wrote. @default - not measured */
  readonly kustomize?: BenchResult;
}

/** Everything that was measured. */
export interface Results {
  /** What the default lab is compared with. */
  readonly floor: BenchResult;
  /** The default lab. */
  readonly standard: readonly LabResults[];
  /** Larger labs by the number of their services, smallest first. */
  readonly large: ReadonlyMap<number, LabResults>;
  /** Labs whose services have mirrors, rewrites, headers and policies, by the number of their services. */
  readonly rich: ReadonlyMap<number, LabResults>;
}

/** A table of medians, the default lab beside the floor, and how the time grows with the services. */
export function report({ floor, standard, large, rich }: Results): string {
  const rows = [
    ['floor: node, cdk8s, its types, zod, yaml', ...times(floor), memory(floor), ''],
    ...standard.map((lab) => [lab.name, ...times(lab.synth, floor), memory(lab.synth), kustomize(lab)]),
    ...[...large.values(), ...rich.values()].map((lab) => [lab.name, ...times(lab.synth), memory(lab.synth), kustomize(lab)]),
  ];
  return `${columns([['', 'CPU', '', 'wall', '', 'memory', 'kubectl kustomize'], ...rows])}${growth(large)}${beside(large, rich)}`;
}

function times(result: BenchResult, floor?: BenchResult): string[] {
  return (['cpu', 'wall'] as const).flatMap((what) => {
    const value = of(result, what);
    return [format(value, 's', 2), floor ? ratio(value, of(floor, what)) : ''];
  });
}

function memory(result: BenchResult): string {
  return format(of(result, 'memory'), 'MB', 0);
}

function kustomize({ kustomize: result }: LabResults): string {
  return result ? format(of(result, 'wall'), 's', 2) : '';
}

/** How much longer the largest lab takes than the one with a tenth of its services. */
function growth(large: Results['large']): string {
  const [services = 0] = [...large.keys()].slice(-1);
  const [largest, tenth] = [large.get(services), large.get(services / 10)];
  if (!largest || !tenth) { return ''; }
  const [cpu, wall] = (['cpu', 'wall'] as const).map((what) => ratio(of(largest.synth, what), of(tenth.synth, what)));
  return `\n${services} services against ${services / 10}: ${cpu ?? ''} the CPU time, ${wall ?? ''} the wall time.\n`;
}

/** How much longer services that have more take than as many plain ones. */
function beside(large: Results['large'], rich: Results['rich']): string {
  return [...rich].map(([services, { synth }]) => {
    const plain = large.get(services)?.synth;
    const [cpu, wall] = (['cpu', 'wall'] as const).map((what) => ratio(of(synth, what), plain && of(plain, what)));
    const times = `${cpu ?? ''} the CPU time, ${wall ?? ''} the wall time`;
    return `${services} services with mirrors, rewrites and policies against plain ones: ${times}.\n`;
  }).join('');
}

function of({ samples }: BenchResult, what: keyof Sample): number | undefined {
  return median(samples.flatMap((sample) => sample[what] ?? []));
}

function ratio(value: number | undefined, base: number | undefined): string {
  return value === undefined || base === undefined ? '' : `${(value / base).toFixed(2)}x`;
}

function format(value: number | undefined, unit: string, digits: number): string {
  return value === undefined ? '' : `${value.toFixed(digits)} ${unit}`;
}

/** Columns of text, the first to the left and the others to the right. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string => row
    .map((cell, column) => column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))
    .join('  ').trimEnd();
  return rows.map((row) => `${line(row)}\n`).join('');
}
