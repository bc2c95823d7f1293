import { regexProblem } from '../../charts/routes/regex';

/** What RE2 has against a regular expression of Prometheus, if anything. */
export function prometheusRegexProblem(regex: string): string | undefined {
  return isPlain(regex) ? undefined : regexProblem(regex);
}

/** True for an expression that needs no look: loading RE2 takes longer than all other checks of a lab. */
function isPlain(regex: string): boolean {
  return /^(\^?[\w .:/@|-]|\.[*+?]|\(\.[*+]\)|\((?:[\w-]+\|)*[\w-]+\)|\\[.d$])*\$?$/.test(regex);
}

/** True if a label that is not there, which is as good as empty, matches the whole of an expression that RE2 takes. */
export function matchesNothing(regex: string): boolean {
  // RE2 and JavaScript differ in what is rare here; then it counts as one that does not, so that nothing is said.
  try { return new RegExp(`^(?:${regex})$`, 's').test(''); } catch { return false; }
}
