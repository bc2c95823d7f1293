import type { HttpRouteSpecRulesBackendRefs } from '../../imports/gateway.networking.k8s.io';
import type { RouteBackend } from './route';

/** A Service that answers as the API has it, every default written out; routes of HTTP and of gRPC have the same. */
export function toBackend({ name, namespace, port, weight = 1 }: RouteBackend): HttpRouteSpecRulesBackendRefs {
  return { group: '', kind: 'Service', name, ...namespace ? { namespace } : {}, port, weight };
}
