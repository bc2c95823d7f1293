import type { ApiObject } from 'cdk8s';
import { KUBE_SYSTEM, PLATFORM_NAMESPACES } from '../../config/platform';
import type { Component } from '../core/component';
import {
  APPLICATIONS_PROJECT, BOOTSTRAP_PROJECT, LAB_PROJECT, ownScope, PLATFORM_PROJECT, upstreamScope, type ProjectScope,
} from './projects';

/** Everything that has to belong to a project. */
export interface ProjectMembers {
  /** Repository of `dist/`. */
  readonly repoURL: string;
  /** All Applications. */
  readonly components: readonly Component[];
  /** Every object of the layers' own folders. */
  readonly objects: readonly ApiObject[];
}

/** The AppProject of an Application. */
export function projectOf({ props: { project, source } }: Component): string {
  return project ?? (source.kind === 'own' ? LAB_PROJECT : PLATFORM_PROJECT);
}

/** Projects of least privilege: each allows what its members are made of and nothing else. */
export function labProjects({ repoURL, components, objects }: ProjectMembers): ProjectScope[] {
  const members = (project: string): Component[] => components.filter((component) => projectOf(component) === project);
  const applications = members(APPLICATIONS_PROJECT);
  return [
    bootstrapScope(repoURL),
    upstreamScope(PLATFORM_PROJECT, 'Charts and CRDs from upstream', members(PLATFORM_PROJECT)),
    ownScope(LAB_PROJECT, 'Manifests synthesised from homelab.yaml', { repoURL, components: members(LAB_PROJECT), objects }),
    ...applications.length > 0 ? [upstreamScope(APPLICATIONS_PROJECT, 'Applications of homelab.yaml', applications)] : [],
  ];
}

/** The project of what K3s installs, of the projects and of the root Applications: what dist/bootstrap and dist/root hold, kind by kind. */
function bootstrapScope(repoURL: string): ProjectScope {
  return {
    name: BOOTSTRAP_PROJECT,
    description: 'What K3s installs, and the Applications themselves',
    sourceRepos: [repoURL],
    namespaces: [PLATFORM_NAMESPACES.argocd, KUBE_SYSTEM],
    clusterKinds: [],
    namespacedKinds: [
      { group: 'argoproj.io', kind: 'AppProject' },
      { group: 'argoproj.io', kind: 'Application' },
      { group: 'helm.cattle.io', kind: 'HelmChart' },
    ],
  };
}
