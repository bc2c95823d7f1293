import type { GrpcRouteSpecRules } from '../../imports/gateway.networking.k8s.io';
import { grouped } from '../../config/call-path';
import { toBackend } from './backend-spec';
import { filtersOf } from './filter-spec';
import type { Route, RouteMatch, RouteRule } from './route';

/** A rule for calls of gRPC as the API has it, every default written out. */
export function toCallRule(route: Pick<Route, 'name' | 'namespace'>, rule: RouteRule): GrpcRouteSpecRules {
  const { matches, backends = [] } = rule;
  const filters = filtersOf(rule);
  return {
    ...matches ? { matches: matches.map(toCall) } : {},
    ...filters.length > 0 ? { filters } : {},
    backendRefs: backends.map((backend) => toBackend(route, backend)),
  } as unknown as GrpcRouteSpecRules;
}

function toCall({ call, headers }: RouteMatch): unknown {
  const { type = 'Exact' } = call ?? {};
  const [service, method] = [call?.service, call?.method].map((each) => type === 'RegularExpression' ? grouped(each) : each);
  return {
    ...call ? { method: { type, ...service === undefined ? {} : { service }, ...method === undefined ? {} : { method } } } : {},
    ...headers ? { headers: headers.map((header) => ({ name: header.name, value: header.value, type: header.type })) } : {},
  };
}
