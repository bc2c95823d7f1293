import { checkCoreKind, checkMetadata } from './core-kinds';
import { checkCustomKind } from './custom-kinds';
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
 * Says what an API server with strict field validation would refuse: unknown and missing fields, wrong types and values, list items with the same key, and
 * kinds for which no schema is pinned. Custom kinds are checked against the definitions in schemas/crds, Kubernetes' own against the
 * kubernetes-models packages; both are loaded when first needed.
 */
export function checkSchemas<T extends KubernetesObject>(objects: readonly T[]): Refusal<T>[] {
  const byKind = new Map<string, T[]>();
  for (const object of objects) {
    const name = `${object.apiVersion} ${object.kind}`;
    const group = byKind.get(name);
    if (group) { group.push(object); } else { byKind.set(name, [object]); }
  }
  const found = new Map([...byKind.values()].flatMap((group) => checkGroup(group)));
  return objects.flatMap((object) => {
    const violations = found.get(object) ?? [];
    return violations.length > 0 ? [{ object, violations }] : [];
  });
}

/** Violations of each object; all of them are of one kind. */
function checkGroup<T extends KubernetesObject>(group: readonly T[]): [T, readonly Violation[]][] {
  const { apiVersion = '', kind = '' } = group[0] ?? {};
  const custom = checkCustomKind(apiVersion, kind, group);
  return group.map((object, index) => [object, custom ? [...custom[index] ?? [], ...checkMetadata(object.metadata)] : checkOther(object)]);
}

function checkOther(object: KubernetesObject): readonly Violation[] {
  return checkCoreKind(object) ?? [{
    path: 'kind',
    message: `is not a kind with a pinned schema (${object.apiVersion} ${object.kind}); add a custom kind to tools/crds/kinds.ts, one of Kubernetes' own to tools/core/kinds.ts`,
  }];
}
