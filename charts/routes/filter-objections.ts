import { headerNameObjection, urlPathObjection } from '../../config/fields';
import type { Objection } from '../../config/objection';
import type { ConfigPath } from '../../config/problem';
import { ROUTE_LIMITS } from '../../config/route-limits';
import { corsObjections, type CorsParts } from './cors-objections';
import { matchedPrefix } from './matched-prefix';
import { about, type RuleObjection } from './objection-about';

/** What a rule does with requests, as far as it can be wrong by itself. */
export interface FilterParts {
  /** @default - every path */
  readonly matches?: readonly { readonly path?: { readonly type?: string; readonly value: string } }[];
  /** @default - the address that was asked for */
  readonly rewrite?: { readonly path?: string; readonly prefix?: string; readonly hostname?: string };
  /** @default - nothing is changed */
  readonly requestHeaders?: HeaderParts;
  /** @default - nothing is changed */
  readonly responseHeaders?: HeaderParts;
  /** @default - those that the Service lets */
  readonly cors?: CorsParts;
  /** @default - the Services answer */
  readonly redirect?: {
    readonly scheme?: string; readonly hostname?: string; readonly port?: number; readonly path?: string; readonly prefix?: string;
  };
}

interface HeaderParts {
  readonly set?: Readonly<Record<string, string>>;
  readonly add?: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
}

/** Everything that the API server or the gateway would refuse in what a rule does with requests, or that would do nothing. */
export function filterObjections({ matches, rewrite, requestHeaders, responseHeaders, cors, redirect }: FilterParts): RuleObjection[] {
  return [
    ...rewrite ? below('rewrite', [...addressObjections(rewrite, matches, 'path, prefix or hostname'), ...joined(rewrite, matches)]) : [],
    ...requestHeaders ? below('requestHeaders', headerObjections(requestHeaders)) : [],
    ...responseHeaders ? below('responseHeaders', headerObjections(responseHeaders)) : [],
    ...cors ? below('cors', corsObjections(cors)) : [],
    ...redirect
      ? below('redirect', addressObjections(redirect, matches, 'scheme, hostname, port, path or prefix', redirectPathObjection)) : [],
  ];
}

type NewAddress = NonNullable<FilterParts['redirect']>;

/** A new address, of a rewrite or of a redirect. The rules on a prefix are the definition's own. */
function addressObjections(
  given: NewAddress, matches: FilterParts['matches'], parts: string, ofPath: (value: string) => Objection | undefined = urlPathObjection,
): RuleObjection[] {
  const { scheme, hostname, port, path, prefix } = given;
  if ([scheme, hostname, port, path, prefix].every((each) => each === undefined)) {
    return [{ at: [], what: 'changes nothing', fix: `give it ${parts}` }];
  }
  const paths = matches?.map((match) => match.path?.type ?? 'PathPrefix') ?? ['PathPrefix'];
  return [
    ...path === undefined ? [] : about(ofPath(path), path, 'path'),
    ...prefix === undefined ? [] : about(urlPathObjection(prefix), prefix, 'prefix'),
    ...hostname === undefined ? [] : about(hostObjection(hostname), hostname, 'hostname'),
    ...path === undefined || prefix === undefined ? [] : [{
      at: ['prefix'], what: 'is given along with path, which takes the place of all', fix: 'remove one of the two',
    }],
    ...prefix === undefined || paths.length === 1 && paths[0] === 'PathPrefix' ? [] : [{
      at: ['prefix'], what: `takes the place of one matched prefix, and the rule has ${described(paths)}`,
      fix: 'give the rule one match with a PathPrefix, each further one a rule of its own under rules, or write path',
    }],
  ];
}

/** Istio hands both to Envoy, which puts the rest of the path behind the new prefix as it is (istio/istio#60182, open). */
function joined({ prefix }: NonNullable<FilterParts['rewrite']>, matches: FilterParts['matches']): RuleObjection[] {
  return prefix === undefined || prefix === '/' || matchedPrefix(matches) !== '/' ? [] : [{
    at: ['prefix'], what: `is joined by Istio to what follows "/" without another one: /a would become ${prefix}a`,
    fix: 'give the rule a match with a longer path, or let the Service answer at "/"',
  }];
}

function described(paths: readonly string[]): string {
  return paths.length === 1 ? `a match of the type ${paths[0] ?? ''}` : `${paths.length} matches`;
}

/** The definition's own form; one label and an address are host names for it. */
function hostObjection(value: string): Objection | undefined {
  const isHost = value.length <= 253 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(value);
  return isHost ? undefined : {
    what: 'is not a host name', fix: 'use lower-case letters, digits, "-" and "." (no scheme, no port, no "*", no dot at the end)',
  };
}

/** A browser is sent to it as it is written, so it may have a query and a fragment. */
function redirectPathObjection(value: string): Objection | undefined {
  if (!value.startsWith('/')) { return { what: 'is not a path', fix: 'begin it with "/", and write the host name under hostname' }; }
  return value.length <= ROUTE_LIMITS.path && /^[!-~]+$/.test(value) ? undefined : {
    what: `has characters that an address cannot have, or more than ${ROUTE_LIMITS.path} of them`,
    fix: 'percent-encode them, such as %20 for a space',
  };
}

/**
 * One header is changed in one way: what two changes of it come to depends on their order, which the Gateway API leaves open.
 * https://gateway-api.sigs.k8s.io/reference/spec/#httpheaderfilter
 */
function headerObjections({ set = {}, add = {}, remove = [] }: HeaderParts): RuleObjection[] {
  const valued = Object.entries({ set, add }).flatMap(([key, headers]) =>
    Object.entries(headers).map(([name, value]) => ({ at: [key, name] as ConfigPath, name, value })));
  const all = [...valued, ...remove.map((name, index) => ({ at: ['remove', index] as ConfigPath, name }))];
  if (all.length === 0) { return [{ at: [], what: 'changes nothing', fix: 'give it set, add or remove' }]; }
  const names = all.map(({ name }) => name.toLowerCase());
  return [
    ...Object.entries({ set, add }).filter(([, headers]) => Object.keys(headers).length > ROUTE_LIMITS.changedHeaders).map(([key]) => ({
      at: [key], what: `has more than the ${ROUTE_LIMITS.changedHeaders} headers that one rule may have there`, fix: 'name fewer',
    })),
    ...all.flatMap(({ at, name }, index) => [
      ...about(headerNameObjection(name) ?? reservedObjection(name), name, ...at),
      ...names.indexOf(name.toLowerCase()) === index ? [] : [{
        at, what: `changes a header twice (${name}); names of headers have no case`, fix: 'keep one of the two',
      }],
    ]),
    ...valued.flatMap(({ at, value }) => about(headerValueObjection(value), value, ...at)),
  ];
}

/** Envoy refuses a configuration that takes it away, and with it every route of the listener. */
function reservedObjection(name: string): Objection | undefined {
  return name.toLowerCase() === 'host'
    ? { what: 'is the host name, which is no header to change', fix: 'use rewrite.hostname' } : undefined;
}

/**
 * Envoy reads "%" in the value of a header as the beginning of a command, and refuses the configuration of the whole listener if there is
 * none:
 * https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#custom-request-response-headers
 */
function headerValueObjection(value: string): Objection | undefined {
  if (!/^[\t\u0020-\u007e\u0080-\uffff]*$/.test(value)) {
    return { what: 'has control characters, which no header can have', fix: 'write it on one line' };
  }
  const rest = value.replace(/%%|%[A-Z][A-Z0-9_]*(?:\([^()]*\))?(?::\d+)?%/g, '');
  return rest.includes('%') ? { what: 'has a "%" that begins no command of Envoy', fix: 'write "%%" for the sign itself' } : undefined;
}

function below(key: string, objections: readonly RuleObjection[]): RuleObjection[] {
  return objections.map((each) => ({ ...each, at: [key, ...each.at] }));
}

