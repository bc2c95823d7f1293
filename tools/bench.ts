import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildProgram, firstSynth, floorCase, hasKubectl, kustomizeCase, makeLab, nextSynth, type BenchLab } from './bench/cases';
import { Meter, type BenchCase, type BenchResult } from './bench/measure';
import { report, type LabResults } from './bench/report';

/*
 * npm run bench: how long whole processes take, from the start of node to the last file, and how much memory.
 *
 *     npm run bench                 # 9 runs of the default lab, 3 of each larger one: five minutes
 *     npm run bench -- 21 0         # 21 runs of the default lab, none of the others: one minute
 *
 * docs/testing.md says how to read the table.
 */

/** Services of the larger labs. */
const SIZES = [100, 1000, 3000, 10_000];
/** Services of the labs whose services have more than a port. */
const RICH_SIZES = [100, 1000];
/** kustomize's time grows with the square of the objects: it would take minutes for more. */
const LARGEST_KUSTOMIZE = 1000;

function main(): void {
  const [runs = 9, runsOfLarge = 3] = process.argv.slice(2).map(Number);
  const scratch = mkdtempSync(path.join(tmpdir(), 'bench-'));
  try {
    process.stdout.write(report(measure(scratch, runs, runsOfLarge)));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function measure(scratch: string, runs: number, runsOfLarge: number): Parameters<typeof report>[0] {
  buildProgram();
  const meter = new Meter(scratch);
  const standard = makeLab(scratch, 0);
  const [floor, first, next] = meter.run([floorCase(scratch), firstSynth(standard), nextSynth(standard)], runs);
  if (!floor || !first || !next) { throw new Error('the first number, of runs of the default lab, has to be 1 or more'); }
  const labs = runsOfLarge > 0 ? SIZES.map((services) => makeLab(scratch, services)) : [];
  const rich = runsOfLarge > 0 ? RICH_SIZES.map((services) => makeLab(scratch, services, 'rich')) : [];
  const synths = meter.run([...labs, ...rich].map(firstSynth), runsOfLarge);
  const kustomized = kustomize(meter, [standard, ...labs], runsOfLarge);
  const named = (lab: BenchLab, index: number, more: string): [number, LabResults][] => {
    const synth = synths[index];
    const name = `${lab.services} services${more}, ${lab.objects} objects`;
    return synth ? [[lab.services, { name, synth, ...kustomized.get(lab) }]] : [];
  };
  return {
    floor,
    standard: [
      { name: `default lab, ${standard.objects} objects, all to write`, synth: first, ...kustomized.get(standard) },
      { name: 'the same, nothing to write', synth: next },
    ],
    large: new Map(labs.flatMap((lab, index) => named(lab, index, ''))),
    rich: new Map(rich.flatMap((lab, index) => named(lab, labs.length + index, ' with mirrors, rewrites and policies'))),
  };
}

/** `kubectl kustomize` over the same output, where it is installed. */
function kustomize(meter: Meter, labs: readonly BenchLab[], runs: number): Map<BenchLab, { readonly kustomize: BenchResult }> {
  const small = hasKubectl() ? labs.filter(({ services }) => services <= LARGEST_KUSTOMIZE) : [];
  const cases: BenchCase[] = small.map(kustomizeCase);
  const results = meter.run(cases, runs);
  return new Map(small.flatMap((lab, index) => {
    const result = results[index];
    return result ? [[lab, { kustomize: result }]] : [];
  }));
}

main();
