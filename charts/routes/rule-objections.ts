import { gatewayDurationObjection, headerNameObjection, urlPathObjection } from '../../config/fields';
import type { Objection } from '../../config/objection';
import { formatValue, type ConfigPath } from '../../config/problem';
import { GATEWAY_DURATION } from '../../config/units';
import { regexProblem } from '../core/re2';

/** The parts of a route's rule that can be wrong by themselves. */
export interface RuleParts {
  /** Any of these takes the request. @default - every request */
  readonly matches?: readonly {
    /** @default - every path */
    readonly path?: { readonly value: string };
    /** @default - any headers */
    readonly headers?: readonly { readonly name: string; readonly value: string; readonly type: string }[];
  }[];
  /** Who answers. */
  readonly backends: readonly {
    /** @default 1 */
    readonly weight?: number;
  }[];
  /** Limits on time. @default - none */
  readonly timeouts?: { readonly request?: string; readonly backendRequest?: string };
}

/** What is wrong with a part of a rule. */
export interface RuleObjection extends Objection {
  /** The part, from the rule on, such as `matches[0].headers[1].value`. */
  readonly at: ConfigPath;
}

/** Everything that the API server would refuse in a rule, or that it would take and that then answers nothing. */
export function ruleObjections({ matches = [], backends, timeouts = {} }: RuleParts): RuleObjection[] {
  return [
    ...matches.flatMap(({ path, headers = [] }, index) => [
      ...path ? about(urlPathObjection(path.value), path.value, 'matches', index, 'path', 'value') : [],
      ...headerObjections(headers).map((each) => ({ ...each, at: ['matches', index, 'headers', ...each.at] })),
    ]),
    ...weightObjections(backends),
    ...timeoutObjections(timeouts),
  ];
}

function headerObjections(headers: NonNullable<NonNullable<RuleParts['matches']>[number]['headers']>): RuleObjection[] {
  const names = headers.map(({ name }) => name.toLowerCase());
  return headers.flatMap(({ name, type, value }, index): RuleObjection[] => {
    const wrong = type === 'RegularExpression' ? regexProblem(value) : undefined;
    return [
      ...about(headerNameObjection(name), name, index, 'name'),
      // Of two entries with one name the gateway counts the first, and the definition refuses them.
      ...names.indexOf(names[index]!) === index ? [] : [{
        at: [index, 'name'], what: `names a header twice in one match (${name})`,
        fix: 'use one entry; several values need several matches or a RegularExpression',
      }],
      ...wrong === undefined ? [] : [{
        at: [index, 'value'], what: `is not a regular expression that the gateway knows, ${wrong} (${formatValue(value)})`,
        fix: 'write it in the syntax of RE2, https://github.com/google/re2/wiki/Syntax',
      }],
    ];
  });
}

function weightObjections(backends: RuleParts['backends']): RuleObjection[] {
  const isNobody = backends.length > 0 && backends.every(({ weight = 1 }) => weight === 0);
  return isNobody
    ? [{ at: ['backends'], what: 'all have weight 0, so every request would get a 500', fix: 'give at least one a weight' }]
    : [];
}

/** The Gateway API's own rule (GEP-1742): an attempt is a part of the request. "0s" switches a limit off. */
function timeoutObjections({ request, backendRequest }: NonNullable<RuleParts['timeouts']>): RuleObjection[] {
  const malformed = Object.entries({ request, backendRequest })
    .flatMap(([key, text]) => text === undefined ? [] : about(gatewayDurationObjection(text), text, 'timeouts', key));
  if (malformed.length > 0 || request === undefined || backendRequest === undefined) { return malformed; }
  const [whole, attempt] = [GATEWAY_DURATION.of(request).toMilliseconds(), GATEWAY_DURATION.of(backendRequest).toMilliseconds()];
  return whole === 0 || attempt <= whole ? [] : [{
    at: ['timeouts', 'backendRequest'], what: `is longer than the timeout of the whole request, ${request} (${backendRequest})`,
    fix: `use at most ${request}`,
  }];
}

/** A field rule's objection, with the value it is about. */
function about(objection: Objection | undefined, value: string, ...at: ConfigPath): RuleObjection[] {
  return objection ? [{ at, what: `${objection.what} (${formatValue(value)})`, fix: objection.fix }] : [];
}
