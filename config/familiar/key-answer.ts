import type { Objection } from '../objection';

/** What is said of a key that people know from elsewhere: that it cannot be had, or what it is called here. */
export interface KeyAnswer extends Objection {
  /** Mandatory keys that are not there because of this one. @default - none */
  readonly insteadOf?: readonly string[];
}

/** What is said of such keys of one mapping. */
export type KeyAnswers = Readonly<Record<string, KeyAnswer>>;
