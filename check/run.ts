import type { CodePlace } from '../charts/core/code-place';
import { describe } from '../charts/core/manifest';
import type { Origin } from '../charts/core/origin';
import type { RenderedLab } from '../charts/core/rendered-lab';
import type { Finding, Rule } from '../charts/core/rule';
import { formatPath, plain, SURROUNDING_NAMES, type ConfigPath, type Problem } from '../config/problem';
import { idleAllowances, isAllowed, isSilenced, wrongAllowances } from './allowances';
import { RENDER_RULES } from './render-rules';
import { RULES } from './rules';

/** What the rules say of a lab. */
export interface Verdict {
  /** Problems that a key of homelab.yaml is to blame for; they stop the synth. */
  readonly errors: readonly Problem[];
  /** Problems of a lab's own code, each with the line that is to blame; they stop the synth too. */
  readonly mistakes: readonly string[];
  /** Problems that come from this program's code, each with the construct that is to blame; they stop the synth too. */
  readonly faults: readonly string[];
  /** What a key of homelab.yaml is to blame for and stops nothing, those of the configuration itself first. */
  readonly warnings: readonly Problem[];
  /** The same of a lab's own code, each with the line that is to blame, in the order of its files. */
  readonly remarks: readonly string[];
  /** Rules that were broken and allowed, each with what it objected to. */
  readonly allowed: readonly string[];
}

/** What a rule objects to, with what is to blame for it. */
interface Objection {
  readonly rule: Rule;
  readonly finding: Finding;
  readonly origin: Origin | undefined;
}

/**
 * Applies every rule. What `allowUnsafe` names is reported, but stops nothing.
 *
 * @param written - warnings about the configuration itself, for `allowUnsafe` to silence
 */
export function checkLab(lab: RenderedLab, rules: readonly Rule[] = RULES, written: readonly Problem[] = []): Verdict {
  const objections = rules.flatMap((rule) => rule.check(lab)
    .map((finding): Objection => ({ rule, finding, origin: originOf(lab, finding) })));
  const allowances = lab.config.allowUnsafe;
  const allowed = objections.filter((each) => allows(allowances, each));
  const others = objections.filter((each) => !allowed.includes(each));
  const stopping = others.filter(({ rule }) => rule.severity === 'error');
  const passing = others.filter(({ rule }) => rule.severity === 'warning');
  const silenced = written.filter((each) => isSilenced(allowances, each));
  const isUsed = (lines: readonly string[]): boolean =>
    allowed.some((each) => allows(lines, each)) || silenced.some((each) => isSilenced(lines, each));
  return {
    errors: [...wrongAllowances(lab, rules), ...stopping.flatMap(asProblem)],
    mistakes: stopping.flatMap((each) => each.origin && 'place' in each.origin ? [sayOfCode(lab, each)] : []),
    faults: stopping.filter(({ origin }) => origin === undefined).map((each) => sayOfCode(lab, each)),
    warnings: [
      ...written.filter((each) => !silenced.includes(each)).map(named),
      ...passing.flatMap(asProblem),
      ...passing.filter(({ origin }) => origin === undefined).map((each) => problemAt([], each)),
      // What breaks the rules of `homelab render`, only that command knows; what lies around the file is another thing on each machine.
      ...idleAllowances(allowances, isUsed, (rule) => ![...RENDER_RULES, ...SURROUNDING_NAMES].includes(rule)),
    ],
    remarks: passing.flatMap((each) => each.origin && 'place' in each.origin ? [{ ...each.origin.place, text: say(lab, each) }] : [])
      .sort(byPlace).map(({ text }) => text),
    allowed: [
      ...silenced.map((each) => `${formatPath(each.path)}: ${named(each).what}; ${each.fix}`),
      ...allowed.map((each) => say(lab, each)),
    ],
  };
}

function allows(lines: readonly string[], { rule, finding: { object } }: Objection): boolean {
  return isAllowed(lines, rule.name, object && describe(object));
}

/** A rule may know better than the object what is to blame. */
function originOf(lab: RenderedLab, { path, origin, object }: Finding): Origin | undefined {
  if (path) { return { key: path }; }
  return origin ?? (object && lab.source(object)?.origin);
}

function asProblem(objection: Objection): Problem[] {
  const { origin } = objection;
  return origin && 'key' in origin ? [problemAt(origin.key, objection)] : [];
}

function problemAt(path: ConfigPath, { rule: { name, severity }, finding: { object, what, fix } }: Objection): Problem {
  return { path, what: `${object ? `${describe(object)} ` : ''}${what} [${name}]`, fix, ...severity === 'warning' ? { severity } : {} };
}

/** A warning of the configuration with its name, as those of rules have theirs. */
export function named(problem: Problem): Problem {
  return problem.rule === undefined ? problem : { ...problem, what: `${problem.what} [${problem.rule}]` };
}

function byPlace(one: CodePlace, other: CodePlace): number {
  if (one.file !== other.file) { return one.file < other.file ? -1 : 1; }
  return one.line - other.line || one.column - other.column;
}

/** For people who read code: with the construct, after the line that is to blame if there is one. */
function sayOfCode(lab: RenderedLab, { rule, finding, origin }: Objection): string {
  const place = origin && 'place' in origin ? `${lab.showPlace(origin.place)} ` : '';
  const { object } = finding;
  const construct = object && lab.source(object)?.construct;
  const subject = object ? `${describe(object)} ${construct === undefined ? '' : `(construct ${construct}) `}` : '';
  return `${place}${subject}${finding.what} [${rule.name}]; ${finding.fix}`;
}

/** For what stops nothing: with the key or the line that is to blame if there is one. */
function say(lab: RenderedLab, { rule, finding, origin }: Objection): string {
  const subject = finding.object ? `${describe(finding.object)} ` : '';
  return plain(`${blame(lab, origin)}${subject}${finding.what} [${rule.name}]; ${finding.fix}`);
}

function blame(lab: RenderedLab, origin: Origin | undefined): string {
  if (!origin) { return ''; }
  return 'key' in origin ? `${formatPath(origin.key)}: ` : `${lab.showPlace(origin.place)} `;
}
