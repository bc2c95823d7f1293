import { isApplication, withDigest } from '../core/content-digest';
import type { Manifest } from '../core/manifest';
import { text } from '../core/rendered-lab';
import { isChildApplication } from './lab-applications';

/**
 * Writes a digest of its folder into every child Application that syncs a folder of `dist/`, as `spec.source.name`.
 *
 * Address, path and branch of such an Application never change, so nothing on it says that a commit changed its folder: the wave after it
 * would begin while the folder is still as before. Argo CD copies the source to `status.sync.comparedTo`, name and all, which the health
 * check compares, and looks again at an Application whose source has changed, at the newest commit, at once (controller/appcontroller.go,
 * needRefreshAppStatus, v3.5.1). The name is only shown; nothing else reads it of an Application with a single source. The digest of a root
 * Application counts those of its children, as they stand in its folder.
 *
 * @param folders - every object, by the folder of `dist/` it is written to
 * @param path - the folder of `dist/` in the repository, as Applications name it
 * @throws Error if folders hold each other's Applications in a circle
 */
export function withContentDigests(folders: ReadonlyMap<string, readonly Manifest[]>, path: string): Map<string, Manifest[]> {
  const done = new Map<string, Manifest[]>();
  const open = new Set<string>();

  const finish = (folder: string): Manifest[] => {
    const known = done.get(folder);
    if (known) { return known; }
    if (open.has(folder)) { throw new Error(`folders hold each other's Applications in a circle: ${[...open, folder].join(' -> ')}`); }
    open.add(folder);
    const manifests = (folders.get(folder) ?? []).map((manifest) => {
      const child = childFolder(manifest, path);
      return child !== undefined && folders.has(child) ? withDigest(manifest, contentOf(finish(child))) : manifest;
    });
    open.delete(folder);
    done.set(folder, manifests);
    return manifests;
  };
  return new Map([...folders.keys()].map((folder) => [folder, finish(folder)]));
}

/** The folder of `dist/` that a child Application syncs; undefined for any other object. */
function childFolder(manifest: Manifest, path: string): string | undefined {
  const folder = text(manifest, 'spec', 'source', 'path');
  const isOwn = isApplication(manifest) && isChildApplication(manifest) && folder.startsWith(`${path}/`);
  return isOwn ? folder.slice(path.length + 1) : undefined;
}

/** The same for the same objects, in whatever order they were made. */
function contentOf(manifests: readonly Manifest[]): string {
  return manifests.map((manifest) => JSON.stringify(manifest)).sort().join('\n');
}
