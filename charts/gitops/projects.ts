import type { ApiObject } from 'cdk8s';
import type { Component, GroupKind } from '../core/component';

/** What the Applications of one AppProject may read and write. */
export interface ProjectScope {
  readonly name: string;
  readonly description: string;
  readonly sourceRepos: readonly string[];
  readonly namespaces: readonly string[];
  readonly clusterKinds: readonly GroupKind[];
  /** @default - every namespaced kind, in `namespaces` only */
  readonly namespacedKinds?: readonly GroupKind[];
}

/** The project of what K3s installs and of the root Applications. */
export const BOOTSTRAP_PROJECT = 'bootstrap';
/** The project of other people's charts and CRDs. */
export const PLATFORM_PROJECT = 'platform';
/** The project of this lab's own manifests. */
export const LAB_PROJECT = 'lab';
/** The project of the user's own Applications. */
export const APPLICATIONS_PROJECT = 'applications';

/**
 * A project that allows exactly what upstream components declare: their repositories, their namespaces, their cluster-scoped kinds.
 * Namespaced kinds stay open, because a chart's next version may bring another one.
 */
export function upstreamScope(name: string, description: string, components: readonly Component[]): ProjectScope {
  return {
    name,
    description,
    sourceRepos: unique(components.flatMap(({ props: { source } }) => source.kind === 'helm' ? [source.pin.repository] : source.kind === 'upstream' ? [source.repository] : [])),
    namespaces: unique(components.flatMap(({ props }) => [props.namespace, ...props.otherNamespaces ?? []])),
    clusterKinds: uniqueKinds(components.flatMap(({ props }) => props.clusterKinds ?? [])),
  };
}

/** A project that allows exactly the objects of our own folders, kind by kind. */
export function ownScope(name: string, description: string, repoURL: string, components: readonly Component[], objects: readonly ApiObject[]): ProjectScope {
  const kinds = objects.map((object) => ({ namespace: object.metadata.namespace, group: object.apiGroup === 'core' ? '' : object.apiGroup, kind: object.kind }));
  return {
    name,
    description,
    sourceRepos: [repoURL],
    // An Application's own destination must be allowed too, even if all it holds is cluster-scoped.
    namespaces: unique([...components.map(({ props }) => props.namespace), ...kinds.flatMap(({ namespace }) => namespace === undefined ? [] : [namespace])]),
    clusterKinds: uniqueKinds(kinds.filter(({ namespace }) => namespace === undefined)),
    namespacedKinds: uniqueKinds(kinds.filter(({ namespace }) => namespace !== undefined)),
  };
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

function uniqueKinds(kinds: readonly GroupKind[]): GroupKind[] {
  const byKey = new Map(kinds.map(({ group, kind }) => [`${group}/${kind}`, { group, kind }]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, kind]) => kind);
}
