import type { SpawnSyncOptions, SpawnSyncReturns } from 'node:child_process';
import path from 'node:path';
import spawn from 'cross-spawn';
import { errorCode } from '../../errors';
import { CannotError } from '../exit-codes';

/** What `npm view` shows of a package. */
export interface PackageView {
  /** Its name. @default - not known */
  readonly name?: string;
  /** Its version. @default - not known */
  readonly version?: string;
  /** Range of Node versions it runs on. @default - any, or not known */
  readonly node?: string;
  /** Why its authors ask not to use this version. @default - it is not deprecated */
  readonly deprecated?: string;
}

/** Time that npm may take for an answer, in milliseconds. */
const PATIENCE_MS = 120_000;

/**
 * Every version of a package in the registry.
 *
 * @param folder - folder to run npm in, whose .npmrc counts
 * @throws CannotError if the registry does not answer
 */
export function registryVersions(name: string, folder: string): string[] {
  const answer = view([name, 'versions'], folder);
  const versions: unknown[] = Array.isArray(answer) ? answer : [answer];
  return versions.filter((version): version is string => typeof version === 'string');
}

/**
 * What npm knows about a package without installing it.
 *
 * @param spec - name and version, or another specification that npm takes
 * @param folder - folder to run npm in, whose .npmrc counts
 * @throws CannotError if there is no answer
 */
export function viewPackage(spec: string, folder: string): PackageView {
  const answer = view([spec, 'name', 'version', 'engines', 'deprecated'], folder) as Record<string, unknown> | undefined;
  const text = (value: unknown): string | undefined => typeof value === 'string' ? value : undefined;
  const [name, version, node, deprecated] = [
    answer?.['name'], answer?.['version'], (answer?.['engines'] as Record<string, unknown> | undefined)?.['node'], answer?.['deprecated'],
  ].map(text);
  return {
    ...name === undefined ? {} : { name }, ...version === undefined ? {} : { version },
    ...node === undefined ? {} : { node }, ...deprecated === undefined ? {} : { deprecated },
  };
}

/**
 * Installs one package as a dependency. The output of npm goes to standard error.
 *
 * @param spec - as `npm install` takes it
 * @returns whether it worked
 */
export function npmInstall(spec: string, { folder, isDevelopment }: { readonly folder: string; readonly isDevelopment: boolean }): boolean {
  const args = ['install', '--save-exact', isDevelopment ? '--save-dev' : '--save-prod', '--no-audit', '--no-fund', '--', spec];
  const { status, signal } = npm(args, { cwd: folder, stdio: ['ignore', process.stderr, process.stderr] });
  return status === 0 && signal === null;
}

function view(args: readonly string[], folder: string): unknown {
  const { stdout, error } = npm(['view', '--json', '--fetch-retries=1', '--fetch-timeout=30000', '--', ...args], {
    cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: PATIENCE_MS,
  });
  const answer = parse(String(stdout));
  const failure = (answer as { error?: { code?: string } } | undefined)?.error;
  if (answer === undefined || failure !== undefined) { throw new CannotError(complaint(args[0] ?? '', failure?.code, error)); }
  return answer;
}

function complaint(what: string, code: string | undefined, error: Error | undefined): string {
  if (errorCode(error) === 'ETIMEDOUT') { return `npm view ${what} gave no answer within two minutes.`; }
  if (code === 'E404') { return `The registry has no ${what}.`; }
  const reason = code === undefined ? '' : ` (${code})`;
  return `npm view ${what} failed${reason}. Is there a network? Run it yourself to see more.`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Runs npm: the one that started this program, or the one on the PATH. On Windows npm is npm.cmd, which needs a shell; cross-spawn starts
 * it and quotes the arguments. Every argument was checked before.
 */
function npm(args: readonly string[], options: SpawnSyncOptions): SpawnSyncReturns<string | Buffer> {
  const { npm_execpath: script } = process.env;
  const isNpm = script !== undefined && /^npm-cli\.[cm]?js$/.test(path.basename(script));
  const result = isNpm ? spawn.sync(process.execPath, [script, ...args], options) : spawn.sync('npm', [...args], options);
  if (errorCode(result.error) === 'ENOENT') {
    throw new CannotError('There is no npm on the PATH. Install it with Node, or change the version with another package manager.');
  }
  return result;
}
