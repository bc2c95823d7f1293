import type { Construct } from 'constructs';
import { AppProject } from '../../imports/argoproj.io';
import { UNBOUNDED_KINDS } from '../core/unbounded-kinds';
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
 * Makes an AppProject. Whether an Application may do what it does is decided by it. One without a list of namespaced kinds excludes those
 * that no project can bound.
 */
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
