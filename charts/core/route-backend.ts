import type { Manifest } from './manifest';
import { at, list, text, type RenderedLab } from './rendered-lab';

/** One Service that a route sends to, mirrors included. */
export interface RouteBackend {
  /** The route. */
  readonly route: Manifest;
  /** Namespace of the Service. */
  readonly namespace: string;
  /** Its name. */
  readonly name: string;
  /** Number of its port. */
  readonly port: number;
  /** Set where only copies of requests go, whose answers nobody waits for. @default false */
  readonly isMirror?: boolean;
}

/** A reference of a route to what it sends requests, or copies of them, to. */
export interface BackendReference {
  /** The reference, as the route has it. */
  readonly backend: unknown;
  /** Set where only copies go. */
  readonly isMirror: boolean;
}

/** The references of a route to what it sends requests or copies of them to. */
export function backendReferences(route: Manifest): BackendReference[] {
  return list(route, 'spec', 'rules').flatMap((rule) => [
    ...list(rule, 'backendRefs').map((backend) => ({ backend, isMirror: false })),
    ...list(rule, 'filters').map((filter) => at(filter, 'requestMirror', 'backendRef')).filter((backend) => backend !== undefined)
      .map((backend) => ({ backend, isMirror: true })),
  ]);
}

/** Every route that attaches to a Gateway, whatever it speaks. */
export function routesOf(lab: RenderedLab): readonly Manifest[] {
  return ['HTTPRoute', 'GRPCRoute', 'TLSRoute'].flatMap((kind) => lab.ofKind('gateway.networking.k8s.io', kind));
}

/** Every Service that a route sends to. */
export function routeBackends(lab: RenderedLab): RouteBackend[] {
  return routesOf(lab).flatMap((route) => backendReferences(route)
    .filter(({ backend }) => ['', 'Service'].includes(text(backend, 'kind')) && text(backend, 'group') === '')
    .map(({ backend, isMirror }) => ({
      route,
      namespace: text(backend, 'namespace') || (route.metadata.namespace ?? ''),
      name: text(backend, 'name'),
      port: Number(at(backend, 'port')),
      ...isMirror ? { isMirror } : {},
    })));
}
