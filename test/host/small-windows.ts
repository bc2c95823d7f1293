import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hostForStandIns, writeFiles } from './lab';
import { runPwshJson } from './pwsh';
import { SIGNATURES_FILE } from './signatures';

/**
 * The scripts as they are, run in PowerShell against a small Windows of stand-ins (stand-ins/): it keeps a state, records every change,
 * and can break off at any of them.
 */

export interface RunSpec {
  readonly verb: string;
  /** The words after lab.cmd, in place of the verb's script and arguments. */
  readonly command?: readonly string[];
  readonly arguments?: Readonly<Record<string, unknown>>;
  /** PowerShell that changes the small Windows first. */
  readonly before?: string;
  /** Breaks off at the nth change. */
  readonly FailAt?: number;
  /** Ctrl+C at the nth change. */
  readonly StopAt?: number;
  /** Before the change is made, or right after it. */
  readonly FailMode?: 'before' | 'after';
  /**
   * How the script is started: typed at a prompt, where the session's own preferences are the global ones, or with `powershell -File`,
   * which makes those of the script global. @default prompt, which is the less friendly one
   */
  readonly way?: 'prompt' | 'file';
}

export interface Scenario {
  readonly name: string;
  /** PowerShell that makes the small Windows different from the usual one. */
  readonly world?: string;
  readonly runs: readonly RunSpec[];
  /** The homelab.yaml the scripts are made from; the default lab without it. */
  readonly yaml?: string;
  /** Leaves the placeholders of homelab.yaml as they are. @default false: they are replaced, since no lab comes up with them */
  readonly placeholders?: boolean;
}

export interface Run {
  readonly exit: number;
  readonly lines: readonly string[];
  readonly calls: readonly string[];
  readonly mutations: number;
  readonly inputs: readonly string[];
  /** What the user was asked. */
  readonly questions?: readonly string[];
  /** The texts of the zip file in the lab's folder or the current one, if the run made one. */
  readonly archive?: Readonly<Record<string, string>>;
  /** What Windows was asked: to stay awake, and that it may sleep again. */
  readonly awake?: readonly boolean[];
  /** What happened outside of Hyper-V and the node: windows, console, clipboard, certificates. */
  readonly desktop: Desktop;
  /** The whole state of the small Windows after the run, as text to compare. */
  readonly world: string;
}

/** What the user of the small Windows sees and has after a run. */
export interface Desktop {
  /** The command line of each PowerShell that was started with other rights. */
  readonly elevations: readonly string[];
  /** Lines in the window of that PowerShell. */
  readonly window: readonly string[];
  /** What it has said without writing it for the first window. */
  readonly lost: readonly string[];
  /** What was said on stderr, beside the output of another program. */
  readonly aside: readonly string[];
  /** Rules of Windows for names: namespace, server and comment. */
  readonly nrpt: readonly string[];
  /** Programs that were started in the user's own console: name and arguments. */
  readonly console: readonly (readonly string[])[];
  /** What is in the clipboard. */
  readonly clipboard: string;
  /** The bytes of the hosts file in base64; empty without one. */
  readonly hosts: string;
  /** Subjects of the certificates that Windows trusts. */
  readonly roots: readonly string[];
  /** Under what name each was added. */
  readonly labels: readonly string[];
  /** WSL distributions that trust the lab. */
  readonly wsl: readonly string[];
  /** Programs of Windows that were run. */
  readonly calls: readonly string[];
}

/** What a run left, as far as tests look into it. */
export interface World {
  readonly switches: readonly { readonly Name: string; readonly Notes: string; readonly SwitchType: string; readonly Adapter: string }[];
  readonly addresses: readonly unknown[];
  readonly nats: readonly unknown[];
  readonly machines: readonly unknown[];
  readonly proxies: readonly unknown[];
  readonly attached: readonly unknown[];
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

export const UP: RunSpec = { verb: 'up' };
export const DOWN: RunSpec = { verb: 'down', arguments: { Force: true } };
/** The secret the default lab requires is given and exists, so that up.ps1 can come to its end. */
export const SECRET = [
  "$World.Secrets['cert-manager/route53-credentials'] = 1", "$env:HOMELAB_SECRET_CERT_MANAGER_ROUTE53_CREDENTIALS_ACCESS_KEY_ID = 'AKID'",
  "$env:HOMELAB_SECRET_CERT_MANAGER_ROUTE53_CREDENTIALS_SECRET_ACCESS_KEY = 'sk'",
].join('; ');
/** Answers every wait at once, where a test is not about waiting. */
export const QUICK = "foreach ($poll in 'ssh', 'cloud-init', 'setup', 'api', 'nodes', 'argo', 'apps') { $World.Polls[$poll] = 1 }";

/** Plays all scenarios in one process, because PowerShell takes seconds to warm up; each has a small Windows of its own. */
export function play(scenarios: readonly Scenario[]): ReadonlyMap<string, readonly Run[]> {
  const root = mkdtempSync(path.join(tmpdir(), 'homelab-scripts-'));
  try {
    const key = ({ yaml = '', placeholders = false }: Scenario): string => `${String(placeholders)} ${yaml}`;
    const labs = [...new Map(scenarios.map((scenario) => [key(scenario), scenario]))];
    const folder = (scenario: Scenario): string => path.join(root, String(labs.findIndex(([each]) => each === key(scenario))));
    labs.forEach(([, lab]) => { writeFiles(folder(lab), hostForStandIns(lab.yaml, lab.placeholders)); });
    const list = scenarios.map((scenario) => ({ ...scenario, scripts: folder(scenario) }));
    const all = runPwshJson<{ name: string; error?: string; runs: Run[] }[]>(
      path.join(__dirname, 'stand-ins/run.ps1'), list, { Signatures: SIGNATURES_FILE },
    );
    const failed = all.find(({ error }) => error !== undefined);
    if (failed) { throw new Error(`${failed.name}: ${failed.error ?? ''}`); }
    return new Map(all.map(({ name, runs }) => [name, runs]));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

export const said = ({ lines }: Run): string => lines.join('\n');
export const worldOf = ({ world }: Run): World => JSON.parse(world) as World;
export const fileOf = (run: Run, file: string): string | undefined => worldOf(run).files.find(({ path: each }) => each === file)?.text;
