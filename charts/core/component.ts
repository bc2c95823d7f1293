import type { HelmValues } from './helm-values';

/** A Helm chart at one exact version. */
export interface ChartPin {
  /** Repository as Argo CD takes it: an https address, or `host/path` without a scheme for OCI. */
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
}

/** What a component is made from: a pinned chart, a pinned folder upstream, or a folder of our own `dist/`. */
export type ComponentSource =
  | { readonly kind: 'helm'; readonly pin: ChartPin; readonly values: HelmValues }
  | { readonly kind: 'upstream'; readonly repository: string; readonly path: string; readonly revision: string; readonly include?: string }
  | { readonly kind: 'own'; readonly folder: string };

/** A difference between git and cluster that is no drift, because a controller writes the field. */
export interface IgnoredDifference {
  /** API group; empty for the core group. */
  readonly group: string;
  readonly kind: string;
  readonly name?: string;
  /** jq paths of the fields. */
  readonly jqPathExpressions: readonly string[];
}

/** A cluster-scoped kind, which an AppProject has to allow by name. */
export interface GroupKind {
  readonly group: string;
  readonly kind: string;
}

export interface ComponentProps {
  /** Name of the Argo CD Application, and of the Helm release. */
  readonly name: string;
  /** Namespace that namespaced objects without one of their own go to. */
  readonly namespace: string;
  readonly source: ComponentSource;
  /** Components that must be Healthy before this one is applied. @default - none */
  readonly dependsOn?: readonly Component[];
  /** Whether Argo CD deletes what the source no longer holds. @default - true, but not for upstream folders, which hold definitions */
  readonly prune?: boolean;
  /** @default - none */
  readonly ignoreDifferences?: readonly IgnoredDifference[];
  /** Cluster-scoped kinds that the chart or upstream folder contains; for own folders they are read off the objects. @default - none */
  readonly clusterKinds?: readonly GroupKind[];
  /** Further namespaces that the chart puts objects into. @default - only `namespace` */
  readonly otherNamespaces?: readonly string[];
}

/** The unit Argo CD syncs: one Application, owned by exactly one layer. */
export class Component {
  public readonly name: string;
  public readonly dependsOn: readonly Component[];

  constructor(public readonly props: ComponentProps) {
    this.name = props.name;
    this.dependsOn = props.dependsOn ?? [];
  }
}
