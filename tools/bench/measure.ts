import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What one process took. */
export interface Sample {
  /** From its start to its end, in seconds. */
  readonly wall: number;
  /** Time on processors, its own and the system's for it, in seconds. @default - not known: it was not node */
  readonly cpu?: number;
  /** The most memory it had at once, in megabytes. @default - not known: it was not node */
  readonly memory?: number;
}

/** A process to measure. */
export interface BenchCase {
  /** What messages call it. */
  readonly name: string;
  /** The program: `node` for the one that runs this, anything else from the PATH. */
  readonly command: string;
  /** Its arguments. */
  readonly args: readonly string[];
  /** Folder that it runs in. */
  readonly folder: string;
  /** Called before each run, and not measured. @default - nothing to prepare */
  readonly prepare?: () => void;
}

/** What the runs of a case took. */
export interface BenchResult {
  /** One for each run. */
  readonly samples: readonly Sample[];
}

/** What a shell may have set that makes a synth do something else. */
const FOREIGN = new Set(['HOMELAB_CONFIG', 'CDK8S_OUTDIR', 'NODE_OPTIONS', 'NODE_COMPILE_CACHE', 'NODE_DISABLE_COMPILE_CACHE']);

/** Runs processes and measures them. */
export class Meter {
  private readonly preload: string;
  private readonly reading: string;

  /** @param scratch - an empty folder */
  constructor(scratch: string) {
    this.preload = path.join(scratch, 'meter.cjs');
    this.reading = path.join(scratch, 'reading.json');
    // Only a process itself can say what it took, on every system alike.
    writeFileSync(this.preload, `process.on('exit', () => {
  require('fs').writeFileSync(${JSON.stringify(this.reading)}, JSON.stringify(process.resourceUsage()));
});\n`);
  }

  /**
   * Runs each case a number of times. All of them take turns, so that what else the machine does slows each alike. A first round, which
   * fills the caches of disks, is not counted.
   *
   * @returns what each case took, in their order; nothing for no rounds
   * @throws Error if a process fails
   */
  public run(cases: readonly BenchCase[], rounds: number): BenchResult[] {
    if (rounds < 1) { return []; }
    const results = cases.map((each) => ({ each, samples: [] as Sample[] }));
    for (let round = 0; round <= rounds; round++) {
      for (const { each, samples } of results) {
        each.prepare?.();
        const sample = this.measure(each);
        if (round > 0) { samples.push(sample); }
      }
    }
    return results;
  }

  private measure({ name, command, args, folder }: BenchCase): Sample {
    const isNode = command === 'node';
    const env = Object.fromEntries(Object.entries(process.env).filter(([variable]) => !FOREIGN.has(variable)));
    rmSync(this.reading, { force: true });
    const began = process.hrtime.bigint();
    const { status, error } = spawnSync(isNode ? process.execPath : command, isNode ? ['--require', this.preload, ...args] : [...args], {
      cwd: folder, env, stdio: ['ignore', 'ignore', 'inherit'],
    });
    const wall = Number(process.hrtime.bigint() - began) / 1e9;
    if (error ?? status !== 0) { throw new Error(`${name} failed: ${error?.message ?? `exit code ${status ?? 'none'}`}`); }
    if (!isNode || !existsSync(this.reading)) { return { wall }; }
    const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(readFileSync(this.reading, 'utf8')) as NodeJS.ResourceUsage;
    return { wall, cpu: (userCPUTime + systemCPUTime) / 1e6, memory: maxRSS / 1024 };
  }
}

/** The middle of some numbers; undefined if there are none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}
