import type { Manifest } from './manifest';
import { at, list, text, type RenderedLab } from './rendered-lab';

/** One Service that a route sends to. */
export interface RouteBackend {
  /** The HTTPRoute. */
  readonly route: Manifest;
  /** Namespace of the Service. */
  readonly namespace: string;
  /** Its name. */
  readonly name: string;
  /** Number of its port. */
  readonly port: number;
}

/** Every Service that an HTTPRoute sends to. */
export function routeBackends(lab: RenderedLab): RouteBackend[] {
  return lab.ofKind('gateway.networking.k8s.io', 'HTTPRoute').flatMap((route) => list(route, 'spec', 'rules')
    .flatMap((rule) => list(rule, 'backendRefs'))
    .filter((backend) => ['', 'Service'].includes(text(backend, 'kind')) && text(backend, 'group') === '')
    .map((backend) => ({
      route,
      namespace: text(backend, 'namespace') || (route.metadata.namespace ?? ''),
      name: text(backend, 'name'),
      port: Number(at(backend, 'port')),
    })));
}
