import { lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { SynthError } from '../errors';
import { sourceOf } from './generated-notice';
import { exists, isBlank, takeInventory, type Inventory } from './inventory';
import { stageFile, stageFolder } from './staging';
import { followLinks } from './symbolic-links';
import { pathIn, type Tree, type Written } from './tree';

/** One path that has to be replaced. */
export interface Replacement {
  /** The file or folder, relative to the root or absolute, as the tree names it. */
  readonly file: string;
  /** Makes the new version at a path where nothing is yet. `onFile` is called after each file that was written. */
  readonly stage: (fresh: string, onFile: () => void) => void;
}

/** What has to be done for a tree. */
export interface Plan {
  /** What the tree will hold, and how that differs from now. */
  readonly written: Written;
  /** The paths to replace; empty if the tree is current. */
  readonly replacements: readonly Replacement[];
}

/**
 * Compares trees with what is on the disk.
 *
 * @param root - absolute path that the folders of the trees are relative to
 * @throws SynthError if a file of the user is where a generated one has to be, or one tree is inside another
 */
export function planTrees(root: string, trees: readonly Tree[]): Plan[] {
  trees.forEach(checkPaths);
  checkApart(root, trees);
  return trees.map((tree) => tree.shared === true ? planFiles(root, tree) : planFolder(root, tree));
}

function checkPaths({ folder, files }: Tree): void {
  const seen = new Map<string, string>();
  for (const [file, text] of files) {
    if (file === '' || file.split('/').some((part) => ['', '.', '..'].includes(part)) || file.includes('\\')) {
      throw new Error(`${folder}/${file} is not a path below ${folder}`);
    }
    // Windows and macOS take two names that differ only in case for the same file.
    const other = seen.get(file.toLowerCase());
    if (other !== undefined) { throw new Error(`${folder}/${file} and ${folder}/${other} would be the same file on Windows`); }
    seen.set(file.toLowerCase(), file);
    if (sourceOf(text) === undefined) {
      throw new Error(`${folder}/${file} does not say near its top that it is generated, so the next synth could not remove it`);
    }
  }
}

/** A folder is replaced as a whole, so no other tree may be inside it. */
function checkApart(root: string, trees: readonly Tree[]): void {
  const whole = trees.filter(({ shared }) => shared !== true).map(({ folder }) => ({ shown: folder, place: path.resolve(root, folder) }));
  for (const [index, { shown, place }] of whole.entries()) {
    const others = [{ shown: 'the lab itself', place: root }, ...whole.filter((_, other) => other !== index)];
    const within = others.find((other) => isBelow(place, other.place));
    if (within !== undefined) {
      throw new SynthError(`${path.relative(root, place) === '' ? "the lab's own folder" : shown} is replaced as a whole, `
        + `and ${within.shown} is inside it. Set gitops.path to a folder of its own; nothing was changed.`);
    }
  }
}

function isBelow(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative === '' || (!path.isAbsolute(relative) && relative.split(path.sep)[0] !== '..');
}

function planFolder(root: string, { folder, files }: Tree): Plan {
  const target = realFolder(path.resolve(root, folder), folder);
  const found = takeInventory(target);
  const blank = new Set([...files.keys()].filter((file) => found.foreign.has(file) && isBlank(path.join(target, file))));
  const taken = [...files.keys()].find((file) => !blank.has(file) && isTaken(file, found));
  if (taken !== undefined) { throw notGenerated(pathIn(folder, taken)); }
  const other = [...found.generated].find(([, from]) => isOther(from, files));
  if (other) { throw ofAnotherLab(pathIn(folder, other[0]), other[1], `${folder}/`); }
  const unchanged = [...files]
    .filter(([file, text]) => found.generated.has(file) && isText(path.join(target, file), text))
    .map(([file]) => file);
  const foreign = [...found.foreign].filter((file) => !blank.has(file));
  const written = compare(folder, files, new Set([...found.generated.keys(), ...blank]), new Set(unchanged), {
    removed: [...found.generated.keys()].filter((file) => !files.has(file)),
    foreign: summarise(foreign, found.generated),
  });
  const content = { files, kept: [...unchanged, ...foreign], emptyFolders: [...found.emptyFolders] };
  return {
    written,
    replacements: isCurrent(written) ? [] : [{ file: folder, stage: (fresh, onFile) => { stageFolder(target, fresh, content, onFile); } }],
  };
}

function planFiles(root: string, { folder, files }: Tree): Plan {
  const there = new Set<string>();
  const unchanged = new Set<string>();
  for (const [file, text] of files) {
    const target = path.resolve(root, folder, file);
    if (!exists(target)) { continue; }
    there.add(file);
    if (!lstatSync(target).isFile()) { throw notGenerated(pathIn(folder, file)); }
    const source = sourceOf(readFileSync(target, 'utf8'));
    if (source === undefined && !isBlank(target)) { throw notGenerated(pathIn(folder, file)); }
    if (source !== undefined && isOther(source, files)) { throw ofAnotherLab(pathIn(folder, file), source, pathIn(folder, file)); }
    if (isText(target, text)) { unchanged.add(file); }
  }
  return {
    written: compare(folder, files, there, unchanged, { removed: [], foreign: [] }),
    replacements: [...files].filter(([file]) => !unchanged.has(file)).map(([file, text]) => ({
      file: pathIn(folder, file),
      stage: (fresh, onFile) => {
        stageFile(path.resolve(root, folder, file), fresh, text);
        onFile();
      },
    })),
  };
}

function compare(
  folder: string,
  files: Tree['files'],
  there: ReadonlySet<string>,
  unchanged: ReadonlySet<string>,
  rest: Pick<Written, 'removed' | 'foreign'>,
): Written {
  const names = [...files.keys()].sort();
  return {
    folder,
    files: names.length,
    added: names.filter((file) => !there.has(file)),
    changed: names.filter((file) => there.has(file) && !unchanged.has(file)),
    ...rest,
  };
}

function isCurrent({ added, changed, removed }: Written): boolean {
  return added.length + changed.length + removed.length === 0;
}

/** The folder itself where the path is a link to one. */
function realFolder(target: string, shown: string): string {
  const real = followLinks(target);
  if (exists(real) && !lstatSync(real).isDirectory()) {
    throw new SynthError(`${shown} is a file, but it has to be a folder. Move it away and synthesise again; nothing was changed.`);
  }
  return real;
}

/** True if something of the user is where a file has to be, or where a folder around it has to be. */
function isTaken(file: string, { foreign, emptyFolders }: Inventory): boolean {
  return [file, ...foldersAbove(file)].some((each) => foreign.has(each))
    || [...foreign, ...emptyFolders].some((each) => each === file || each.startsWith(`${file}/`));
}

function isOther(source: string, files: Tree['files']): boolean {
  // All files are from one configuration: to look at each file for each file would take minutes with some thousand services.
  const [text = ''] = files.values();
  const own = sourceOf(text);
  return own !== undefined && own !== source;
}

function isText(file: string, text: string): boolean {
  return readFileSync(file, 'utf8') === text;
}

/** Each file by the outermost folder around it that holds no generated file, or by its own name if there is no such folder. */
function summarise(foreign: readonly string[], generated: ReadonlyMap<string, string>): string[] {
  const shared = new Set([...generated.keys()].flatMap(foldersAbove));
  return [...new Set(foreign.map((file) => {
    const folder = foldersAbove(file).find((each) => !shared.has(each));
    return folder === undefined ? file : `${folder}/`;
  }))].sort();
}

/** Every folder that a file is in, outermost first. */
function foldersAbove(file: string): string[] {
  const parts = file.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

function notGenerated(file: string): SynthError {
  return new SynthError(`${file} is in the way: it does not say "Generated from homelab.yaml", so no synth wrote it. `
    + 'Move or delete it and synthesise again; nothing was changed.');
}

function ofAnotherLab(file: string, source: string, whole: string): SynthError {
  return new SynthError(`${file} is generated from ${source}, and two labs cannot share a folder. `
    + `Give this one its own gitops.path, or delete ${whole} if ${source} is gone; nothing was changed.`);
}
