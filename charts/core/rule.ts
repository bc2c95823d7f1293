import type { ConfigPath } from '../../config/problem';
import type { Manifest } from './manifest';
import type { Origin } from './origin';
import type { RenderedLab } from './rendered-lab';

/** An object that a rule looks for, and that the lab does not have. */
export interface MissingObject {
  /** Group of the API; empty for the core. */
  readonly group: string;
  /** Its kind. */
  readonly kind: string;
  /** Where it would have to be. @default - it is of a cluster-scoped kind */
  readonly namespace?: string;
}

/** One thing a rule objects to. */
export interface Finding {
  /** The object that is wrong. @default - the lab as a whole */
  readonly object?: Manifest;
  /** The key of homelab.yaml to blame, where a rule knows better than what `object` was made from. @default - derived from `object` */
  readonly path?: ConfigPath;
  /** What is to blame, where a rule knows better and it is no key of homelab.yaml. @default - derived from `object` */
  readonly origin?: Origin | undefined;
  /** What is not there, where that is all that is wrong: somebody else may bring it. @default - nothing is missing */
  readonly missing?: MissingObject;
  /** What is wrong and what would happen. No full stop at the end. */
  readonly what: string;
  /** What to do about it. */
  readonly fix: string;
}

/** A promise between layers that no layer can keep alone. */
export interface Rule {
  /** Stable name: the section of docs/rules.md, and what `allowUnsafe` names. */
  readonly name: string;
  /** Errors stop the synth; warnings are printed. */
  readonly severity: 'error' | 'warning';
  /** What it objects to in a lab. */
  readonly check: (lab: RenderedLab) => readonly Finding[];
}
