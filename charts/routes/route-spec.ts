import type {
  HttpRouteSpecRules, HttpRouteSpecRulesFilters, HttpRouteSpecRulesMatches,
} from '../../imports/gateway.networking.k8s.io';
import { toBackend } from './backend-spec';
import { filtersOf } from './filter-spec';
import type { Route, RouteMatch, RouteRule } from './route';
import { timeoutTexts } from './timeouts';

/**
 * A rule as the API has it. Every default is written out: inside a list, a field that only the cluster has is drift to Argo CD
 * (argoproj/argo-cd#22151).
 *
 * @throws Error for a duration that the API cannot express
 */
export function toRule(route: Pick<Route, 'name' | 'namespace'>, rule: RouteRule): HttpRouteSpecRules {
  const { matches = [{}], backends, timeouts } = rule;
  const filters: readonly HttpRouteSpecRulesFilters[] = filtersOf(rule);
  return {
    matches: matches.map(toMatch),
    ...filters.length > 0 ? { filters: [...filters] } : {},
    ...backends ? { backendRefs: backends.map((backend) => toBackend(route, backend)) } : {},
    ...timeouts ? { timeouts: timeoutTexts(timeouts) } : {},
  };
}

/** The generated types are enumerations of the same words. */
function toMatch({ path, headers, queryParams, method }: RouteMatch): HttpRouteSpecRulesMatches {
  return {
    path: { type: path?.type ?? 'PathPrefix', value: path?.value ?? '/' },
    ...headers ? { headers: headers.map(({ name, value, type }) => ({ name, value, type })) } : {},
    ...queryParams ? { queryParams: queryParams.map(({ name, value, type }) => ({ name, value, type })) } : {},
    ...method ? { method } : {},
  } as HttpRouteSpecRulesMatches;
}
