import { matchesWhole, regexProblem } from '../../charts/core/re2';

/** What RE2 has against a regular expression of Prometheus, if anything. */
export function prometheusRegexProblem(regex: string): string | undefined {
  return isPlain(regex) ? undefined : regexProblem(regex);
}

/**
 * What Go's regexp has against a pattern of a schema, if anything. It takes what RE2 takes, and more where RE2 here lacks the memory for
 * what it has read: Go's has no such limit.
 */
export function patternProblem(pattern: string): string | undefined {
  const problem = isPlain(pattern) ? undefined : regexProblem(pattern);
  return problem === undefined || /^(abort|pattern too large)/.test(problem) ? undefined : problem;
}

/** True for an expression that needs no look: loading RE2 takes longer than all other checks of a lab. */
function isPlain(regex: string): boolean {
  return /^(\^?[\w .:/@|-]|\.[*+?]|\(\.[*+]\)|\((?:[\w-]+\|)*[\w-]+\)|\\[.d$])*\$?$/.test(regex);
}

/** True if a label that is not there, which is as good as empty, matches the whole of an expression that RE2 takes. */
export function matchesNothing(regex: string): boolean {
  // The usual ones without RE2. Nothing in a plain one repeats what repeats, so that JavaScript reads it at once.
  if (isPlain(regex)) { return new RegExp(`^(?:${regex})$`, 's').test(''); }
  return matchesWhole(regex, '') ?? false;
}
