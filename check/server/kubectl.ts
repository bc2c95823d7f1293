import { spawnSync } from 'node:child_process';

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

/** kubectl on the PATH, against the cluster of KUBECONFIG. */
export class Kubectl {
  /**
   * Calls it, and gives it a minute.
   *
   * @param input - what it reads from standard input, as JSON @default - nothing
   * @throws NoCluster if it is not installed
   */
  public run(args: readonly string[], input?: unknown): KubectlResult {
    const { error, status, stdout, stderr } = spawnSync('kubectl', args, {
      encoding: 'utf8', input: input === undefined ? '' : JSON.stringify(input), timeout: 60_000,
    });
    if (error && (error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new NoCluster('there is no kubectl on the PATH; install the one of your cluster\'s version');
    }
    const complaint = error ? error.message : stderr.trim().split('\n').filter((line) => !line.startsWith('Warning:')).join('; ');
    return { ok: status === 0, stdout: stdout.trim(), complaint };
  }

  /** The context in use. @throws NoCluster if nothing answers there */
  public connect(): string {
    const context = this.run(['config', 'current-context']);
    if (!context.ok) {
      throw new NoCluster(`kubectl has no cluster to talk to: ${context.complaint}. `
        + 'Set KUBECONFIG, or make one with: kind create cluster');
    }
    const ready = this.run(['get', '--raw', '/readyz']);
    if (!ready.ok) { throw new NoCluster(`the cluster "${context.stdout}" does not answer: ${ready.complaint}`); }
    return context.stdout;
  }
}
