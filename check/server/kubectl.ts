import { spawn, type ChildProcess } from 'node:child_process';
import { errorCode } from '../../errors';

/** What one call of kubectl came to. */
export interface KubectlResult {
  /** True if it ended with exit code 0. */
  readonly ok: boolean;
  /** What it printed, without space around it. */
  readonly stdout: string;
  /** What it complained about, on one line. */
  readonly complaint: string;
}

/** Thrown when kubectl cannot be asked at all. */
export class NoCluster extends Error {}

/** Seconds that a call may take; all objects of a lab are one call. */
const PATIENCE = 300;

/** kubectl on the PATH, against the cluster of KUBECONFIG. */
export class Kubectl {
  private child: ChildProcess | undefined;

  /**
   * Calls it, and gives it five minutes.
   *
   * @param input - what it reads from standard input @default - nothing
   * @param whole - true for a call that `stop` must not end half-way @default false
   * @throws NoCluster if it is not installed
   */
  public async run(args: readonly string[], input = '', whole = false): Promise<KubectlResult> {
    const out = { stdout: '', stderr: '' };
    return new Promise((resolve, reject) => {
      // In a process group of its own: Ctrl+C is for this program, which may have something to clean up with kubectl's help.
      const child = spawn('kubectl', args, { stdio: 'pipe', detached: process.platform !== 'win32', windowsHide: true });
      const timer = setTimeout(() => { child.kill(); }, PATIENCE * 1000);
      this.child = whole ? undefined : child;
      for (const stream of ['stdout', 'stderr'] as const) {
        child[stream].setEncoding('utf8').on('data', (text: string) => { out[stream] += text; });
      }
      child.on('error', (error) => {
        clearTimeout(timer);
        reject(errorCode(error) === 'ENOENT'
          ? new NoCluster('there is no kubectl on the PATH; install the one of your cluster\'s version') : error);
      });
      child.on('close', (status, signal) => {
        clearTimeout(timer);
        const complaint = out.stderr.trim().split('\n').filter((line) => !line.startsWith('Warning:')).join('; ');
        const stopped = signal === null ? complaint : `kubectl was stopped by ${signal}`;
        resolve({ ok: status === 0, stdout: out.stdout.trim(), complaint: stopped });
      });
      // It may end before it has read everything; its exit code says why.
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
    });
  }

  /** Ends the call that is under way, unless it is one that has to be finished. */
  public stop(): void { this.child?.kill(); }

  /** The context in use. @throws NoCluster if nothing answers there */
  public async connect(): Promise<string> {
    const context = await this.run(['config', 'current-context']);
    if (!context.ok) {
      throw new NoCluster(`kubectl has no cluster to talk to: ${context.complaint}. `
        + 'Set KUBECONFIG, or make one with: kind create cluster');
    }
    const ready = await this.run(['get', '--raw', '/readyz']);
    if (!ready.ok) { throw new NoCluster(`the cluster "${context.stdout}" does not answer: ${ready.complaint}`); }
    return context.stdout;
  }
}
