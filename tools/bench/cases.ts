import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BenchCase } from './measure';

const ROOT = path.resolve(__dirname, '..', '..');
const PROGRAM = path.join(ROOT, 'lib', 'main.js');
const CONFIG = 'homelab.yaml';

/** What every synth loads, whatever it does with it. */
const LOADED = ['cdk8s', 'cdk8s-plus-28/lib/imports/k8s', 'zod', 'yaml'];

/** What the services of a lab have: a port and nothing else, or a mirror, a rewrite, headers and a policy as well. */
export type ServiceKind = 'plain' | 'rich';

/** A lab to measure. */
export interface BenchLab {
  /** What its services have. */
  readonly kind: ServiceKind;
  /** How many services it has beside the platform's pages. */
  readonly services: number;
  /** Its folder, with what a synth wrote. */
  readonly folder: string;
  /** How many objects are in its `dist/`. */
  readonly objects: number;
}

/** Compiles the program, as it is now. */
export function buildProgram(): void {
  execFileSync(process.execPath, [path.join(ROOT, 'tools', 'build.mjs')], { stdio: 'inherit' });
}

/**
 * Makes a lab and synthesises it once.
 *
 * @param services - 0 for the default lab
 */
export function makeLab(scratch: string, services: number, kind: ServiceKind = 'plain'): BenchLab {
  const folder = path.join(scratch, `${services}-${kind}`);
  mkdirSync(folder);
  writeFileSync(path.join(folder, CONFIG), configuration(services, kind));
  execFileSync(process.execPath, [PROGRAM, 'synth'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  return { kind, services, folder, objects: manifestsIn(path.join(folder, 'dist')).length };
}

/** Node that loads what every synth stands on, and does nothing. */
export function floorCase(scratch: string): BenchCase {
  const program = path.join(scratch, 'floor.cjs');
  writeFileSync(program, LOADED.map((name) => `require(${JSON.stringify(require.resolve(name))});\n`).join(''));
  return { name: 'the floor', command: 'node', args: [program], folder: scratch };
}

/** A synth that has everything to write, as the first of a lab has. */
export function firstSynth(lab: BenchLab): BenchCase {
  return { ...nextSynth(lab), name: `the first synth of ${lab.services} ${lab.kind} services`, prepare: () => { empty(lab.folder); } };
}

/** A synth that finds everything as it is to be. */
export function nextSynth({ kind, services, folder }: BenchLab): BenchCase {
  return { name: `a synth of ${services} ${kind} services`, command: 'node', args: [PROGRAM, 'synth'], folder };
}

/** `kubectl kustomize` over a copy of what a lab's synth wrote. */
export function kustomizeCase({ services, folder }: BenchLab): BenchCase {
  const copy = `${folder}-kustomize`;
  if (!existsSync(copy)) { cpSync(path.join(folder, 'dist'), copy, { recursive: true }); }
  writeFileSync(path.join(copy, 'kustomization.yaml'), `resources:\n${manifestsIn(copy).map((file) => `- ${file}\n`).join('')}`);
  return { name: `kubectl kustomize of ${services} services`, command: 'kubectl', args: ['kustomize', copy], folder: copy };
}

/** True where kubectl is installed. */
export function hasKubectl(): boolean {
  return spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).status === 0;
}

const MORE: Readonly<Record<ServiceKind, string>> = {
  plain: '',
  rich: [
    ', matches: [{ path: { value: /app } }], rewrite: { prefix: / }, mirror: [{ name: recorder, port: 80, percent: 5 }]',
    ', requestHeaders: { set: { X-Forwarded-Prefix: /app } }, allowFrom: [gateway]',
  ].join(''),
};

function configuration(services: number, kind: ServiceKind): string {
  if (services === 0) { return ''; }
  const entries = Array.from({ length: services }, (_, index) => (
    `  - { name: service-${index}, namespace: my-app, port: ${1024 + index}${MORE[kind]} }\n`
  ));
  return `namespaces: [{ name: my-app, ambient: true }]\nservices:\n${entries.join('')}`;
}

/** Leaves a lab as it is before its first synth. */
function empty(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name !== CONFIG) { rmSync(path.join(folder, name), { recursive: true }); }
  }
}

function manifestsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.k8s.yaml'))
    .sort();
}
