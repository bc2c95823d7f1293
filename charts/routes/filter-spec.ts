import type { HttpRouteSpecRulesFilters } from '../../imports/gateway.networking.k8s.io';
import { matchedPrefix } from './matched-prefix';
import type { RouteRule } from './route';
import type { RouteCors, RouteFilters, RouteHeaderChanges, RouteMirror, RouteRedirect, RouteRewrite } from './route-filters';

/** A filter with its type as a plain word; the generated enumerations have the same words. */
interface Filter {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** What a rule does with requests, as the API has it, every default written out. */
export function filtersOf(rule: RouteFilters & Pick<RouteRule, 'matches'>): HttpRouteSpecRulesFilters[] {
  const { rewrite, requestHeaders, responseHeaders, mirror = [], cors, redirect } = rule;
  const filters: Filter[] = [
    ...cors ? [{ type: 'CORS', cors: toCors(cors) }] : [],
    ...requestHeaders ? [{ type: 'RequestHeaderModifier', requestHeaderModifier: toHeaders(requestHeaders) }] : [],
    ...responseHeaders ? [{ type: 'ResponseHeaderModifier', responseHeaderModifier: toHeaders(responseHeaders) }] : [],
    ...mirror.map((each) => ({ type: 'RequestMirror', requestMirror: toMirror(each) })),
    ...rewrite ? [{ type: 'URLRewrite', urlRewrite: toRewrite(rewrite) }] : [],
    ...redirect ? [{ type: 'RequestRedirect', requestRedirect: toRedirect(redirect, matchedPrefix(rule.matches) === '/') }] : [],
  ];
  return filters as unknown as HttpRouteSpecRulesFilters[];
}

/** Seconds that the definition fills in for a browser's memory. */
const DEFAULT_AGE = 5;

function toCors({ origins, methods, headers, exposeHeaders, credentials = false, maxAge }: RouteCors): unknown {
  return {
    allowOrigins: [...origins],
    ...methods ? { allowMethods: [...methods] } : {},
    ...headers ? { allowHeaders: [...headers] } : {},
    ...exposeHeaders ? { exposeHeaders: [...exposeHeaders] } : {},
    ...credentials ? { allowCredentials: true } : {},
    maxAge: maxAge?.toSeconds() ?? DEFAULT_AGE,
  };
}

function toHeaders({ set, add, remove }: RouteHeaderChanges): unknown {
  // Keys of a mapping have no order, and a list that has one would be another for every way to write it.
  const listed = (headers: Readonly<Record<string, string>>): unknown[] =>
    Object.keys(headers).sort().map((name) => ({ name, value: headers[name] }));
  return { ...set ? { set: listed(set) } : {}, ...add ? { add: listed(add) } : {}, ...remove ? { remove: [...remove] } : {} };
}

function toMirror({ name, namespace, port, percent }: RouteMirror): unknown {
  return {
    backendRef: { group: '', kind: 'Service', name, ...namespace === undefined ? {} : { namespace }, port },
    ...percent === undefined ? {} : { percent },
  };
}

function toRewrite({ hostname, ...paths }: RouteRewrite): unknown {
  return { ...hostname === undefined ? {} : { hostname }, ...toPath(paths) };
}

/** The code of a redirect that says nothing else. */
const DEFAULT_CODE = 302;

/** @param ofAll - true where the matched prefix is "/", behind which the rest of a path begins without one */
function toRedirect({ scheme, hostname, port, path, prefix, statusCode = DEFAULT_CODE }: RouteRedirect, ofAll: boolean): unknown {
  return {
    ...scheme === undefined ? {} : { scheme },
    ...hostname === undefined ? {} : { hostname },
    ...port === undefined ? {} : { port },
    ...toPath({ path, ...prefix === undefined ? {} : { prefix: joinable(prefix, ofAll) } }),
    statusCode,
  };
}

/** Istio joins prefix and rest as they are: there has to be one "/" between them. */
function joinable(prefix: string, ofAll: boolean): string {
  const trimmed = prefix.replace(/\/+$/, '');
  return ofAll || trimmed === '' ? `${trimmed}/` : trimmed;
}

function toPath({ path, prefix }: Pick<RouteRewrite, 'path' | 'prefix'>): { readonly path?: unknown } {
  if (path !== undefined) { return { path: { type: 'ReplaceFullPath', replaceFullPath: path } }; }
  return prefix === undefined ? {} : { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: prefix } };
}
