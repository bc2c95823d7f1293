import { closest } from 'fastest-levenshtein';
import { describe } from '../charts/core/manifest';
import type { RenderedLab } from '../charts/core/rendered-lab';
import type { Finding, Rule } from '../charts/core/rule';
import type { Problem } from '../config/problem';

/** One line of `allowUnsafe`: a rule that may be broken, by any object or by one. */
export interface Allowance {
  /** Name of the rule. */
  readonly rule: string;
  /** The object as messages call it, such as `HTTPRoute my-app/shop`. @default - any object, and the lab as a whole */
  readonly object?: string;
}

/** Reads a line of `allowUnsafe`: the name of a rule alone, or followed by a space and an object as messages call it. */
export function readAllowance(line: string): Allowance {
  const [rule = '', ...object] = line.trim().split(/\s+/);
  return { rule, ...object.length > 0 ? { object: object.join(' ') } : {} };
}

/** True if one of the lines of `allowUnsafe` lets a rule object to this without stopping the synth. */
export function isAllowed(lines: readonly string[], rule: Rule, { object }: Finding): boolean {
  return lines.map(readAllowance)
    .some((each) => each.rule === rule.name && (each.object === undefined || (object && describe(object)) === each.object));
}

/** What is wrong with the lines of `allowUnsafe`: names of rules and objects that do not exist. */
export function wrongAllowances({ config, manifests }: RenderedLab, rules: readonly Rule[]): Problem[] {
  const names = rules.map(({ name }) => name);
  return config.allowUnsafe.flatMap((line, index): Problem[] => {
    const { rule, object } = readAllowance(line);
    const path = ['allowUnsafe', index];
    if (!names.includes(rule)) {
      const nearest = names.find((each) => each.startsWith(rule)) ?? closest(rule, names);
      return [{ path, what: `is not the name of a rule ("${rule}")`, fix: `did you mean "${nearest}"? docs/rules.md lists them` }];
    }
    const objects = object === undefined ? [] : manifests.map(describe);
    if (object === undefined || objects.includes(object)) { return []; }
    const fix = `did you mean "${closest(object, objects)}"? write it as messages do`;
    return [{ path, what: `names an object that the lab does not have ("${object}")`, fix }];
  });
}
