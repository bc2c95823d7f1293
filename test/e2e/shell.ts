import { spawnSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The project under test. */
export const ROOT = path.resolve(__dirname, '..', '..');

/** What a command said, and how it ended. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** An empty folder; a space is in its path, as in those of many a Windows user. */
export function emptyFolder(): string {
  return realpathSync(mkdtempSync(path.join(tmpdir(), 'homelab e2e-')));
}

/** Runs a command with the Node.js that runs the tests, and as if nobody had started npm before. */
export function run(cwd: string, command: 'npm' | 'npx' | 'git' | 'node', ...args: readonly string[]): Outcome {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD$|HOMELAB_CONFIG$)/i.test(name));
  const env = {
    ...Object.fromEntries(inherited),
    PATH: [path.dirname(process.execPath), process.env['PATH'] ?? ''].join(path.delimiter),
    GIT_AUTHOR_NAME: 'e2e', GIT_AUTHOR_EMAIL: 'e2e@example.org', GIT_COMMITTER_NAME: 'e2e', GIT_COMMITTER_EMAIL: 'e2e@example.org',
  };
  // On Windows npm and npx are batch files, which only a shell starts.
  const shell = process.platform === 'win32' && command.startsWith('np');
  return spawnSync(command, shell ? args.map((arg) => `"${arg}"`) : args, { cwd, env, shell, encoding: 'utf8', maxBuffer: 1 << 26 });
}

/** The same for a command that has to succeed; gives what it said. @throws Error with everything it said, if it does not */
export function succeed(...parameters: Parameters<typeof run>): string {
  const { status, stdout, stderr } = run(...parameters);
  if (status !== 0) { throw new Error(`${parameters.slice(1).join(' ')} ended with ${status ?? 'a signal'}\n${stdout}${stderr}`); }
  return `${stdout}${stderr}`;
}

/** Packs the project. @returns path of the tarball */
export function pack(folder: string): string {
  succeed(ROOT, 'npm', 'pack', '--silent', '--pack-destination', folder);
  const [tarball] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  if (tarball === undefined) { throw new Error('npm pack made no tarball'); }
  return path.join(folder, tarball);
}

/** What an installation is made of: packages as npm counts them, and bytes. */
export function weigh(folder: string): { readonly packages: number; readonly bytes: number } {
  const modules = path.join(folder, 'node_modules');
  const { packages } = JSON.parse(readFileSync(path.join(modules, '.package-lock.json'), 'utf8')) as { readonly packages: object };
  const files = readdirSync(modules, { recursive: true, encoding: 'utf8' }).map((file) => lstatSync(path.join(modules, file)));
  return { packages: Object.keys(packages).length, bytes: files.filter((stat) => stat.isFile()).reduce((sum, { size }) => sum + size, 0) };
}
