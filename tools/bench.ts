import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/*
 * npm run bench: how long a whole synth takes, from starting the process to the last file, beside `kubectl kustomize` over the same documents. Runs of all
 * cases alternate, so that a busy machine slows each of them alike; of every case the fastest run and the median are shown.
 */

const ROOT = path.resolve(__dirname, '..');
const LOADER = path.join(ROOT, 'tools', 'typescript.cjs');
const RUNS = Number(process.argv[2] ?? 5);
const SIZES = [0, 100, 1000, 3000];

interface Case {
  readonly name: string;
  readonly run: () => void;
  readonly millis: number[];
}

function main(): void {
  const scratch = mkdtempSync(path.join(tmpdir(), 'bench-'));
  try {
    const cases = SIZES.flatMap((services) => casesFor(scratch, services));
    for (let round = 0; round < RUNS; round++) {
      for (const { run, millis } of cases) {
        const start = process.hrtime.bigint();
        run();
        millis.push(Number(process.hrtime.bigint() - start) / 1e6);
      }
    }
    process.stdout.write(report(cases));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function casesFor(scratch: string, services: number): Case[] {
  const folder = path.join(scratch, String(services));
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'homelab.yaml'), configuration(services));
  const synth = (): void => { execFileSync(process.execPath, ['--require', LOADER, path.join(ROOT, 'main.ts')], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], env: environment() }); };
  synth();
  const dist = path.join(folder, 'dist');
  const documents = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));
  const name = services === 0 ? 'default lab' : `${services} services`;
  const cases: Case[] = [{ name: `synth, ${name} (${documents.length} objects)`, run: synth, millis: [] }];
  if (spawnSync('kubectl', ['version', '--client']).status === 0) {
    const copy = path.join(folder, 'kustomize');
    cpSync(dist, copy, { recursive: true });
    writeFileSync(path.join(copy, 'kustomization.yaml'), `resources:\n${documents.map((file) => `- ${file.replaceAll('\\', '/')}\n`).join('')}`);
    cases.push({ name: `kubectl kustomize, ${name}`, run: () => { execFileSync('kubectl', ['kustomize', copy], { stdio: ['ignore', 'ignore', 'inherit'], maxBuffer: 1 << 28 }); }, millis: [] });
  }
  return cases;
}

function configuration(services: number): string {
  if (services === 0) { return ''; }
  const entries = Array.from({ length: services }, (_, index) => `  - { name: service-${index}, namespace: my-app, port: ${1024 + index} }\n`);
  return `namespaces: [{ name: my-app, ambient: true }]\nservices:\n${entries.join('')}`;
}

function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== 'CDK8S_OUTDIR' && name !== 'HOMELAB_CONFIG'));
}

function report(cases: readonly Case[]): string {
  const rows = cases.map(({ name, millis }) => {
    const sorted = [...millis].sort((a, b) => a - b);
    return [name, seconds(sorted[0]), seconds(sorted[Math.floor(sorted.length / 2)])];
  });
  const width = Math.max(...rows.map(([name = '']) => name.length));
  return [['', 'fastest', 'median'], ...rows].map(([name = '', fastest = '', median = '']) => `${name.padEnd(width)}  ${fastest.padStart(8)}  ${median.padStart(8)}\n`).join('');
}

function seconds(millis = 0): string {
  return `${(millis / 1000).toFixed(2)} s`;
}

main();
