import { describe } from '../charts/core/manifest';
import type { Origin } from '../charts/core/origin';
import type { RenderedLab } from '../charts/core/rendered-lab';
import type { Finding, Rule } from '../charts/core/rule';
import { formatPath, plain, type Problem } from '../config/problem';
import { isAllowed, readAllowance, wrongAllowances } from './allowances';
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
  /** Lines to print. */
  readonly warnings: readonly string[];
  /** Rules that were broken and allowed, each with what it objected to. */
  readonly allowed: readonly string[];
  /** Lines of `allowUnsafe` that allow nothing, because nothing breaks their rule. */
  readonly unused: readonly string[];
}

/** What a rule objects to, with what is to blame for it. */
interface Objection {
  readonly rule: Rule;
  readonly finding: Finding;
  readonly origin: Origin | undefined;
}

/** Applies every rule. What `allowUnsafe` names is reported, but stops nothing. */
export function checkLab(lab: RenderedLab, rules: readonly Rule[] = RULES): Verdict {
  const objections = rules.flatMap((rule) => rule.check(lab)
    .map((finding): Objection => ({ rule, finding, origin: originOf(lab, finding) })));
  const allowances = lab.config.allowUnsafe;
  const allowed = objections.filter((each) => allows(allowances, each));
  const others = objections.filter((each) => !allowed.includes(each));
  const stopping = others.filter(({ rule }) => rule.severity === 'error');
  return {
    errors: [...wrongAllowances(lab, rules), ...stopping.flatMap(asProblem)],
    mistakes: stopping.flatMap((each) => each.origin && 'place' in each.origin ? [sayOfCode(lab, each)] : []),
    faults: stopping.filter(({ origin }) => origin === undefined).map((each) => sayOfCode(lab, each)),
    warnings: others.filter(({ rule }) => rule.severity === 'warning').map((each) => say(lab, each)),
    allowed: allowed.map((each) => say(lab, each)),
    // Whether the rules of `homelab render` allow something, only that command knows.
    unused: allowances.filter((line) => !RENDER_RULES.includes(readAllowance(line).rule) && !allowed.some((each) => allows([line], each))),
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

function asProblem({ rule, finding, origin }: Objection): Problem[] {
  if (!origin || !('key' in origin)) { return []; }
  const subject = finding.object ? `${describe(finding.object)} ` : '';
  return [{ path: origin.key, what: `${subject}${finding.what} [${rule.name}]`, fix: finding.fix }];
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
