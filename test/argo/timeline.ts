import { appendFileSync } from 'node:fs';
import { at, list, text } from '../../charts/core/rendered-lab';
import type { Cluster, LiveObject } from './cluster';
import { sleep } from './processes';

const APPLICATIONS = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications';

/** A sync of an Application that has begun. */
export interface Sync {
  /** Name of the Application. */
  readonly application: string;
  /** When it began, and when it ended, as the API writes times; the latter is empty while it runs. */
  readonly started: string;
  readonly finished: string;
  /** Running, Succeeded, Failed or Error. */
  readonly phase: string;
  /** What it says. */
  readonly message: string;
}

/** What happens to Applications, seen twice a second. */
export class Timeline {
  /** Each Application as it is now. */
  public readonly now = new Map<string, LiveObject>();
  /** Every sync that was seen, in the order of their beginning. */
  public readonly syncs = new Map<string, Sync>();
  /** An Application in each state that was seen, by what the state is. */
  public readonly samples = new Map<string, LiveObject>();
  /** Errors that were seen at an Application, `name: type: message`. */
  public readonly errors = new Set<string>();
  /** Syncs that had to be tried again, `name: message`. */
  public readonly retries = new Set<string>();
  private readonly seen = new Map<string, string>();
  private readonly began = Date.now();
  private stopped = false;
  private readonly done: Promise<void>;

  /**
   * @param cluster - where Argo CD is
   * @param file - gets a line for each change
   */
  constructor(private readonly cluster: Cluster, private readonly file: string) {
    this.done = this.run();
  }

  /** Seconds since the beginning. */
  public get seconds(): number { return (Date.now() - this.began) / 1_000; }

  /** Now, as the API writes times. */
  public get moment(): string { return new Date().toISOString().replace(/\.\d+Z$/, 'Z'); }

  /** Every Application that is not Synced and Healthy, with what it is. */
  public get notGreen(): string[] {
    return [...this.now].filter(([, { status }]) => !isGreen(status))
      .map(([name, { status }]) => `${name}: ${text(status, 'sync', 'status')}/${text(status, 'health', 'status')}`).sort();
  }

  /** Syncs that ended badly, from a moment of `seconds` on. */
  public failedSince(started: string): Sync[] {
    return [...this.syncs.values()].filter((sync) => sync.started >= started && ['Failed', 'Error'].includes(sync.phase));
  }

  /** The first sync of an Application that began at a moment or later. */
  public syncSince(application: string, started: string): Sync | undefined {
    return [...this.syncs.values()].filter((sync) => sync.application === application && sync.started >= started)
      .sort((a, b) => (a.started < b.started ? -1 : 1))[0];
  }

  /** Forgets errors and retries that were seen. */
  public forget(): void {
    this.errors.clear();
    this.retries.clear();
  }

  /** Asks for a look at the repository, as a webhook does; without it Argo CD looks every two to three minutes. */
  public async refresh(application: string): Promise<void> {
    const body = { metadata: { annotations: { 'argocd.argoproj.io/refresh': 'normal' } } };
    await this.cluster.send('PATCH', `${APPLICATIONS}/${application}`, body, 'application/merge-patch+json');
  }

  /** Ends it. */
  public async stop(): Promise<void> {
    this.stopped = true;
    await this.done;
  }

  /** Writes a line of one's own. */
  public note(line: string): void { appendFileSync(this.file, `${this.seconds.toFixed(1)} ${line}\n`); }

  private async run(): Promise<void> {
    while (!this.stopped) {
      await this.look().catch(() => undefined);
      await sleep(500);
    }
  }

  private async look(): Promise<void> {
    const found = new Map((await this.cluster.list(APPLICATIONS)).map((each) => [each.metadata.name, each]));
    for (const name of this.now.keys()) {
      if (!found.has(name)) { this.now.delete(name); this.seen.delete(name); this.note(`${name} is gone`); }
    }
    for (const [name, application] of found) {
      this.now.set(name, application);
      const { status } = application;
      const operation = at(status, 'operationState');
      const started = text(operation, 'startedAt');
      const phase = text(operation, 'phase');
      if (started !== '') {
        const sync = { application: name, started, finished: text(operation, 'finishedAt'), phase, message: text(operation, 'message') };
        this.syncs.set(`${name} ${started} ${phase === 'Succeeded' || phase === 'Running' ? '' : phase}`, sync);
      }
      const errors = list(status, 'conditions').map((each) => text(each, 'type')).filter((type) => type.endsWith('Error'));
      const compared = JSON.stringify(at(status, 'sync', 'comparedTo', 'source')) === JSON.stringify(application.spec?.['source']);
      const state = [compared ? 'compared' : 'other', text(status, 'sync', 'status'), text(status, 'health', 'status'), phase, ...errors];
      if (!this.samples.has(state.join('-'))) { this.samples.set(state.join('-'), application); }
      list(status, 'conditions').filter((each) => text(each, 'type').endsWith('Error'))
        .forEach((each) => { this.errors.add(`${name}: ${text(each, 'type')}: ${text(each, 'message')}`); });
      const retries = Number(at(operation, 'retryCount') ?? 0);
      if (retries > 0) { this.retries.add(`${name}: ${text(operation, 'message')}`); }
      const line = [
        text(status, 'sync', 'status'), text(status, 'health', 'status'), phase, `retry=${retries}`,
        ...list(status, 'conditions').map((each) => `${text(each, 'type')}: ${text(each, 'message').slice(0, 300)}`),
        phase === 'Succeeded' ? '' : text(operation, 'message').slice(0, 200),
      ].join(' | ');
      if (this.seen.get(name) !== line) { this.seen.set(name, line); this.note(`${name} | ${line}`); }
    }
  }
}

/** Whether an Application is as git says, and works. */
export function isGreen(status: unknown): boolean {
  return text(status, 'sync', 'status') === 'Synced' && text(status, 'health', 'status') === 'Healthy';
}
