import type { Manifest } from '../core/manifest';
import { at, text, type Tree } from '../core/rendered-lab';

/* The Applications of a finished lab, as rules read them. */

const WAVE = 'argocd.argoproj.io/sync-wave';

/** Every Application. */
export function applications(tree: Tree): Manifest[] {
  return tree.ofKind('argoproj.io', 'Application');
}

/** The platform's Applications: those that carry a wave. What a user's own do is for the user to judge. */
export function childApplications(tree: Tree): Manifest[] {
  return applications(tree).filter(({ metadata }) => metadata.annotations?.[WAVE] !== undefined);
}

/** When an Application is synced; lower is earlier. */
export function wave(application: Manifest): number {
  return Number(application.metadata.annotations?.[WAVE] ?? 0);
}

/** The folder of `dist/` an Application syncs; empty for other people's repositories. */
export function folderOf(tree: Tree, application: Manifest): string {
  const { repoURL, path } = tree.config.gitops;
  const source = at(application, 'spec', 'source');
  const folder = text(source, 'path');
  return text(source, 'repoURL') === repoURL && folder.startsWith(`${path}/`) ? folder.slice(path.length + 1) : '';
}

/** The objects that an Application syncs from `dist/`. */
export function contents(tree: Tree, application: Manifest): Manifest[] {
  const folder = folderOf(tree, application);
  return folder === '' ? [] : tree.manifests.filter((manifest) => tree.folder(manifest) === folder);
}

/** The Application that syncs an object; undefined if none does. */
export function applicationOf(tree: Tree, manifest: Manifest): Manifest | undefined {
  return applications(tree).find((application) => folderOf(tree, application) === tree.folder(manifest));
}
