import type { ConfigPath } from './problem';

/** What a rule has against a value, in words for the person who wrote it. */
export interface Objection {
  /** What is wrong, and why it matters; continues the name of the value. No full stop at the end. */
  readonly what: string;
  /** What to do about it. No full stop at the end. */
  readonly fix: string;
  /** Set where the value may be a secret, which no message and no CI log should repeat. @default false */
  readonly secret?: boolean;
}

/** What a zod issue of this program carries to its explanation, beside its message. */
export interface IssueParams extends Omit<Objection, 'what'> {
  /** Set where the key is to blame rather than its value, which then is not repeated. @default false */
  readonly atKey?: boolean;
  /** Other values that the verdict rests on. @default - none */
  readonly related?: readonly ConfigPath[];
}

/** What an issue carries; nothing for one of zod's own. */
export function paramsOf(issue: { readonly params?: Readonly<Record<string, unknown>> }): Partial<IssueParams> {
  return issue.params ?? {};
}
