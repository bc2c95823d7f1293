import { spawnSync } from 'node:child_process';

/** `test` for tests that need commands of the system. Without them they are skipped, and a person who reads the run is told. */
export function needing(...commands: string[]): jest.It {
  const missing = commands.filter((command) => spawnSync('sh', ['-c', `command -v ${command}`]).status !== 0);
  if (missing.length === 0) { return test; }
  const file = expect.getState().testPath ?? 'the nodes';
  process.stderr.write(`SKIPPED, because ${missing.join(' and ')} is not installed: tests of ${file}\n`);
  return test.skip;
}

/** Runs a command to its end; its output as text. */
export function run(command: string, parameters: readonly string[], input?: string): {
  readonly status: number | null;
  readonly output: string;
} {
  const { status, stdout, stderr, error } = spawnSync(command, parameters, { encoding: 'utf8', input, timeout: 60_000 });
  if (error) { throw error; }
  return { status, output: `${stdout}${stderr}` };
}
