import type { SpawnSyncOptions, SpawnSyncReturns } from 'node:child_process';
import path from 'node:path';
import spawn from 'cross-spawn';
import { errorCode } from '../../errors';
import { CannotError } from '../exit-codes';

/** Fields of a package as npm shows them. */
export interface PackageView {
  readonly name?: string;
  readonly version?: string;
  readonly node?: string;
  /** What its authors say of a version that nobody should use any more. */
  readonly deprecated?: string;
}

/** Time that a question may take. */
const PATIENCE_MS = 120_000;

/** Every version of a package. @throws CannotError if the registry cannot be asked */
export function registryVersions(name: string, folder: string): string[] {
  const answer = view([name, 'versions'], folder);
  const versions: unknown[] = Array.isArray(answer) ? answer : [answer];
  return versions.filter((version): version is string => typeof version === 'string');
}

/** What a package says of itself, without installing it. @throws CannotError if it cannot be asked */
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

/** Installs one package as a dependency; npm's own words go to standard error. @returns whether it worked */
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
  if (errorCode(error) === 'ETIMEDOUT') { return `npm did not answer within two minutes what it knows of ${what}.`; }
  if (code === 'E404') { return `The registry has no ${what}.`; }
  const reason = code === undefined ? '' : ` (${code})`;
  return `npm cannot say what it knows of ${what}${reason}: is there a network? npm view ${what} shows more.`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Runs npm: the one that started this program, or the one on the PATH. cross-spawn starts npm.cmd on Windows, where that needs a shell, and
 * quotes for it; nothing that is passed here is taken from anywhere unchecked.
 */
function npm(args: readonly string[], options: SpawnSyncOptions): SpawnSyncReturns<string | Buffer> {
  const { npm_execpath: script } = process.env;
  const isNpm = script !== undefined && /^npm-cli\.[cm]?js$/.test(path.basename(script));
  const result = isNpm ? spawn.sync(process.execPath, [script, ...args], options) : spawn.sync('npm', [...args], options);
  if (errorCode(result.error) === 'ENOENT') {
    throw new CannotError('There is no npm on the PATH; it comes with Node. Install it, or raise the version with what you have.');
  }
  return result;
}
