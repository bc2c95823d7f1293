import type { ApiObject } from 'cdk8s';
import type { Component, ComponentSource, GroupKind } from '../core/component';
import { scopeOf } from '../core/pinned-kinds';

/** What the Applications of one AppProject may read and write. */
export interface ProjectScope {
  /** Name of the AppProject. */
  readonly name: string;
  /** What it is for. */
  readonly description: string;
  /** Repositories its Applications may read. */
  readonly sourceRepos: readonly string[];
  /** Namespaces they may write to. */
  readonly namespaces: readonly string[];
  /** Cluster-scoped kinds they may write. */
  readonly clusterKinds: readonly GroupKind[];
  /** Namespaced kinds they may write. @default - every namespaced kind, in `namespaces` only */
  readonly namespacedKinds?: readonly GroupKind[];
}

/** The project of what K3s installs and of the root Applications. */
export const BOOTSTRAP_PROJECT = 'bootstrap';
/** The project of other people's charts and CRDs. */
export const PLATFORM_PROJECT = 'platform';
/** The project of this lab's own manifests. */
export const LAB_PROJECT = 'lab';

/**
 * A project that allows exactly what upstream components declare: their repositories, their namespaces, their cluster-scoped kinds.
 * Namespaced kinds stay open, because a chart's next version may bring another one.
 */
export function upstreamScope(name: string, description: string, components: readonly Component[]): ProjectScope {
  return {
    name,
    description,
    sourceRepos: unique(components.flatMap(({ props: { source } }) => repositoryOf(source))),
    namespaces: unique(components.flatMap(({ props }) => [props.namespace, ...props.otherNamespaces ?? []])),
    clusterKinds: uniqueKinds(components.flatMap(({ props }) => props.clusterKinds ?? [])),
  };
}

/** What a project of folders of `dist/` is made for. */
export interface OwnMembers {
  /** Repository of the folders. */
  readonly repoURL: string;
  /** The Applications of the project. */
  readonly components: readonly Component[];
  /** Every object in their folders. */
  readonly objects: readonly ApiObject[];
}

/** A project that allows exactly the objects of folders of `dist/`, kind by kind. */
export function ownScope(name: string, description: string, { repoURL, components, objects }: OwnMembers): ProjectScope {
  const kinds = objects.map((object) => ({
    namespace: object.metadata.namespace, group: object.apiGroup === 'core' ? '' : object.apiGroup, kind: object.kind,
  }));
  return {
    name,
    description,
    sourceRepos: [repoURL],
    // An Application's own destination must be allowed too, even if all it holds is cluster-scoped.
    namespaces: unique([...components.map(({ props }) => props.namespace), ...kinds.flatMap(({ namespace }) => namespace ?? [])]),
    clusterKinds: uniqueKinds(kinds.filter(isClusterScoped)),
    namespacedKinds: uniqueKinds(kinds.filter((each) => !isClusterScoped(each))),
  };
}

/** As the pinned definition says; a kind that has none is taken for what its object looks like. */
function isClusterScoped({ group, kind, namespace }: GroupKind & { readonly namespace: string | undefined }): boolean {
  const scope = scopeOf(group, kind);
  return scope === undefined ? namespace === undefined : scope === 'Cluster';
}

/** A project with more than its members need. */
export function merged(scope: ProjectScope, more: Partial<ProjectScope>): ProjectScope {
  const everywhere = more.namespaces?.includes('*');
  const { namespacedKinds } = scope;
  return {
    ...scope,
    sourceRepos: unique([...scope.sourceRepos, ...more.sourceRepos ?? []]),
    namespaces: everywhere ? ['*'] : unique([...scope.namespaces, ...more.namespaces ?? []]),
    clusterKinds: uniqueKinds([...scope.clusterKinds, ...more.clusterKinds ?? []]),
    ...namespacedKinds ? { namespacedKinds: uniqueKinds([...namespacedKinds, ...more.namespacedKinds ?? []]) } : {},
  };
}

/** The repository of other people's that a component is read from; none for a folder of `dist/`. */
function repositoryOf(source: ComponentSource): string[] {
  switch (source.kind) {
    case 'helm': return [source.pin.repository];
    case 'upstream': return [source.repository];
    case 'several': return source.sources.map((each) => each.kind === 'helm' ? each.pin.repository : each.repository);
    case 'own': return [];
  }
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

function uniqueKinds(kinds: readonly GroupKind[]): GroupKind[] {
  const byKey = new Map(kinds.map(({ group, kind }) => [`${group}/${kind}`, { group, kind }]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, kind]) => kind);
}
