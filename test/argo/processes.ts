import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';

/** Milliseconds that a process gets to end by itself. */
const GRACE = 5_000;

/** Processes that end together, each with a log file. */
export class Processes {
  private running: { readonly name: string; readonly child: ChildProcess }[] = [];

  /** @param logs - folder of the log files */
  constructor(private readonly logs: string) {
    mkdirSync(logs, { recursive: true });
  }

  /** Starts a program, whose output goes to `<name>.log`. */
  public start(name: string, program: string, args: readonly string[], options: { env?: NodeJS.ProcessEnv; cwd?: string } = {}): void {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    // A program that is started again goes on in its log.
    const log = createWriteStream(path.join(this.logs, `${name}.log`), { flags: 'a' });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    this.running.push({ name, child });
  }

  /** @throws Error if one has ended although nobody asked it to */
  public assertAlive(): void {
    const dead = this.running.filter(({ child }) => child.exitCode !== null || child.signalCode !== null).map(({ name }) => name);
    if (dead.length > 0) { throw new Error(`ended by itself: ${dead.join(', ')}; see its log in ${this.logs}`); }
  }

  /** Ends some of them, the last first. @default - all */
  public async stop(names: readonly string[] = this.running.map(({ name }) => name)): Promise<void> {
    const ending = this.running.filter(({ name }) => names.includes(name)).reverse();
    this.running = this.running.filter(({ name }) => !names.includes(name));
    for (const { child } of ending) {
      if (child.exitCode !== null || child.signalCode !== null) { continue; }
      const ended = new Promise((resolve) => { child.once('exit', resolve); });
      child.kill('SIGTERM');
      const timer = setTimeout(() => { child.kill('SIGKILL'); }, GRACE);
      await ended;
      clearTimeout(timer);
    }
  }
}

/** A port on loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => { resolve(port); });
    });
  });
}

/** Waits until something holds. @throws Error with `what` after `seconds` */
export async function until(what: string, seconds: number, holds: () => Promise<boolean> | boolean, pause = 500): Promise<void> {
  const end = Date.now() + seconds * 1_000;
  for (;;) {
    if (await holds()) { return; }
    if (Date.now() > end) { throw new Error(`after ${seconds} s still not: ${what}`); }
    await sleep(pause);
  }
}

/** Waits. */
export async function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds); });
}
