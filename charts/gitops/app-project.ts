import type { Construct } from 'constructs';
import { AppProject } from '../../imports/argoproj.io';
import type { GroupKind } from '../core/component';
import { IN_CLUSTER } from './in-cluster';
import type { ProjectScope } from './projects';

/** What is written on an AppProject. */
export interface AppProjectMetadata {
  /** Namespace of Argo CD. */
  readonly namespace: string;
  /** Its annotations. @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * Kinds inside a namespace that no project without a list of kinds has. K3s installs what such objects ask for, from any namespace and with
 * every right (k3s-io/helm-controller runs as cluster-admin), so no project would bound an Application that brings one.
 */
const UNBOUNDED_KINDS: readonly GroupKind[] = ['HelmChart', 'HelmChartConfig'].map((kind) => ({ group: 'helm.cattle.io', kind }));

/** Makes an AppProject. Whether an Application may do what it does is decided by it. */
export function addProject(scope: Construct, project: ProjectScope, metadata: AppProjectMetadata): AppProject {
  return new AppProject(scope, `project-${project.name}`, {
    metadata: { name: project.name, ...metadata },
    spec: {
      description: project.description,
      sourceRepos: [...project.sourceRepos],
      destinations: project.namespaces.map((each) => ({ server: IN_CLUSTER, namespace: each })),
      clusterResourceWhitelist: project.clusterKinds.map((each) => ({ ...each })),
      ...project.namespacedKinds ? { namespaceResourceWhitelist: project.namespacedKinds.map((each) => ({ ...each })) }
        : { namespaceResourceBlacklist: UNBOUNDED_KINDS.map((each) => ({ ...each })) },
    },
  });
}
