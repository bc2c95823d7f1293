import type { CallMatch } from '../../config/call-path';
import { headerNameObjection, queryParamNameObjection, urlPathObjection } from '../../config/fields';
import type { Objection } from '../../config/objection';
import { formatValue } from '../../config/problem';
import { regexProblem } from '../core/re2';
import { callObjections } from './call-objections';
import { about, type RuleObjection } from './objection-about';

/** A requirement on a request, as far as it can be wrong by itself. */
export interface MatchParts {
  /** @default - every path */
  readonly path?: { readonly type?: string; readonly value: string };
  /** @default - any headers */
  readonly headers?: readonly Comparison[];
  /** @default - any parameters */
  readonly queryParams?: readonly Comparison[];
  /** @default - any call, or it is not for gRPC */
  readonly call?: CallMatch;
}

/** What a header or a parameter is held against. */
export interface Comparison {
  /** Name of the header or parameter. */
  readonly name: string;
  /** `Exact` or `RegularExpression`. */
  readonly type: string;
  /** What its value has to be. */
  readonly value: string;
}

/** Everything that the API server or the gateway would refuse in a match, from the match on. */
export function matchObjections({ path, headers = [], queryParams = [], call = {} }: MatchParts): RuleObjection[] {
  return [
    ...callObjections(call).map((each) => ({ ...each, at: ['call', ...each.at] })),
    ...path ? pathObjections(path) : [],
    ...comparisons(headers, HEADERS).map((each) => ({ ...each, at: ['headers', ...each.at] })),
    ...comparisons(queryParams, PARAMETERS).map((each) => ({ ...each, at: ['queryParams', ...each.at] })),
  ];
}

function pathObjections({ type, value }: NonNullable<MatchParts['path']>): RuleObjection[] {
  if (type !== 'RegularExpression') { return about(urlPathObjection(value), value, 'path', 'value'); }
  const wrong = wrongExpression(value, 'path', 'value');
  if (wrong.length > 0 || !neverBeginsWithSlash(value)) { return wrong; }
  return [{
    at: ['path', 'value'], what: `takes no path, because it has to take the whole of one, which begins with "/" (${formatValue(value)})`,
    fix: 'begin it with "/", or with ".*" for whatever comes before',
  }];
}

/**
 * True for an expression whose first character is a letter, a digit or "-" that has to be there. Envoy holds an expression against the
 * whole path, without its query:
 * https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto#config-route-v3-routematch
 */
function neverBeginsWithSlash(expression: string): boolean {
  return /^\^?[\w-](?![?*{])/.test(expression) && !expression.includes('|');
}

/** What names of parts of a request are like. */
interface Naming {
  readonly what: string;
  readonly nameObjection: (name: string) => Objection | undefined;
  /** What two names have in common that are one to the gateway. */
  readonly keyOf: (name: string) => string;
}

const HEADERS: Naming = { what: 'header', nameObjection: headerNameObjection, keyOf: (name) => name.toLowerCase() };
const PARAMETERS: Naming = { what: 'parameter', nameObjection: queryParamNameObjection, keyOf: (name) => name };

function comparisons(parts: readonly Comparison[], { what, nameObjection, keyOf }: Naming): RuleObjection[] {
  const keys = parts.map(({ name }) => keyOf(name));
  return parts.flatMap(({ name, type, value }, index): RuleObjection[] => {
    return [
      ...about(nameObjection(name), name, index, 'name'),
      // Of two entries with one name the gateway counts the first, and the definition refuses them.
      ...keys.indexOf(keyOf(name)) === index ? [] : [{
        at: [index, 'name'], what: `names a ${what} twice in one match (${name})`,
        fix: 'use one entry; several values need several matches or a RegularExpression',
      }],
      ...type === 'RegularExpression' ? wrongExpression(value, index, 'value') : [],
    ];
  });
}

function wrongExpression(value: string, ...at: (string | number)[]): RuleObjection[] {
  const wrong = regexProblem(value);
  return wrong === undefined ? [] : [{
    at, what: `is not a regular expression that the gateway knows, ${wrong} (${formatValue(value)})`,
    fix: 'write it in the syntax of RE2, https://github.com/google/re2/wiki/Syntax',
  }];
}
