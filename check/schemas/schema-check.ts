import { checkKind, checkMetadata } from './kind-check';
import type { Violation } from './violation';

/** What every object of Kubernetes has. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: unknown;
}

/** An object the API server would refuse, and why. */
export interface Refusal<T extends KubernetesObject> {
  readonly object: T;
  readonly violations: readonly Violation[];
}

/**
 * Says what an API server with strict field validation would refuse: unknown and missing fields, wrong types and values, list items with
 * the same key, and kinds for which no schema is pinned (docs/imports.md).
 */
export function checkSchemas<T extends KubernetesObject>(objects: readonly T[]): Refusal<T>[] {
  const byKind = new Map<string, T[]>();
  for (const object of objects) {
    const name = `${object.apiVersion} ${object.kind}`;
    const group = byKind.get(name);
    if (group) { group.push(object); } else { byKind.set(name, [object]); }
  }
  const found = new Map([...byKind.values()].flatMap((group) => checkGroup(group)));
  const metadata = checkMetadata(objects);
  return objects.flatMap((object, index) => {
    const violations = [...found.get(object) ?? [], ...metadata[index] ?? []];
    return violations.length > 0 ? [{ object, violations }] : [];
  });
}

/** Violations of each object; all of them are of one kind. */
function checkGroup<T extends KubernetesObject>(group: readonly T[]): [T, readonly Violation[]][] {
  const { apiVersion = '', kind = '' } = group[0] ?? {};
  const checked = checkKind(apiVersion, kind, group);
  return group.map((object, index) => [object, checked?.[index] ?? [{
    path: 'kind',
    message: `is not a kind with a pinned schema (${apiVersion} ${kind}); `
      + "add a custom kind to tools/crds/kinds.ts, one of Kubernetes' own to tools/openapi/kinds.ts",
  }]]);
}
