import type { Objection } from '../../config/objection';
import { formatValue, type ConfigPath } from '../../config/problem';

/** What is wrong with a part of a rule. */
export interface RuleObjection extends Objection {
  /** The part, from the rule on, such as `matches[0].headers[1].value`. */
  readonly at: ConfigPath;
}

/** A field rule's objection, with the value it is about. */
export function about(objection: Objection | undefined, value: string, ...at: ConfigPath): RuleObjection[] {
  return objection ? [{ at, what: `${objection.what} (${formatValue(value)})`, fix: objection.fix }] : [];
}
