import type { Manifest } from '../charts/core/manifest';
import type { Objects } from './objects';

/** Host names of a route; empty if it has none of its own. */
export function hostnamesOf(route: Manifest): readonly string[] {
  return (route['spec'] as { hostnames?: readonly string[] } | undefined)?.hostnames ?? [];
}

/** True for a route that answers under host names. */
export function isRoute({ kind }: Manifest): boolean {
  return kind === 'HTTPRoute' || kind === 'GRPCRoute' || kind === 'TLSRoute';
}

/** Host names of all routes. */
export function answeredNames(objects: Objects): ReadonlySet<string> {
  return new Set([...objects.values()].flatMap(({ manifest }) => isRoute(manifest) ? hostnamesOf(manifest) : []));
}
