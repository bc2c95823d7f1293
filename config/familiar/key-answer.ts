import type { Objection } from '../objection';

/** What is said of a key that people know from elsewhere: that it cannot be had, or what it is called here. */
export interface KeyAnswer extends Objection {
  /** Mandatory keys that are not there because of this one. @default - none */
  readonly insteadOf?: readonly string[];
}

/** What is said of such keys of one mapping. */
export type KeyAnswers = Readonly<Record<string, KeyAnswer>>;

/**
 * What is said of keys that are called otherwise here.
 *
 * @param owner - whose keys they are, such as `a node`
 * @param words - what others call a key, by an example of the line to write in their place: `cpus: 4`
 */
export function renamed(owner: string, words: Readonly<Record<string, readonly string[]>>): KeyAnswers {
  return Object.fromEntries(Object.entries(words).flatMap(([line, others]) => {
    const key = line.replace(/:.*/s, '');
    const answer: KeyAnswer = { what: `is no key of ${owner}`, fix: `write ${key} instead, such as ${line}`, insteadOf: [key] };
    return others.map((word) => [word, answer]);
  }));
}

/** The same answer for several keys. */
export function each(words: readonly string[], answer: KeyAnswer): KeyAnswers {
  return Object.fromEntries(words.map((word) => [word, answer]));
}

/** For what would be readable by everybody who can read the repository. */
export const SECRET: KeyAnswer = {
  what: 'is a secret, and everybody who reads the repository could read it here',
  fix: 'remove it, and renew it if it was pushed; it belongs into a Secret of the cluster (docs/secrets.md)',
};
