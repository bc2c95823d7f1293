import { spawnSync } from 'node:child_process';

/** A test that needs a command of the system. Without it the test is skipped, and says so where a person reads the run. */
export function testWith(command: string, name: string, body: () => void): void {
  if (spawnSync('sh', ['-c', `command -v ${command}`]).status === 0) {
    test(name, body);
    return;
  }
  process.stderr.write(`SKIPPED, because ${command} is not installed: ${name}\n`);
  test.skip(`${name} (needs ${command})`, body);
}

/** Runs a command to its end; its output as text. */
export function run(command: string, parameters: readonly string[], input?: string): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr, error } = spawnSync(command, parameters, { encoding: 'utf8', input, timeout: 60_000 });
  if (error) { throw error; }
  return { status, output: `${stdout}${stderr}` };
}
