import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** Windows has powershell.exe too, but these tests build their stand-ins for PowerShell 7; GitHub's runners have it. */
const available = spawnSync('pwsh', ['-NoProfile', '-NonInteractive', '-Command', 'exit 0']).status === 0;

/**
 * `describe` where there is PowerShell. Elsewhere the tests are reported as skipped and a line says so; with REQUIRE_PWSH set they
 * fail instead, so that a pipeline cannot lose them unnoticed.
 */
export function describeWithPwsh(name: string, tests: () => void): void {
  if (available || process.env['REQUIRE_PWSH']) { describe(name, tests); return; }
  process.stderr.write(`SKIPPED, there is no pwsh on this machine: ${name}\n`);
  describe.skip(name, tests);
}

/**
 * Settings of .NET that make a process of a few seconds cheaper by a fifth: no profile is kept for code that will not run again, and
 * garbage is collected every 64 MiB instead of every 256 KiB.
 */
const SHORT_LIVED = { DOTNET_TieredPGO: '0', DOTNET_GCgen0size: '0x4000000' };

/** Runs a script in one PowerShell process; a start costs half a second, so callers put many checks into one. */
export function runPwsh(script: string, parameters: Readonly<Record<string, string>>): string {
  const args = Object.entries(parameters).flatMap(([key, value]) => [`-${key}`, value]);
  const result = spawnSync(
    'pwsh', ['-NoProfile', '-NonInteractive', '-File', script, ...args],
    { encoding: 'utf8', maxBuffer: 2 ** 28, env: { ...process.env, ...SHORT_LIVED, NO_COLOR: '1' } },
  );
  if (result.status !== 0) {
    throw new Error(`${script} ended with ${String(result.status)}: ${result.stderr}${result.stdout.slice(-2000)}`);
  }
  return result.stdout;
}

/** The same while this process goes on, where the script asks a server that runs in it. */
export async function runPwshBeside(
  script: string, parameters: Readonly<Record<string, string>>, environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const args = Object.entries(parameters).flatMap(([key, value]) => [`-${key}`, value]);
  const { stdout } = await promisify(execFile)(
    'pwsh', ['-NoProfile', '-NonInteractive', '-File', script, ...args],
    { encoding: 'utf8', maxBuffer: 2 ** 28, env: { ...process.env, ...SHORT_LIVED, NO_COLOR: '1', ...environment } },
  );
  return stdout;
}

/** A script that reads a JSON file and writes one. */
export function runPwshJson<Result>(script: string, input: unknown, parameters: Readonly<Record<string, string>> = {}): Result {
  return withFolder((folder) => {
    const from = path.join(folder, 'in.json');
    const to = path.join(folder, 'out.json');
    writeFileSync(from, JSON.stringify(input));
    runPwsh(script, { ...parameters, InFile: from, OutFile: to });
    return JSON.parse(readFileSync(to, 'utf8').replace(/^\uFEFF/, '')) as Result;
  });
}

/** A folder that is gone afterwards. */
export function withFolder<Result>(use: (folder: string) => Result): Result {
  const folder = mkdtempSync(path.join(tmpdir(), 'homelab-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
