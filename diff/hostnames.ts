import type { Manifest } from '../charts/core/manifest';
import type { Objects } from './tree';

/** Host names of a route; empty if it has none of its own. */
export function hostnamesOf(route: Manifest): readonly string[] {
  return (route['spec'] as { hostnames?: readonly string[] } | undefined)?.hostnames ?? [];
}

/** Host names of all routes of a tree. */
export function answeredNames(objects: Objects): ReadonlySet<string> {
  return new Set([...objects.values()].flatMap(({ manifest }) => manifest.kind === 'HTTPRoute' ? hostnamesOf(manifest) : []));
}
