/** A folder and what a synth puts into it. */
export interface Tree {
  /** The folder, relative to the root or absolute; made if missing. Empty for the root itself, if it is shared. */
  readonly folder: string;
  /** Path below the folder, with "/", and content, which carries the notice of a generated file. */
  readonly files: ReadonlyMap<string, string>;
  /** True for a folder of which only the named files are a synth's: nothing else in it is looked at. @default false */
  readonly shared?: boolean;
}

/** What writing a tree changed, or would change; every list holds paths below its folder, in order. */
export interface Written {
  /** The folder, as the tree names it. */
  readonly folder: string;
  /** How many generated files it holds now. */
  readonly files: number;
  /** Files that did not exist before. */
  readonly added: readonly string[];
  /** Files that had another content before. */
  readonly changed: readonly string[];
  /** Files that an earlier synth wrote and this one does not. */
  readonly removed: readonly string[];
  /** What no synth wrote and is left alone: files, and folders that hold nothing else, with "/" at the end. */
  readonly foreign: readonly string[];
}

/** The path of a file in a folder: `dist/a`, and `a` for a file of the root itself. */
export function pathIn(folder: string, file: string): string {
  return folder === '' ? file : `${folder}/${file}`;
}
