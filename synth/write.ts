import { copyFileSync, linkSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withLock } from './lock';
import { exists, sourceOf, takeStock } from './ours';
import { errorCode, SynthError, systemReason } from './problem';
import { renamePatiently } from './retry';

/** A folder and what a synth puts into it. */
export interface Tree {
  /** The folder, relative to the root or absolute; made if missing. */
  readonly folder: string;
  /** Path below the folder, with "/", and content, which carries the marker of a generated file. */
  readonly files: ReadonlyMap<string, string>;
}

/** What writing a tree changed; every list holds paths below its folder, in order. */
export interface Written {
  readonly folder: string;
  /** How many files it holds now, without those that are not ours. */
  readonly files: number;
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** Files that no synth wrote; they are left alone. */
  readonly foreign: readonly string[];
}

/** Holds the lock, the journal and the trees in the making. Beside the trees, so that a rename suffices to put them in place. */
export const WORKSPACE = '.synth';

/** The steps at which tests interrupt a writer. */
export type Step = 'locked' | 'staged file' | 'staged' | 'journal' | 'moved aside' | 'in place' | 'all in place' | 'journal gone';

export interface WriteOptions {
  /** Called at each step, for tests that interrupt. */
  readonly onStep?: (step: Step) => void;
}

/**
 * Replaces whole folders, all of them or none. Files that no synth wrote stay; what an earlier synth wrote and this one does not, vanishes.
 *
 * New trees are made in the workspace, then a journal is written, then each folder is renamed aside and its successor into place. Until the
 * journal stands, nothing visible has changed. A process that dies after it leaves the rest of the renames to `recover`, with which every
 * synth begins: for the moment between two renames a folder can be absent, but never half old and half new.
 *
 * @param root - folder for the workspace, on the file system of the trees
 * @throws SynthError with the reason if anything cannot be written; every folder is then as it was
 */
export function writeTrees(root: string, trees: readonly Tree[], { onStep = () => undefined }: WriteOptions = {}): Written[] {
  trees.forEach(checkPaths);
  return inWorkspace(root, (workspace) => withLock(path.join(workspace, 'lock'), () => {
    onStep('locked');
    finishJournal(workspace, onStep);
    clear(workspace);
    const work = mkdtempSync(path.join(workspace, WORK));
    const plans = trees.map((tree, index) => planTree(root, tree, work, index));
    const dirty = plans.filter(({ written: { added, changed, removed } }) => added.length + changed.length + removed.length > 0);
    try {
      dirty.forEach((plan) => { stage(plan, onStep); });
      onStep('staged');
      if (dirty.length > 0) { writeJournal(workspace, work, dirty.map(({ move }) => move)); }
    } catch (error) {
      clear(workspace);
      throw asSynthError(error, 'nothing was changed');
    }
    onStep('journal');
    finishJournal(workspace, onStep);
    clear(workspace);
    return plans.map(({ written }) => written);
  }));
}

/**
 * What `writeTrees` would change, without changing anything.
 *
 * @throws SynthError as writing would
 */
export function compareTrees(root: string, trees: readonly Tree[]): Written[] {
  trees.forEach(checkPaths);
  return trees.map((tree, index) => planTree(path.resolve(root), tree, '', index).written);
}

/** Finishes what a synth that was killed had begun. Costs next to nothing if there is no such thing. */
export function recover(root: string): void {
  const workspace = path.join(path.resolve(root), WORKSPACE);
  if (!exists(path.join(workspace, JOURNAL))) { return; }
  withLock(path.join(workspace, 'lock'), () => { finishJournal(workspace, () => undefined); clear(workspace); });
}

const JOURNAL = 'journal.json';
/** Prefix: each run has a folder of its own, so that an undeletable rest of an earlier one is in nobody's way. */
const WORK = 'work-';

/** One folder to replace. */
interface Move {
  readonly target: string;
  /** The successor, until it is in place. */
  readonly fresh: string;
  /** Where the predecessor goes. */
  readonly aside: string;
}

interface Plan {
  readonly tree: Tree;
  readonly move: Move;
  readonly unchanged: ReadonlySet<string>;
  readonly written: Written;
}

function inWorkspace<T>(root: string, action: (workspace: string) => T): T {
  const workspace = path.join(path.resolve(root), WORKSPACE);
  try {
    mkdirSync(workspace, { recursive: true });
    return action(workspace);
  } catch (error) {
    throw asSynthError(error, 'nothing was changed');
  } finally {
    // Stays if another synth waits in it.
    try { rmdirSync(workspace); } catch { /* not empty, or never made */ }
  }
}

function checkPaths({ folder, files }: Tree): void {
  const seen = new Map<string, string>();
  for (const [file, text] of files) {
    if (file === '' || file.split('/').some((part) => ['', '.', '..'].includes(part)) || file.includes('\\')) { throw new Error(`${folder}/${file} is no path below ${folder}`); }
    // Windows and macOS take names that differ in case for one.
    const other = seen.get(file.toLowerCase());
    if (other !== undefined) { throw new Error(`${folder}/${file} and ${folder}/${other} would be one file on Windows`); }
    seen.set(file.toLowerCase(), file);
    if (sourceOf(text) === undefined) { throw new Error(`${folder}/${file} does not say near its top that it is generated, so the next synth could not remove it`); }
  }
}

function planTree(root: string, tree: Tree, work: string, index: number): Plan {
  const target = realTarget(path.resolve(root, tree.folder), tree.folder);
  const { ours, foreign } = takeStock(target);
  const inTheWay = [...tree.files.keys()].find((file) => foreign.has(file) || [...foreign].some((each) => each.startsWith(`${file}/`) || file.startsWith(`${each}/`)));
  if (inTheWay !== undefined) {
    throw new SynthError(`${tree.folder}/${inTheWay} is in the way: it does not say "Generated from homelab.yaml", so it is yours. `
      + 'Move or delete it and synthesise again; nothing was changed.');
  }
  const source = [...tree.files.values()].map(sourceOf)[0];
  const [other] = [...ours].filter(([, from]) => source !== undefined && from !== source);
  if (other) {
    throw new SynthError(`${tree.folder}/${other[0]} is generated from ${other[1]}, and two labs cannot share a folder. `
      + `Give this one its own gitops.path, or delete ${tree.folder}/ if ${other[1]} is gone; nothing was changed.`);
  }
  const unchanged = new Set([...tree.files].filter(([file, text]) => ours.has(file) && readFileSync(path.join(target, file), 'utf8') === text).map(([file]) => file));
  const names = [...tree.files.keys()].sort();
  return {
    tree, unchanged,
    move: { target, fresh: path.join(work, `new-${index}`), aside: path.join(work, `old-${index}`) },
    written: {
      folder: tree.folder,
      files: names.length,
      added: names.filter((file) => !ours.has(file)),
      changed: names.filter((file) => ours.has(file) && !unchanged.has(file)),
      removed: [...ours.keys()].filter((file) => !tree.files.has(file)),
      foreign: [...foreign],
    },
  };
}

/** The folder itself where the path is a link to one: a rename would replace the link. */
function realTarget(target: string, shown: string): string {
  if (!exists(target)) { return target; }
  const real = realpathSync(target);
  if (!lstatSync(real).isDirectory()) { throw new SynthError(`${shown} is a file, and has to be a folder. Move it away and synthesise again; nothing was changed.`); }
  return real;
}

function stage({ tree, move: { target, fresh }, unchanged, written: { foreign } }: Plan, onStep: (step: Step) => void): void {
  const kept = [...unchanged, ...foreign];
  new Set([...tree.files.keys(), ...kept].map((file) => path.dirname(path.join(fresh, file)))).forEach((folder) => mkdirSync(folder, { recursive: true }));
  mkdirSync(fresh, { recursive: true });
  for (const file of kept) { keep(path.join(target, file), path.join(fresh, file)); }
  for (const [file, text] of tree.files) {
    if (unchanged.has(file)) { continue; }
    writeFileSync(path.join(fresh, file), text, { flag: 'wx' });
    onStep('staged file');
  }
  // A missing folder deep in the path is made now, when a failure still costs nothing.
  mkdirSync(path.dirname(target), { recursive: true });
}

/** The same file under a second name, so that its time and whatever else belongs to it stay; a copy where the file system has no links. */
function keep(from: string, to: string): void {
  const stat = lstatSync(from);
  if (stat.isSymbolicLink()) { symlinkSync(readlinkSync(from), to); return; }
  try {
    linkSync(from, to);
  } catch (error) {
    // Windows' FAT drives and Linux' protected_hardlinks refuse; a full disk does not get better by copying.
    if (['ENOSPC', 'EDQUOT'].includes(errorCode(error) ?? '') || !stat.isFile()) { throw error; }
    copyFileSync(from, to);
    utimesSync(to, stat.atime, stat.mtime);
  }
}

/** Paths in the journal are relative to the workspace: the project may have been moved when somebody reads it. */
function writeJournal(workspace: string, work: string, moves: readonly Move[]): void {
  const draft = path.join(work, JOURNAL);
  writeFileSync(draft, JSON.stringify(moves.map((move) => mapMove(move, (file) => path.relative(workspace, file)))));
  renamePatiently(draft, path.join(workspace, JOURNAL));
}

function mapMove({ target, fresh, aside }: Move, map: (file: string) => string): Move {
  return { target: map(target), fresh: map(fresh), aside: map(aside) };
}

/** Puts every successor of the journal into place, in whatever state its moves are found. */
function finishJournal(workspace: string, onStep: (step: Step) => void): void {
  const journal = path.join(workspace, JOURNAL);
  if (!exists(journal)) { return; }
  const moves = (JSON.parse(readFileSync(journal, 'utf8')) as Move[]).map((move) => mapMove(move, (file) => path.resolve(workspace, file)));
  try {
    for (const { target, fresh, aside } of moves.filter((move) => exists(move.fresh))) {
      if (exists(target)) {
        renamePatiently(target, aside);
        onStep('moved aside');
      }
      renamePatiently(fresh, target);
      onStep('in place');
    }
  } catch (error) {
    undo(moves, error);
    rmSync(journal, { force: true });
    throw asSynthError(error, 'everything is as it was; close what uses the folder and synthesise again');
  }
  onStep('all in place');
  rmSync(journal);
  onStep('journal gone');
}

/** Takes every move back, including those that an earlier process made: the folders belong together. */
function undo(moves: readonly Move[], cause: unknown): void {
  try {
    for (const { target, fresh, aside } of [...moves].reverse()) {
      if (!exists(fresh) && exists(target)) { renamePatiently(target, fresh); }
      if (exists(aside)) { renamePatiently(aside, target); }
    }
  } catch {
    const folders = moves.map(({ target }) => path.basename(target)).join(' and ');
    throw new SynthError(`cannot replace ${folders}: ${systemReason(cause)}. They are not whole now; close what uses them and synthesise again, which completes them.`, { cause });
  }
}

/** What cannot be removed is in nobody's way; the next synth tries again. */
function clear(workspace: string): void {
  rmSync(path.join(workspace, JOURNAL), { force: true });
  for (const name of readdirSync(workspace).filter((each) => each.startsWith(WORK))) {
    try { rmSync(path.join(workspace, name), { recursive: true, force: true, maxRetries: 3 }); } catch { /* a file in it is open, or a folder read-only */ }
  }
}

function asSynthError(error: unknown, consequence: string): unknown {
  if (error instanceof SynthError || errorCode(error) === undefined) { return error; }
  const { path: where = 'a file', dest } = error as NodeJS.ErrnoException & { dest?: string };
  return new SynthError(`cannot write ${path.relative(process.cwd(), dest ?? where) || '.'}: ${systemReason(error)} (${errorCode(error) ?? ''}); ${consequence}.`, { cause: error });
}
