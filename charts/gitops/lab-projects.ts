import type { ApiObject } from 'cdk8s';
import type { HomelabConfig } from '../../config/schema';
import type { Component } from '../core/component';
import { APPLICATIONS_PROJECT, BOOTSTRAP_PROJECT, LAB_PROJECT, ownScope, PLATFORM_PROJECT, upstreamScope, type ProjectScope } from './projects';
import { bootstrapScope } from './from-config';

/** Everything that has to belong to a project. */
export interface ProjectMembers {
  /** What holds Applications, projects and HelmCharts. */
  readonly bootstrap: readonly Component[];
  /** The user's own. */
  readonly applications: readonly Component[];
  /** All components but the roots of branches. */
  readonly components: readonly Component[];
  /** Every object of the layers' own folders. */
  readonly objects: readonly ApiObject[];
}

/** The projects of the lab, and which one a component belongs to. */
export interface Projects {
  readonly scopes: readonly ProjectScope[];
  readonly of: (component: Component) => string;
}

/** Projects of least privilege: each allows what its members are made of and nothing else. */
export function projects(config: HomelabConfig, { bootstrap, applications, components, objects }: ProjectMembers): Projects {
  const of = (component: Component): string => {
    if (bootstrap.includes(component)) { return BOOTSTRAP_PROJECT; }
    if (applications.includes(component)) { return APPLICATIONS_PROJECT; }
    return component.props.source.kind === 'own' ? LAB_PROJECT : PLATFORM_PROJECT;
  };
  const members = (project: string): Component[] => components.filter((component) => of(component) === project);
  return {
    of,
    scopes: [
      bootstrapScope(config),
      upstreamScope(PLATFORM_PROJECT, 'Charts and CRDs from upstream', members(PLATFORM_PROJECT)),
      ownScope(LAB_PROJECT, 'Manifests synthesised from homelab.yaml', config.gitops.repoURL, members(LAB_PROJECT), objects),
      ...applications.length > 0 ? [upstreamScope(APPLICATIONS_PROJECT, 'Applications of homelab.yaml', members(APPLICATIONS_PROJECT))] : [],
    ],
  };
}
