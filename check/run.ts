import { closest } from 'fastest-levenshtein';
import { formatPath, type Problem } from '../config/problem';
import { describe } from '../charts/core/manifest';
import { originOf } from './blame';
import { RULES } from './rules';
import type { Finding, Rule } from '../charts/core/rule';
import type { Tree } from '../charts/core/rendered-lab';

/** What the rules say of a lab. */
export interface Verdict {
  /** Problems that a key of homelab.yaml is to blame for; they stop the synth. */
  readonly errors: readonly Problem[];
  /** Problems of a lab's own code, each with the line that made the layer; they stop the synth too. */
  readonly mistakes: readonly string[];
  /** Problems that come from this program's code; they stop the synth too. */
  readonly faults: readonly string[];
  /** Lines to print. */
  readonly warnings: readonly string[];
  /** Rules that were broken and allowed, each with what it objected to. */
  readonly allowed: readonly string[];
}

/** Applies every rule. What `allowUnsafe` names is reported, but stops nothing. */
export function checkTree(tree: Tree, rules: readonly Rule[] = RULES): Verdict {
  const allowed = new Set(tree.config.allowUnsafe);
  const findings = rules.flatMap((rule) => rule.check(tree).map((finding) => ({ rule, finding })));
  const fatal = findings.filter(({ rule }) => rule.severity === 'error' && !allowed.has(rule.name));
  const blamed = fatal.map(({ rule, finding }) => ({ rule, finding, path: blame(tree, finding), place: finding.place ?? (finding.object && tree.place(finding.object)) }));
  const orphaned = blamed.filter(({ path }) => path === undefined);
  return {
    errors: [...unknownNames(tree, rules), ...blamed.flatMap(({ rule, finding, path }) => path ? [{ path, what: `${subject(finding)}${finding.what} [${rule.name}]`, fix: finding.fix }] : [])],
    mistakes: orphaned.flatMap(({ place, ...each }) => place === undefined ? [] : [`${place} ${say(tree, each)}`]),
    faults: orphaned.filter(({ place }) => place === undefined).map((each) => say(tree, each)),
    warnings: findings.filter(({ rule }) => rule.severity === 'warning' && !allowed.has(rule.name)).map((each) => say(tree, each)),
    allowed: findings.filter(({ rule }) => allowed.has(rule.name)).map((each) => say(tree, each)),
  };
}

function blame(tree: Tree, { path, place, object }: Finding): Problem['path'] | undefined {
  if (place !== undefined) { return undefined; }
  return path ?? (object && originOf(tree.config, object));
}

function say(tree: Tree, { rule, finding }: { readonly rule: Rule; readonly finding: Finding }): string {
  const path = blame(tree, finding);
  return `${path ? `${formatPath(path)}: ` : ''}${subject(finding)}${finding.what} [${rule.name}]; ${finding.fix}`;
}

function subject({ object }: Finding): string {
  return object ? `${describe(object)} ` : '';
}

function unknownNames({ config }: Tree, rules: readonly Rule[]): Problem[] {
  const names = rules.map(({ name }) => name);
  return config.allowUnsafe.flatMap((name, index) => names.includes(name) ? [] : [{
    path: ['allowUnsafe', index],
    what: `is not the name of a rule ("${name}")`,
    fix: `did you mean "${names.find((each) => each.startsWith(name)) ?? closest(name, names)}"? docs/rules.md lists them`,
  }]);
}
