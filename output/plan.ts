import { lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { followLinks } from './output-path';
import { exists, isBlank, sourceOf, takeStock, type Inventory } from './ours';
import { SynthError } from '../errors';
import { stageFile, stageFolder } from './stage';

/** A folder and what a synth puts into it. */
export interface Tree {
  /** The folder, relative to the root or absolute; made if missing. Empty for the root itself, if it is shared. */
  readonly folder: string;
  /** Path below the folder, with "/", and content, which carries the marker of a generated file. */
  readonly files: ReadonlyMap<string, string>;
  /** True for a folder of which only the named files are a synth's: nothing else in it is looked at. @default false */
  readonly shared?: boolean;
}

/** What writing a tree changed; every list holds paths below its folder, in order. */
export interface Written {
  readonly folder: string;
  /** How many files it holds now, without those that are not ours. */
  readonly files: number;
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** What no synth wrote and is left alone: files, and folders that hold nothing else, with "/" at the end. */
  readonly foreign: readonly string[];
}

/** One path that has to be replaced. */
export interface Replacement {
  /** Relative to the root or absolute, as the tree names it. */
  readonly file: string;
  /** Makes the successor, which does not exist yet, at a path. */
  readonly stage: (fresh: string, onFile: () => void) => void;
}

/** What is to be done for a tree. */
export interface Plan {
  readonly written: Written;
  /** Nothing if the tree is as it should be. */
  readonly replacements: readonly Replacement[];
}

/**
 * Compares trees with what is there.
 *
 * @throws SynthError if something of the user's is in the way, or a tree in another one
 */
export function planTrees(root: string, trees: readonly Tree[]): Plan[] {
  trees.forEach(checkPaths);
  checkApart(root, trees);
  return trees.map((tree) => tree.shared === true ? planFiles(root, tree) : planFolder(root, tree));
}

/** `dist/a`, and `a` for a file of the root itself. */
export function pathIn(folder: string, file: string): string {
  return folder === '' ? file : `${folder}/${file}`;
}

function checkPaths({ folder, files }: Tree): void {
  const seen = new Map<string, string>();
  for (const [file, text] of files) {
    if (file === '' || file.split('/').some((part) => ['', '.', '..'].includes(part)) || file.includes('\\')) {
      throw new Error(`${folder}/${file} is no path below ${folder}`);
    }
    // Windows and macOS take names that differ in case for one.
    const other = seen.get(file.toLowerCase());
    if (other !== undefined) { throw new Error(`${folder}/${file} and ${folder}/${other} would be one file on Windows`); }
    seen.set(file.toLowerCase(), file);
    if (sourceOf(text) === undefined) {
      throw new Error(`${folder}/${file} does not say near its top that it is generated, so the next synth could not remove it`);
    }
  }
}

/** A folder is replaced as a whole, so nothing else may lie in it. */
function checkApart(root: string, trees: readonly Tree[]): void {
  const whole = trees.filter(({ shared }) => shared !== true).map(({ folder }) => ({ shown: folder, place: path.resolve(root, folder) }));
  for (const [index, { shown, place }] of whole.entries()) {
    const others = [{ shown: 'the lab itself', place: root }, ...whole.filter((_, other) => other !== index)];
    const within = others.find((other) => isBelow(place, other.place));
    if (within !== undefined) {
      throw new SynthError(`${path.relative(root, place) === '' ? "the lab's own folder" : shown} is replaced as a whole, `
        + `and ${within.shown} lies in it. Set gitops.path to a folder of its own; nothing was changed.`);
    }
  }
}

function isBelow(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative === '' || (!path.isAbsolute(relative) && relative.split(path.sep)[0] !== '..');
}

function planFolder(root: string, { folder, files }: Tree): Plan {
  const target = realFolder(path.resolve(root, folder), folder);
  const stock = takeStock(target);
  const blank = new Set([...files.keys()].filter((file) => stock.foreign.has(file) && isBlank(path.join(target, file))));
  const inTheWay = [...files.keys()].find((file) => !blank.has(file) && isTaken(file, stock));
  if (inTheWay !== undefined) { throw isInTheWay(pathIn(folder, inTheWay)); }
  const other = [...stock.ours].find(([, from]) => isOther(from, files));
  if (other) { throw isSomebodyElses(pathIn(folder, other[0]), other[1], `${folder}/`); }
  const unchanged = [...files]
    .filter(([file, text]) => stock.ours.has(file) && isText(path.join(target, file), text))
    .map(([file]) => file);
  const foreign = [...stock.foreign].filter((file) => !blank.has(file));
  const written = compare(folder, files, new Set([...stock.ours.keys(), ...blank]), new Set(unchanged), {
    removed: [...stock.ours.keys()].filter((file) => !files.has(file)),
    foreign: inFewWords(foreign, stock.ours),
  });
  const content = { files, kept: [...unchanged, ...foreign], emptyFolders: [...stock.emptyFolders] };
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
    if (!lstatSync(target).isFile()) { throw isInTheWay(pathIn(folder, file)); }
    const source = sourceOf(readFileSync(target, 'utf8'));
    if (source === undefined && !isBlank(target)) { throw isInTheWay(pathIn(folder, file)); }
    if (source !== undefined && isOther(source, files)) { throw isSomebodyElses(pathIn(folder, file), source, pathIn(folder, file)); }
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
    throw new SynthError(`${shown} is a file, and has to be a folder. Move it away and synthesise again; nothing was changed.`);
  }
  return real;
}

/** True if something of the user's stands where a file has to be, or where a folder around it has to be. */
function isTaken(file: string, { foreign, emptyFolders }: Inventory): boolean {
  return [file, ...foldersAbove(file)].some((each) => foreign.has(each))
    || [...foreign, ...emptyFolders].some((each) => each === file || each.startsWith(`${file}/`));
}

function isOther(source: string, files: Tree['files']): boolean {
  // All are from one: looking at each file for each file would take minutes with some thousand services.
  const [text = ''] = files.values();
  const mine = sourceOf(text);
  return mine !== undefined && mine !== source;
}

function isText(file: string, text: string): boolean {
  return readFileSync(file, 'utf8') === text;
}

/** Files by the outermost folder that holds nothing of ours, or each by its own name. */
function inFewWords(foreign: readonly string[], ours: ReadonlyMap<string, string>): string[] {
  const shared = new Set([...ours.keys()].flatMap(foldersAbove));
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

function isInTheWay(file: string): SynthError {
  return new SynthError(`${file} is in the way: it does not say "Generated from homelab.yaml", so it is yours. `
    + 'Move or delete it and synthesise again; nothing was changed.');
}

function isSomebodyElses(file: string, source: string, whole: string): SynthError {
  return new SynthError(`${file} is generated from ${source}, and two labs cannot share a folder. `
    + `Give this one its own gitops.path, or delete ${whole} if ${source} is gone; nothing was changed.`);
}
