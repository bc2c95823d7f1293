import { spawnSync } from 'node:child_process';
import path from 'node:path';

/* The program as a user starts it: every test that starts it does so here. */

/** Folder of the project, where the sources are. */
export const ROOT: string = path.resolve(__dirname, '..');

/** The compiled program; jest's globalSetup makes it (test/build.mjs). */
const PROGRAM = path.join(ROOT, 'lib', 'main.js');

/** How the program ended. */
export interface Outcome {
  /** Exit code; null if a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `homelab synth` for `cdk8s synth --app`, which takes a line for the shell; the arguments must need no quotes. */
export function synthCommandLine(...args: readonly string[]): string {
  return [`"${process.execPath}"`, `"${PROGRAM}"`, 'synth', ...args].join(' ');
}

type Verb = (folder: string, args?: readonly string[], environment?: Readonly<Record<string, string>>) => Outcome;

/** What would make the program do something else than the test says, if the shell that started the tests has it set. */
const FOREIGN = ['HOMELAB_CONFIG', 'CDK8S_OUTDIR', 'INIT_CWD', 'NO_COLOR', 'FORCE_COLOR', 'CI'];

/** The environment without what the program reads, and with what a test adds. */
export function environmentWith(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.includes(name))), ...more };
}

function verb(name: string): Verb {
  return (folder, args = [], environment = {}) => spawnSync(process.execPath, [PROGRAM, name, ...args], {
    cwd: folder, encoding: 'utf8', env: environmentWith(environment), timeout: 60_000,
  });
}

/** `homelab synth` as typed in a folder. */
export const runSynth: Verb = verb('synth');

/** `homelab verify` as typed in a folder. */
export const runVerify: Verb = verb('verify');

/** `homelab diff` as typed in a folder. */
export const runDiff: Verb = verb('diff');

/** `homelab render` as typed in a folder. */
export const runRender: Verb = verb('render');
