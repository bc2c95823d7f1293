/** The tree of the manifests, whatever folder `gitops.path` puts it in; the other trees have the names of their folders. */
export const MANIFESTS = 'dist';

/** A lab's generated files: tree, path in it with "/", text. A tree that could not be looked at is absent; one without files is empty. */
export type LabFiles = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** A tree and where it is. */
export interface TreeFolder {
  readonly tree: string;
  /** Seen from the lab's folder, with "/". */
  readonly folder: string;
}
