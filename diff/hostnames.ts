import type { Manifest } from '../charts/core/manifest';
import type { Objects } from './tree';

/** Host names that a route answers to. */
export function hostnamesOf(route: Manifest): readonly string[] {
  return (route['spec'] as { hostnames?: readonly string[] } | undefined)?.hostnames ?? [];
}

/** Host names that any route of a tree answers to. */
export function answeredNames(objects: Objects): ReadonlySet<string> {
  return new Set([...objects.values()].flatMap(({ manifest }) => manifest.kind === 'HTTPRoute' ? hostnamesOf(manifest) : []));
}
