import type { HttpRouteSpecRulesBackendRefs } from '../../imports/gateway.networking.k8s.io';
import { toExternalBackend } from './external-machine';
import type { ExternalBackend, Route, RouteBackend } from './route';

/** One that answers as the API has it, every default written out; routes of HTTP and of gRPC have the same. */
export function toBackend(
  route: Pick<Route, 'name' | 'namespace'>, backend: RouteBackend | ExternalBackend,
): HttpRouteSpecRulesBackendRefs {
  const { weight = 1 } = backend;
  if ('external' in backend) { return toExternalBackend(route, backend.external, weight); }
  const { name, namespace, port } = backend;
  return { group: '', kind: 'Service', name, ...namespace ? { namespace } : {}, port, weight };
}
