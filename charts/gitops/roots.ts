import { Component } from '../core/component';
import { EDGE_ROOT } from '../core/root-names';
import { computeWaves, type WaitsFor } from '../core/waves';
import { BOOTSTRAP_PROJECT } from './projects';

/** The root Application of the platform, and its folder below `dist/`. */
export const ROOT = 'root';

/** A root Application's folder: which Applications it brings, each with its wave. */
export interface RootFolder {
  /** Folder below `dist/`, and name of the root Application. */
  readonly name: string;
  /** The Applications it brings. */
  readonly waves: ReadonlyMap<Component, number>;
}

/** The app-of-apps: the platform's root first, then every other root. */
export interface AppOfApps {
  /** The roots with what each brings. */
  readonly folders: readonly RootFolder[];
  /** The roots but the platform's, which brings them in its last wave. */
  readonly roots: readonly Component[];
  /** Every component with its wave; those below another root count on from the platform's. */
  readonly waves: ReadonlyMap<Component, number>;
}

/** What decides about the place of an Application. */
export interface AppOfAppsProps {
  /** Namespace of Argo CD. */
  readonly namespace: string;
  /** Every Application but the roots. */
  readonly components: readonly Component[];
  /** The root of a component, by what follows `root-` in its name; undefined for the platform's. */
  readonly rootOf: (component: Component) => string | undefined;
  /** What a component waits for besides its dependencies. @default - nothing */
  readonly waitsFor?: WaitsFor;
}

/**
 * Sorts Applications below root Applications, and gives each its wave.
 *
 * @throws Error if an Application depends on one of another root, the platform's excepted: that root may never become Healthy
 */
export function planAppOfApps({ namespace, components, rootOf, waitsFor = () => [] }: AppOfAppsProps): AppOfApps {
  const platform = components.filter((component) => rootOf(component) === undefined);
  const names = [...new Set(components.flatMap((component) => rootOf(component) ?? []))];
  const roots = new Map(names.map((name) => [name, rootApplication(`${ROOT}-${name}`, namespace, platform)]));
  const below = names.flatMap((name) => components.filter((component) => rootOf(component) === name));
  const rootComponent = (component: Component): Component[] => {
    const root = roots.get(rootOf(component) ?? '');
    return root ? [root] : [];
  };
  for (const component of components) {
    for (const other of [...component.dependsOn, ...waitsFor(component)]) { checkRoots(component, other, rootOf); }
  }
  const allWaitsFor: WaitsFor = (component) => [...waitsFor(component), ...rootComponent(component)];
  const waves = computeWaves([...platform, ...roots.values(), ...below], allWaitsFor);
  const folder = (name: string, members: readonly Component[]): RootFolder =>
    ({ name, waves: new Map(members.map((member) => [member, waves.get(member) ?? 0])) });
  return {
    folders: [
      folder(ROOT, [...platform, ...roots.values()]),
      ...[...roots].map(([name, root]) => folder(root.name, below.filter((component) => rootOf(component) === name))),
    ],
    roots: [...roots.values()],
    waves,
  };
}

/** A root that goes takes its Applications along, each of which decides about its own objects. */
function rootApplication(name: string, namespace: string, dependsOn: readonly Component[]): Component {
  return new Component({
    name, namespace, source: { kind: 'own', folder: name }, dependsOn, project: BOOTSTRAP_PROJECT,
    // The platform does not stop working because a certificate, a person's own Service or a password is missing.
    countsForRoot: name === `${ROOT}-${EDGE_ROOT}`,
  });
}

function checkRoots(component: Component, other: Component, rootOf: AppOfAppsProps['rootOf']): void {
  const root = rootOf(other);
  if (root !== undefined && root !== rootOf(component)) {
    throw new Error(`"${component.name}" depends on "${other.name}" below the root Application ${ROOT}-${root}, `
      + 'which it must not wait for');
  }
}
