import type { TlsRouteSpecRules } from '../../imports/gateway.networking.k8s.io';
import { toBackend } from './backend-spec';
import type { Route, RouteRule } from './route';

/** A rule for TLS that goes through as the API has it, every default written out. */
export function toPassedRule(route: Pick<Route, 'name' | 'namespace'>, { backends = [] }: RouteRule): TlsRouteSpecRules {
  return { backendRefs: backends.map((backend) => toBackend(route, backend)) };
}
