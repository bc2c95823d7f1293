import { nameClusterKind } from '../charts/core/cluster-kinds';
import { applicationOfProject } from '../charts/core/project-names';
import type { Manifest } from '../charts/core/manifest';
import { list, text } from '../charts/core/rendered-lab';
import { caution, type Hazard } from './hazard';
import { findApplication, type Objects } from './objects';

/**
 * What it means that the AppProject of an Application allows more or less. Argo CD deletes nothing that a project does not allow, without a
 * word (charts/gitops/lab-projects.ts).
 *
 * @param project - the AppProject after the change
 * @param before - every object before the change
 * @param after - every object after the change
 */
export function hazardsOfProject(project: Manifest, before: Objects, after: Objects): Hazard[] {
  const { name } = project.metadata;
  const old = [...before.values()].find(({ manifest }) => manifest.kind === 'AppProject' && manifest.metadata.name === name)?.manifest;
  const application = applicationOfProject(name);
  if (old === undefined || application === undefined) { return []; }
  // Where it deploys to, its Application says.
  const own = [before, after].map((objects) => text(findApplication(objects, application), 'spec', 'destination', 'namespace'));
  const namespaces = (each: Manifest): string[] => without(namespacesOf(each), own);
  const lost = [...without(kindsOf(old), kindsOf(project)), ...without(namespaces(old), namespaces(project)).map((each) => `in ${each}`)];
  const gained = [
    ...without(kindsOf(project), kindsOf(old)), ...without(namespaces(project), namespaces(old)).map((each) => `what it wants in ${each}`),
  ];
  return [
    ...lost.length === 0 ? [] : [caution(`what ${application} has of this stays in the cluster as it is, because Argo CD deletes nothing `
      + `that a project does not allow: ${lost.join(', ')}`)],
    ...gained.length === 0 ? [] : [caution(`${application} may bring ${gained.join(', ')}`)],
  ];
}

function kindsOf(project: Manifest): string[] {
  return list(project, 'spec', 'clusterResourceWhitelist')
    .map((each) => nameClusterKind({ group: text(each, 'group'), kind: text(each, 'kind') }));
}

function namespacesOf(project: Manifest): string[] {
  return list(project, 'spec', 'destinations').map((each) => text(each, 'namespace'));
}

function without(some: readonly string[], others: readonly string[]): string[] {
  return some.filter((each) => !others.includes(each));
}
