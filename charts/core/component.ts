import type { HelmValues } from './helm-values';
import type { Origin } from './origin';

/** A Helm chart at one exact version. */
export interface ChartPin {
  /** Repository as Argo CD takes it: an https address, or `host/path` without a scheme for OCI. */
  readonly repository: string;
  /** Name of the chart in that repository. */
  readonly chart: string;
  /** Exact version. */
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
  /** Kind of the object. */
  readonly kind: string;
  /** Name of the object. @default - every object of the kind */
  readonly name?: string;
  /** jq paths of the fields. */
  readonly jqPathExpressions: readonly string[];
}

/** A cluster-scoped kind, which an AppProject has to allow by name. */
export interface GroupKind {
  /** API group; empty for the core group. */
  readonly group: string;
  /** Kind of the object. */
  readonly kind: string;
}

/** What an Application can wait for: another one, or all that a layer has. */
export type Dependency = Component | { readonly components: readonly Component[] };

/** What a layer says of one of its Applications. */
export interface ComponentProps {
  /** Name of the Argo CD Application, and of the Helm release. */
  readonly name: string;
  /** Namespace that namespaced objects without one of their own go to. */
  readonly namespace: string;
  /** What the Application syncs. */
  readonly source: ComponentSource;
  /** What must be Healthy before this one is applied. @default - nothing */
  readonly dependsOn?: readonly Dependency[];
  /**
   * The root Application that brings it, by what follows `root-` in its name. Argo CD holds every later wave of a root back until the
   * earlier ones are Healthy. So whatever waits for the world outside the cluster (credentials, public DNS, a person's own image) has a
   * root of its own: it holds up neither the platform nor another root.
   * @default - `root` itself, which brings what everything else stands on
   */
  readonly root?: string;
  /** AppProject. @default - `lab` for a folder of `dist/`, `platform` for a chart or a folder upstream */
  readonly project?: string;
  /** Whether Argo CD deletes what the source no longer holds. @default - true, but not for upstream folders, which hold definitions */
  readonly prune?: boolean;
  /**
   * Whether Argo CD deletes its objects when it is deleted itself, as it is when homelab.yaml no longer asks for it. Not for what the rest
   * of the lab stands on: with a network or a definition goes much more.
   * @default - true for a folder of `dist/` without volumes, namespaces or definitions; false for a chart or a folder upstream
   */
  readonly cascade?: boolean;
  /** Whether its health counts for that of the root Application that brings it. @default true */
  readonly countsForRoot?: boolean;
  /** Fields that a controller of the cluster writes. @default - none */
  readonly ignoreDifferences?: readonly IgnoredDifference[];
  /** Cluster-scoped kinds that the chart or upstream folder contains; for own folders they are read off the objects. @default - none */
  readonly clusterKinds?: readonly GroupKind[];
  /** Further namespaces that the chart puts objects into. @default - only `namespace` */
  readonly otherNamespaces?: readonly string[];
  /**
   * Repository, as `owner/name`, whose definitions of custom kinds it brings; schemas/crds/index.json names it for each kind.
   * @default - none
   */
  readonly definitionsOf?: string;
  /** Where the wish for it comes from. @default - the layer's origin */
  readonly origin?: Origin;
}

/** The unit Argo CD syncs: one Application, owned by exactly one layer. */
export class Component {
  /** Name of the Application. */
  public readonly name: string;

  /** @param props - what the layer says of it */
  constructor(public readonly props: ComponentProps) {
    this.name = props.name;
  }

  /** What must be Healthy before this one is applied. A layer stands for all of its Applications, as they are when this is asked. */
  public get dependsOn(): readonly Component[] {
    return (this.props.dependsOn ?? []).flatMap((each) => each instanceof Component ? [each] : each.components);
  }
}
