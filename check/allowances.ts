import { nearest } from '../config/nearest';
import { describe } from '../charts/core/manifest';
import type { RenderedLab } from '../charts/core/rendered-lab';
import type { Rule } from '../charts/core/rule';
import { formatPath, WARNING_NAMES, type Problem } from '../config/problem';
import { RENDER_RULES } from './render-rules';

/** One line of `allowUnsafe`: a rule that may be broken, by any object or by one. */
export interface Allowance {
  /** Name of the rule. */
  readonly rule: string;
  /**
   * The object as messages call it, such as `HTTPRoute my-app/shop`; for a warning about homelab.yaml the key.
   *
   * @default - any object, and the lab as a whole
   */
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
  const names = [...rules.map(({ name }) => name), ...RENDER_RULES, ...WARNING_NAMES];
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
    if (object === undefined || objects.includes(object) || RENDER_RULES.includes(rule) || isWarning(rule)) { return []; }
    const guess = nearest(object, objects);
    const fix = `${guess === undefined ? '' : `did you mean "${guess}"? `}write it as messages do`;
    return [{ path, what: `names an object that the lab does not have ("${object}")`, fix }];
  });
}

/** True if a line of `allowUnsafe` silences a warning about homelab.yaml. */
export function isSilenced(lines: readonly string[], { rule, path }: Problem): boolean {
  return rule !== undefined && isAllowed(lines, rule, formatPath(path));
}

/**
 * Lines of `allowUnsafe` without which nothing would change.
 *
 * @param isUsed - whether some lines, taken alone, let something pass
 * @param known - whether it can be known of a rule what breaks it
 */
export function idleAllowances(
  lines: readonly string[], isUsed: (lines: readonly string[]) => boolean, known: (rule: string) => boolean,
): Problem[] {
  return lines.flatMap((line, index): Problem[] => {
    const { rule, object } = readAllowance(line);
    if (!known(rule)) { return []; }
    const path = ['allowUnsafe', index];
    const fix = 'remove the line, so that it does not hide what breaks that rule later';
    const wider = lines.findIndex((other, place) => place !== index && covers(readAllowance(other), { rule, object }, place < index));
    if (wider >= 0) {
      return [{ path, severity: 'warning', what: `allows nothing that allowUnsafe[${wider}] does not allow as well (${line})`, fix }];
    }
    const subject = `${object ?? 'nothing'} ${object === undefined ? 'breaks' : 'does not break'} ${rule}`;
    return isUsed([line]) ? [] : [{ path, severity: 'warning', what: `allows nothing, because ${subject}`, fix }];
  });
}

/** True if one line allows all that another does; of two that say the same, the first one does. */
function covers(one: Allowance, other: Allowance, isBefore: boolean): boolean {
  if (one.rule !== other.rule) { return false; }
  return one.object === other.object ? isBefore : one.object === undefined;
}

function isWarning(rule: string): boolean {
  return WARNING_NAMES.some((each) => each === rule);
}
