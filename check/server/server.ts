import { groupOf, type Manifest } from '../../charts/core/manifest';
import { NoCluster, type Kubectl } from './kubectl';
import { asStream, Prerequisites, prerequisitesOf } from './prerequisites';

/** An object to try, and what goes before it. */
export interface Trial {
  /** The sync wave it is applied in; `-` for what is applied before all waves. */
  readonly wave: string;
  /** The object. */
  readonly object: Manifest;
}

/** What the API server said to one object. */
export interface Answer extends Trial {
  /** Empty if it would take the object. */
  readonly refusal: string;
}

/** What the trial found. */
export interface Report {
  /** Names of the prerequisites that were made. */
  readonly made: readonly string[];
  /** One for each object, in their order. */
  readonly answers: readonly Answer[];
  /** What could not be made or taken away again. */
  readonly troubles: readonly string[];
}

/** Thrown if Ctrl+C ended the trial. What was made for it is gone. */
export class Interrupted extends NoCluster {}

/** An apply that the server checks in full and does not carry out. */
const DRY_RUN = [
  'apply', '--server-side', '--dry-run=server', '--validate=strict', '--force-conflicts', '--field-manager=homelab-verify',
  '--output=name', '--filename=-',
];

/**
 * Asks the API server about every object, by a server-side apply that is not carried out. Definitions and namespaces that are missing are
 * made for the time it takes, because without them the server could say nothing about what is in them; what was there before is not
 * touched. They are removed in any case, on Ctrl+C too.
 *
 * @throws Interrupted on Ctrl+C, or if the process is told to end
 * @throws NoCluster if the cluster stops answering
 */
export async function tryOnServer(kubectl: Kubectl, trials: readonly Trial[]): Promise<Report> {
  const interruption = watchSignals(() => { kubectl.stop(); });
  const prerequisites = new Prerequisites(kubectl, prerequisitesOf(trials.map(({ object }) => object)));
  let answers: Answer[] = [];
  try {
    await prerequisites.make(() => interruption.came);
    if (!interruption.came) { answers = await ask(kubectl, trials, () => interruption.came); }
  } finally {
    interruption.cleansUp();
    await prerequisites.remove(!interruption.came);
    interruption.end();
  }
  const { made, troubles } = prerequisites;
  if (interruption.came) {
    throw new Interrupted(['Interrupted.', ...made.length > 0 ? [`Removed again: ${made.join(', ')}.`] : [], ...troubles].join(' '));
  }
  return { made, answers, troubles };
}

/** All objects in one call. Those that it does not name as taken are asked about one by one, which says what is wrong with each. */
async function ask(kubectl: Kubectl, trials: readonly Trial[], isCancelled: () => boolean): Promise<Answer[]> {
  const { stdout } = await kubectl.run(DRY_RUN, asStream(trials.map(({ object }) => object)));
  const taken = count(stdout.split('\n'));
  // kubectl names no namespace: objects of one kind and name are taken if all are.
  const wanted = count(trials.map(({ object }) => nameOf(object)));
  const answers: Answer[] = [];
  for (const trial of trials) {
    const name = nameOf(trial.object);
    if (taken.get(name) === wanted.get(name)) { answers.push({ ...trial, refusal: '' }); continue; }
    if (isCancelled()) { return answers; }
    const { ok, complaint } = await kubectl.run(DRY_RUN, asStream([trial.object]));
    if (!ok && UNREACHABLE.test(complaint)) { throw new NoCluster(`the cluster stopped answering: ${complaint}`); }
    answers.push({ ...trial, refusal: ok ? '' : complaint || 'refused without a word' });
  }
  return answers;
}

/** What kubectl says where nobody answers. */
const UNREACHABLE = /^(Unable to connect to the server|The connection to the server .* was refused|error: You must be logged in)/;

/** `gateway.gateway.networking.k8s.io/main-gateway`, as kubectl prints it. */
function nameOf(object: Manifest): string {
  const group = groupOf(object);
  return `${object.kind.toLowerCase()}${group === '' ? '' : `.${group}`}/${object.metadata.name}`;
}

function count(names: readonly string[]): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const name of names) { numbers.set(name, (numbers.get(name) ?? 0) + 1); }
  return numbers;
}

interface Interruption {
  /** True once a signal has come. */
  readonly came: boolean;
  /** From now on signals stop nothing: what they would stop is the cleaning up. */
  readonly cleansUp: () => void;
  /** Gives signals back to the process. */
  readonly end: () => void;
}

function watchSignals(stop: () => void): Interruption {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const state = { came: false, cleaning: false };
  const onSignal = (): void => {
    state.came = true;
    if (!state.cleaning) { stop(); }
  };
  signals.forEach((signal) => { process.on(signal, onSignal); });
  return {
    get came() { return state.came; },
    cleansUp: () => { state.cleaning = true; },
    end: () => { signals.forEach((signal) => { process.off(signal, onSignal); }); },
  };
}
