/** Name of the tree of manifests, in whatever folder `gitops.path` puts it; the other trees have the names of their folders. */
export const MANIFESTS = 'dist';

/** Generated files of a lab: tree, path in it with "/", text. A tree that could not be read is absent; a tree without files is empty. */
export type LabFiles = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** A tree and where it is. */
export interface TreeFolder {
  /** Name of the tree. */
  readonly tree: string;
  /** Its folder, relative to the lab's folder, with "/". */
  readonly folder: string;
}
