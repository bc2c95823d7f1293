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

/** A folder of somebody else's git repository. */
export interface UpstreamFolder {
  /** What it is. */
  readonly kind: 'upstream';
  /** Address of the repository. */
  readonly repository: string;
  /** The folder, relative to the root of the repository. */
  readonly path: string;
  /** Branch, tag or commit. */
  readonly revision: string;
  /** Pattern of the files that are read, relative to the folder; `*` goes through folders. @default - every manifest */
  readonly include?: string | undefined;
  /** Pattern of files that are left out. @default - none */
  readonly exclude?: string | undefined;
  /** Whether folders below it are read, too. @default false */
  readonly recurse?: boolean;
  /** How kustomize changes it; not with `include`, `exclude` or `recurse`. @default - as the folder itself says */
  readonly kustomize?: KustomizeOptions | undefined;
  /** Helm values of a folder that is a chart; not with any of the others. @default - the chart's own */
  readonly values?: HelmValues | undefined;
  /** What Helm is told beside values; with `values` alone. @default - nothing */
  readonly options?: HelmOptions | undefined;
}

/** What Argo CD hands to Helm beside values. */
export interface HelmOptions {
  /** Name of the release. @default - that of the Application */
  readonly releaseName?: string | undefined;
  /** Files of values below `values`, later ones over earlier ones; `$ref/path` for a file of another source. @default - none */
  readonly valueFiles?: readonly string[] | undefined;
  /** Whether a file of values may be missing. @default false */
  readonly ignoreMissingValueFiles?: boolean | undefined;
  /** Single values, over all others. @default - none */
  readonly parameters?: readonly {
    /** The way to the value, such as `image.tag`. */
    readonly name: string;
    /** What it is set to. */
    readonly value: string;
    /** Whether true and numbers stay text. @default false */
    readonly forceString?: boolean | undefined;
  }[] | undefined;
  /** Whether definitions in the chart's `crds/` are left out. @default false */
  readonly skipCrds?: boolean | undefined;
}

/** A pinned chart with its values. */
export interface ChartSource {
  /** What it is. */
  readonly kind: 'helm';
  /** The chart. */
  readonly pin: ChartPin;
  /** Its values. */
  readonly values: HelmValues;
  /** What Helm is told beside values. @default - nothing */
  readonly options?: HelmOptions | undefined;
}

/** A repository of git that has nothing but files for other sources of its Application. */
export interface FilesSource {
  /** What it is. */
  readonly kind: 'files';
  /** Address of the repository. */
  readonly repository: string;
  /** Branch, tag or commit. */
  readonly revision: string;
}

/** One of several sources. */
export type OneSource = (ChartSource | UpstreamFolder | FilesSource) & {
  /** Name by which `valueFiles` of the others mean the root of its repository; of git alone. @default - it has none */
  readonly ref?: string | undefined;
};

/** What Argo CD hands to kustomize. */
export interface KustomizeOptions {
  /** What the names of all objects begin with. @default - nothing */
  readonly namePrefix?: string | undefined;
  /** What the names of all objects end with. @default - nothing */
  readonly nameSuffix?: string | undefined;
  /** Images to replace, as `name:tag` or `name=other:tag`. @default - none */
  readonly images?: readonly string[] | undefined;
  /** Changes of objects, as YAML. @default - none */
  readonly patches?: readonly KustomizePatch[] | undefined;
  /** Folders with components, seen from this one. @default - none */
  readonly components?: readonly string[] | undefined;
  /** Whether a component may be missing. @default false */
  readonly ignoreMissingComponents?: boolean | undefined;
  /** How many pods workloads have. @default - as the folder says */
  readonly replicas?: readonly {
    /** Name of the workload. */
    readonly name: string;
    /** Number of its pods. */
    readonly count: number;
  }[] | undefined;
  /** Labels of all objects, in selectors too. @default - none */
  readonly commonLabels?: Readonly<Record<string, string>> | undefined;
  /** Whether they stay out of selectors. @default false */
  readonly labelWithoutSelector?: boolean | undefined;
  /** Whether pods get them all the same. @default false */
  readonly labelIncludeTemplates?: boolean | undefined;
  /** Whether they replace labels that the folder adds. @default false */
  readonly forceCommonLabels?: boolean | undefined;
  /** Annotations of all objects. @default - none */
  readonly commonAnnotations?: Readonly<Record<string, string>> | undefined;
  /** Whether they replace annotations that the folder adds. @default false */
  readonly forceCommonAnnotations?: boolean | undefined;
}

/** A change of objects of a kustomization. */
export interface KustomizePatch {
  /** Which objects. @default - the one that the patch names */
  readonly target?: {
    /** API group. */
    readonly group?: string | undefined;
    /** Kind. */
    readonly kind?: string | undefined;
    /** Name. */
    readonly name?: string | undefined;
    /** Namespace. */
    readonly namespace?: string | undefined;
  } | undefined;
  /** Part of an object, or operations of JSON Patch. */
  readonly patch: string;
}

/** What a component is made from: a pinned chart, a pinned folder upstream, several of these, or a folder of our own `dist/`. */
export type ComponentSource =
  | ChartSource
  | UpstreamFolder
  | { readonly kind: 'several'; readonly sources: readonly OneSource[] }
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
