import { compareTrees, type ApplicationDiff, type ObjectDiff } from './compare';
import { MANIFESTS, type LabFiles } from './lab-files';
import { compareFiles, compareScripts } from './outside/compare';

/** What differs in a tree that Argo CD does not read. */
export interface TreeDiff {
  /** Name of the tree: `scripts`, `monitoring`. */
  readonly tree: string;
  /** How a heading names it: `scripts/, outside the cluster`; a file by its name alone. */
  readonly title: string;
  /** The files and settings that differ, in order. */
  readonly objects: readonly ObjectDiff[];
}

/** Everything that differs between two states of a lab. `homelab diff --json` prints it. */
export interface LabDiff {
  /** What differs in the cluster, by the Application that carries it out. */
  readonly applications: readonly ApplicationDiff[];
  /** What differs outside the cluster. */
  readonly outside: readonly TreeDiff[];
  /** Trees that the earlier state does not have, so that they cannot be compared. */
  readonly notCompared: readonly string[];
}

const NONE: ReadonlyMap<string, string> = new Map();
const SCRIPTS = 'scripts';

/**
 * Compares two states of a lab.
 *
 * @param before - trees that are absent here are not compared
 * @param after - a complete state
 */
export function compareLabs(before: LabFiles, after: LabFiles): LabDiff {
  const known = [...new Set([...before.keys(), ...after.keys()])].filter((tree) => tree !== MANIFESTS && before.has(tree)).sort();
  const outside = known.map((tree): TreeDiff => {
    const [old, fresh] = [before.get(tree) ?? NONE, after.get(tree) ?? NONE];
    const objects = tree === SCRIPTS ? compareScripts(old, fresh) : compareFiles(tree, old, fresh);
    return { tree, title: `${tree}/, outside the cluster`, objects };
  });
  return {
    applications: before.has(MANIFESTS) ? compareTrees(before.get(MANIFESTS) ?? NONE, after.get(MANIFESTS) ?? NONE) : [],
    outside: outside.filter(({ objects }) => objects.length > 0),
    notCompared: [...after.keys()].filter((tree) => !before.has(tree)),
  };
}

/** Every object that differs, wherever it is. */
export function objectsOf({ applications, outside }: LabDiff): ObjectDiff[] {
  return [...applications, ...outside].flatMap(({ objects }) => objects);
}
