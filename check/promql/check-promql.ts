import { expressionOf } from './expression';
import type { ValueType } from './functions';
import { parsePromql } from './grammar';
import type { Features, PromqlProblem } from './problem';
import { syntaxProblem } from './syntax';
import { checkTypes } from './types';

/** What Prometheus makes of an expression. */
export interface PromqlVerdict {
  /** What it refuses; the first mistake only, if the text is no PromQL at all. */
  readonly problems: readonly PromqlProblem[];
  /** What the expression gives. @default - unknown, because it is refused */
  readonly type?: ValueType;
}

/**
 * Parses an expression and checks its types, as the pinned Prometheus does before it takes a rule.
 *
 * @param features - what is switched on by `enableFeatures` @default - nothing
 */
export function checkPromql(expression: string, features: Features = []): PromqlVerdict {
  const key = `${features.join()}\n${expression}`;
  const known = VERDICTS.get(key);
  if (known) { return known; }
  const verdict = judge(expression, features);
  VERDICTS.set(key, verdict);
  return verdict;
}

/** Two readers ask about each rule, and parsing is what takes the time. */
const VERDICTS = new Map<string, PromqlVerdict>();

function judge(expression: string, features: Features): PromqlVerdict {
  const tree = parsePromql(expression);
  const syntax = syntaxProblem(expression, tree, features);
  if (syntax) { return { problems: [syntax] }; }
  const parsed = expressionOf(tree.topNode);
  if (!parsed) { return { problems: [{ at: 0, what: 'this is no expression' }] }; }
  const { type, problems } = checkTypes(parsed, expression, features);
  return problems.length > 0 ? { problems } : { problems, type };
}

/** A problem with its place, as in `line 1, column 5: this "(" is never closed`. */
export function describeProblem(expression: string, { at, what }: PromqlProblem): string {
  const before = expression.slice(0, at).split('\n');
  return `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}: ${what}`;
}
