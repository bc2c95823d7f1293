import type { ServiceMatch } from '../../config/service-rules';
import { matchesWhole } from '../core/re2';

/*
 * Which of several matches a request goes to. Istio looks at exact paths first, then at prefixes, then at expressions, each from the
 * longest to the shortest, and only then at the rest: sortHTTPRoutes in
 * https://github.com/istio/istio/blob/1.30.3/pilot/pkg/config/kube/gateway/conversion.go
 */

/** True if a match takes every request that another one takes. https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch */
export function holds(wide: ServiceMatch, narrow: ServiceMatch): boolean {
  const isMethod = wide.method === undefined || wide.method === narrow.method;
  const headers = (narrow.headers ?? []).map(headerOf);
  const parameters = (narrow.queryParams ?? []).map(parameterOf);
  return isMethod && holdsPath(wide.path, narrow.path) && (wide.headers ?? []).every((each) => headers.includes(headerOf(each)))
    && (wide.queryParams ?? []).every((each) => parameters.includes(parameterOf(each)));
}

function headerOf({ name, type, value }: NonNullable<ServiceMatch['headers']>[number]): string {
  return JSON.stringify([name.toLowerCase(), type, value]);
}

function parameterOf({ name, type, value }: NonNullable<ServiceMatch['queryParams']>[number]): string {
  return JSON.stringify([name, type, value]);
}

function holdsPath(wide: ServiceMatch['path'], narrow: ServiceMatch['path']): boolean {
  if (wide.type !== 'PathPrefix') { return narrow.type === wide.type && wide.value === narrow.value; }
  return narrow.type === 'RegularExpression' ? holdsExpression(wide.value, narrow.value) : holdsPrefix(wide.value, narrow.value);
}

/** A prefix is one of whole parts: /a holds /a/b, and not /ab. */
function holdsPrefix(wide: string, narrow: string): boolean {
  const parts = (value: string): string[] => value.split('/').filter((part) => part !== '');
  const inner = parts(narrow);
  return parts(wide).every((part, index) => part === inner[index]);
}

/** True if a prefix holds every path that an expression takes; false where nobody can tell. */
export function holdsExpression(prefix: string, expression: string): boolean {
  const whole = prefix.endsWith('/') ? prefix : `${prefix}/`;
  return whole === '/' || literalOf(expression).startsWith(whole);
}

/** What every text that an expression takes begins with. */
function literalOf(expression: string): string {
  if (expression.includes('|')) { return ''; }
  const [, plain = '', next = ''] = /^\^?((?:[\w/~%!@&=,;:'-]|\\[^\w\s])*)(.?)/s.exec(expression) ?? [];
  const literal = plain.replace(/\\(.)/g, '$1');
  return '?*{'.includes(next) && next !== '' ? literal.slice(0, -1) : literal;
}

/** Where a match stands for a path that it takes; undefined for one that it does not take. Of two the larger counts. */
export function rankFor({ path: { type, value } }: ServiceMatch, path: string): number | undefined {
  const ranks = { RegularExpression: 0, PathPrefix: 1, Exact: 2 } as const;
  const takes = {
    RegularExpression: () => matchesWhole(value, path) ?? false, PathPrefix: () => holdsPrefix(value, path), Exact: () => value === path,
  }[type];
  return takes() ? ranks[type] * LONGEST + value.length : undefined;
}

/** More than a path has characters. */
const LONGEST = 10_000;
