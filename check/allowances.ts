import { nearest } from '../config/nearest';
import { describe } from '../charts/core/manifest';
import type { RenderedLab } from '../charts/core/rendered-lab';
import type { Rule } from '../charts/core/rule';
import type { Problem } from '../config/problem';
import { RENDER_RULES } from './render-rules';

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

/**
 * True if one of the lines of `allowUnsafe` lets a rule object to something without stopping anything.
 *
 * @param rule - name of the rule
 * @param object - what it objects to, as `describe` calls it; undefined for the lab as a whole
 */
export function isAllowed(lines: readonly string[], rule: string, object: string | undefined): boolean {
  return lines.map(readAllowance).some((each) => each.rule === rule && (each.object === undefined || each.object === object));
}

/** What is wrong with the lines of `allowUnsafe`: names of rules and objects that do not exist. */
export function wrongAllowances({ config, manifests }: RenderedLab, rules: readonly Rule[]): Problem[] {
  const names = [...rules.map(({ name }) => name), ...RENDER_RULES];
  return config.allowUnsafe.flatMap((line, index): Problem[] => {
    const { rule, object } = readAllowance(line);
    const path = ['allowUnsafe', index];
    if (!names.includes(rule)) {
      const guess = names.find((each) => each.startsWith(rule)) ?? nearest(rule, names);
      const fix = `${guess === undefined ? '' : `did you mean "${guess}"? `}docs/rules.md and docs/render.md list them`;
      return [{ path, what: `is not the name of a rule ("${rule}")`, fix }];
    }
    const objects = object === undefined ? [] : manifests.map(describe);
    // What a chart makes, only `homelab render` knows.
    if (object === undefined || objects.includes(object) || RENDER_RULES.includes(rule)) { return []; }
    const guess = nearest(object, objects);
    const fix = `${guess === undefined ? '' : `did you mean "${guess}"? `}write it as messages do`;
    return [{ path, what: `names an object that the lab does not have ("${object}")`, fix }];
  });
}
