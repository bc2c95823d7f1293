import { gatewayDurationObjection } from '../../config/fields';
import type { ConfigPath } from '../../config/problem';
import { GATEWAY_DURATION } from '../../config/units';
import { backendObjections, type BackendParts } from './backend-objections';
import { filterObjections, type FilterParts } from './filter-objections';
import { matchObjections, type MatchParts } from './match-objections';
import { about, type RuleObjection } from './objection-about';

/** The parts of a route's rule that can be wrong by themselves. */
export interface RuleParts extends FilterParts {
  /** Any of these takes the request. @default - every request */
  readonly matches?: readonly MatchParts[];
  /** Who answers. @default - nobody, under a redirect */
  readonly backends?: readonly (BackendParts & {
    /** @default 1 */
    readonly weight?: number;
    /** Where it is said, from the rule on. @default - its place under `backends` */
    readonly at?: ConfigPath;
  })[];
  /** Limits on time. @default - none */
  readonly timeouts?: { readonly request?: string; readonly backendRequest?: string };
}

/** Everything that the API server would refuse in a rule, or that it would take and that then answers nothing. */
export function ruleObjections(rule: RuleParts): RuleObjection[] {
  const { matches = [], backends = [], timeouts = {} } = rule;
  return [
    ...matches.flatMap((match, index) => matchObjections(match).map((each) => ({ ...each, at: ['matches', index, ...each.at] }))),
    ...weightObjections(backends),
    ...backends.flatMap((backend, index) => backendObjections(backend)
      .map((each) => ({ ...each, at: [...backend.at ?? ['backends', index], ...each.at] }))),
    ...timeoutObjections(timeouts),
    ...filterObjections(rule),
  ];
}

function weightObjections(backends: NonNullable<RuleParts['backends']>): RuleObjection[] {
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
