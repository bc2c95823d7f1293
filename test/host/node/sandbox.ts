import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const SOURCES = join(__dirname, '../../../host/node/files');

/** How a script ended. */
export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A folder in which the node's scripts run for real, against stand-ins for the commands that would touch a system. A stand-in
 * is bash; it finds the folder in $SANDBOX, and every call of it is written down.
 */
export class Sandbox {
  public readonly folder = mkdtempSync(join(tmpdir(), 'node-'));
  private readonly environment: Record<string, string>;

  constructor(values: Readonly<Record<string, string>> = {}) {
    this.write('node.env', Object.entries({
      K3S_VERSION: 'v1.2.3+k3s1', K3S_SHA256: '0'.repeat(64), ARGOCD_NAMESPACE: 'argocd', BOOTSTRAP_APPLICATION: 'bootstrap',
      MESH_NAMESPACE: 'istio-system', CLOCK_GUARD_THRESHOLD_SECONDS: '600', TEXTFILE_DIRECTORY: join(this.folder, 'textfile'), ...values,
    }).map(([name, value]) => `${name}='${value}'\n`).join(''));
    this.environment = {
      PATH: `${join(this.folder, 'bin')}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin`,
      SANDBOX: this.folder,
      HOMELAB_ENV_FILE: join(this.folder, 'node.env'),
      HOMELAB_STATE: join(this.folder, 'state'),
      HOMELAB_RUN: join(this.folder, 'run'),
    };
    mkdirSync(join(this.folder, 'state'));
    // No test waits; what a stand-in for sleep does is let the world change.
    this.command('sleep', 'if [[ -e $SANDBOX/on-sleep ]]; then . "$SANDBOX/on-sleep"; fi');
  }

  /** Puts a stand-in on the path. */
  public command(name: string, body: string): void {
    this.write(`bin/${name}`, `#!/bin/bash\nprintf '%s\\n' "${name} $*" >>"$SANDBOX/calls"\n${body}\n`);
    chmodSync(join(this.folder, 'bin', name), 0o755);
  }

  /** Runs a script, by its path on the node or by one of its own. */
  public run(script: string, environment: Readonly<Record<string, string>> = {}): Run {
    const { status, stdout, stderr, error } = spawnSync(
      'bash', [resolve(SOURCES, script)], { encoding: 'utf8', timeout: 30_000, env: { ...this.environment, ...environment } },
    );
    if (error) { throw error; }
    return { status, stdout, stderr };
  }

  /** The calls of stand-ins since the last time, those that contain a text; in order. */
  public takeCalls(containing = ''): string[] {
    const calls = this.read('calls') ?? '';
    rmSync(join(this.folder, 'calls'), { force: true });
    return calls.split('\n').filter((call) => call !== '' && call.includes(containing));
  }

  public write(path: string, text: string): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  public read(path: string): string | undefined {
    const file = join(this.folder, path);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  }

  public remove(path: string): void {
    rmSync(join(this.folder, path), { recursive: true, force: true });
  }

  public list(path: string): string[] {
    const folder = join(this.folder, path);
    return existsSync(folder) ? readdirSync(folder).sort() : [];
  }

  /** The value of a metric in a file of the textfile folder. */
  public metric(file: string, series: string): number | undefined {
    const line = (this.read(`textfile/${file}`) ?? '').split('\n').find((each) => each.startsWith(`${series} `));
    return line === undefined ? undefined : Number(line.slice(series.length + 1));
  }

  public delete(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
