import { Component } from '../core/component';
import { computeWaves } from '../core/waves';

/** Folder of the Applications everything else stands on, and name of the Application that brings them. */
export const TRUNK = 'root';

/**
 * Applications whose health needs something outside the cluster: credentials, public DNS, a person's own image. Argo CD holds every later
 * wave of a root back until the earlier ones are Healthy, so each branch has a root of its own: a missing password in one holds up
 * neither the trunk nor another branch.
 */
export interface Branch {
  readonly name: string;
  readonly components: readonly Component[];
}

/** A root Application's folder: which Applications it brings, each with its wave. */
export interface RootFolder {
  /** Folder below `dist/`, and name of the root Application. */
  readonly name: string;
  readonly waves: ReadonlyMap<Component, number>;
}

/** The trunk first, then each branch. */
export interface Plan {
  readonly folders: readonly RootFolder[];
  /** The roots of the branches; they are Applications of the trunk, in its last wave. */
  readonly roots: readonly Component[];
  /** Every component with its wave; those of a branch count on from the trunk's. */
  readonly waves: ReadonlyMap<Component, number>;
}

/**
 * Sorts components into trunk and branches.
 *
 * @param namespace - namespace of Argo CD
 * @throws Error if the trunk depends on a branch, or a branch on another
 */
export function plan(namespace: string, components: readonly Component[], branches: readonly Branch[]): Plan {
  const grown = branches.filter((branch) => branch.components.length > 0);
  const branchOf = new Map(grown.flatMap((branch) => branch.components.map((component) => [component, branch])));
  const trunk = components.filter((component) => !branchOf.has(component));
  const rootOf = new Map(grown.map((branch) => {
    const name = `${TRUNK}-${branch.name}`;
    return [branch, new Component({ name, namespace, source: { kind: 'own', folder: name }, dependsOn: trunk })];
  }));
  for (const component of components) {
    const stranger = component.dependsOn.find((other) => branchOf.has(other) && branchOf.get(other) !== branchOf.get(component));
    if (stranger) { throw new Error(`"${component.name}" depends on "${stranger.name}" of the branch ${branchOf.get(stranger)?.name ?? ''}, which it must not wait for`); }
  }
  const roots = [...rootOf.values()];
  const waves = computeWaves([...trunk, ...roots, ...branchOf.keys()], (component) => {
    const branch = branchOf.get(component);
    const root = branch && rootOf.get(branch);
    return root ? [root] : [];
  });
  const folder = (name: string, members: readonly Component[]): RootFolder => ({ name, waves: new Map(members.map((member) => [member, waves.get(member) ?? 0])) });
  return {
    folders: [folder(TRUNK, [...trunk, ...roots]), ...[...rootOf].map(([branch, root]) => folder(root.name, branch.components))],
    roots,
    waves,
  };
}
