import type { Kubectl } from './kubectl';

/** An object to try, and what goes before it. */
export interface Trial {
  /** The sync wave it is applied in; `-` for what is applied before all waves. */
  readonly wave: string;
  /** The object. */
  readonly object: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly namespace?: string };
  };
}

/** What the API server said to one object. */
export interface Answer extends Trial {
  /** Empty if it would take the object. */
  readonly refusal: string;
}

/** Something that has to exist before the trial, made for it and taken away after it. */
export interface Prerequisite {
  /** As `kubectl get` takes it, such as `crd/gateways.gateway.networking.k8s.io`. */
  readonly name: string;
  /** What it is made from. */
  readonly manifest: object;
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

/** An apply that the server checks in full and does not carry out. */
const DRY_RUN = [
  'apply', '--server-side', '--dry-run=server', '--validate=strict', '--force-conflicts', '--field-manager=homelab-verify', '--filename=-',
];

/**
 * Asks the API server about every object, by a server-side apply that is not carried out. Definitions and namespaces that are missing are
 * made for the time it takes, because without them the server could say nothing about what is in them; what was there before is not
 * touched.
 */
export function tryOnServer(
  kubectl: Kubectl, prerequisites: readonly Prerequisite[], trials: readonly Trial[], onAnswer: (answer: Answer) => void = () => undefined,
): Report {
  const made: string[] = [];
  const troubles: string[] = [];
  const answers: Answer[] = [];
  try {
    for (const { name, manifest } of prerequisites) {
      if (kubectl.run(['get', name, '--output=name']).ok) { continue; }
      const created = kubectl.run(['create', '--filename=-'], manifest);
      if (!created.ok) { troubles.push(`${name} cannot be made: ${created.complaint}`); continue; }
      made.push(name);
      if (name.startsWith('crd/')) { kubectl.run(['wait', '--for=condition=Established', '--timeout=30s', name]); }
    }
    for (const trial of trials) {
      const { ok, complaint } = kubectl.run(DRY_RUN, trial.object);
      const answer = { ...trial, refusal: ok ? '' : complaint || 'refused without a word' };
      answers.push(answer);
      onAnswer(answer);
    }
  } finally {
    for (const name of [...made].reverse()) {
      const removed = kubectl.run(['delete', name, '--wait=false']);
      if (!removed.ok) { troubles.push(`${name} was made for this and is still there: ${removed.complaint}`); }
    }
  }
  return { made, answers, troubles };
}
