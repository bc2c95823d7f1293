import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { errorCode, systemReason, SystemRefusal } from '../errors';
import { exists, takeInventory } from './inventory';
import { renameWithRetry } from './retry';
import { keepFile } from './staging';
import { followLinks } from './symbolic-links';

/*
 * How several folders and files are replaced, all of them or none. A work folder in the workspace holds one folder per path, whose name
 * says which path; in it the new version waits as `new`, and later the old version as `old`. Renaming the work folder is the commit: if
 * the process dies after it, the next one completes the work. No list of what has to be done is written, because a power cut could leave
 * it empty: the names of the folders are the list, and where `new` and `old` are says how much is done.
 */

/** Steps at which tests interrupt a transaction. */
export type TransactionStep = 'committed' | 'moved aside' | 'in place' | 'all in place' | 'done';

/** Begins the name of a work folder that has changed nothing yet, or is done. Each run has a work folder of its own. */
const OPEN = 'work-';
/** Begins the name of a work folder that has to be completed. */
const COMMITTED = 'ready-';
/** Before the name of a path, so that the folder for ".." has a name that is none. */
const PATH = 'to-';

/** One path to replace. */
interface Move {
  readonly target: string;
  /** The new version, until it is in place. */
  readonly fresh: string;
  /** Where the old version goes. */
  readonly aside: string;
}

/** Begins a transaction: makes its work folder and returns its path. */
export function begin(workspace: string): string {
  return mkdtempSync(path.join(workspace, OPEN));
}

/**
 * Makes a place in a work folder for the new version of a path.
 *
 * @param work - the work folder
 * @param root - absolute path that `file` is relative to
 * @returns where the new version has to be put
 */
export function stagingPath(work: string, root: string, file: string): string {
  // Relative, because the project may have been moved when the next process completes this.
  const name = path.relative(root, path.resolve(root, file)).split(path.sep).join('/');
  const place = path.join(work, `${PATH}${encodeURIComponent(name)}`);
  mkdirSync(place);
  return path.join(place, 'new');
}

/** Commits: from now on everything in the work folder will be put in place, by this process or the next. */
export function commit(work: string): void {
  renameWithRetry(work, renamed(work, OPEN, COMMITTED));
}

/** True if a transaction was committed and not completed. */
export function isUnfinished(workspace: string): boolean {
  return workFolders(workspace, COMMITTED).length > 0;
}

/**
 * Puts every new version of a committed transaction into place, however much of that an earlier process has done.
 *
 * @throws SystemRefusal if the system refuses; every path is then as it was
 */
export function complete(workspace: string, onStep: (step: TransactionStep) => void): void {
  for (const work of workFolders(workspace, COMMITTED)) {
    const moves = movesOf(work, path.dirname(workspace)).filter((move) => !isRestoredByUser(move));
    for (const { target, fresh, aside } of moves.filter((move) => exists(move.fresh))) {
      try {
        if (exists(target)) {
          renameWithRetry(target, aside);
          onStep('moved aside');
        }
        renameWithRetry(fresh, target);
      } catch (error) {
        rollBack(moves, error);
        reopen(work);
        removeWork(workspace);
        throw cannotReplace(target, error);
      }
      onStep('in place');
    }
    onStep('all in place');
    // If that is refused, the next synth finds nothing left to do in it.
    try { reopen(work); } catch { /* nothing depends on it */ }
    onStep('done');
  }
}

/**
 * Puts back what a version up to 0.1 had moved aside when it was killed. That version kept a list of what had to be done, which a power
 * cut may leave empty; its folders are numbered in the order of the trees.
 *
 * @param files - the paths that the trees replace, in that order
 */
export function restoreVersion01(workspace: string, files: readonly string[]): void {
  const root = path.dirname(workspace);
  for (const work of workFolders(workspace, OPEN)) {
    for (const [index, file] of files.entries()) {
      const aside = path.join(work, `old-${index}`);
      const target = followLinks(path.resolve(root, file));
      if (exists(aside) && !exists(target)) { renameWithRetry(aside, target); }
    }
  }
  rmSync(path.join(workspace, 'journal.json'), { force: true });
}

/** Removes work folders that are not needed any more. One that cannot be removed does no harm; the next synth tries again. */
export function removeWork(workspace: string): void {
  for (const work of workFolders(workspace, OPEN)) {
    try { remove(work); } catch { /* a file in it is open */ }
  }
}

function workFolders(workspace: string, prefix: string): string[] {
  if (!exists(workspace)) { return []; }
  return readdirSync(workspace).filter((name) => name.startsWith(prefix)).sort().map((name) => path.join(workspace, name));
}

function movesOf(work: string, root: string): Move[] {
  return readdirSync(work).filter((name) => name.startsWith(PATH)).sort().map((name) => ({
    target: followLinks(path.resolve(root, decodeURIComponent(name.slice(PATH.length)))),
    fresh: path.join(work, name, 'new'),
    aside: path.join(work, name, 'old'),
  }));
}

/**
 * True if somebody has restored a folder, such as by `git checkout`, after a synth that died had moved it aside. The restored folder stays
 * as it is, and gets the files that only the one aside has and no synth wrote.
 */
function isRestoredByUser({ target, fresh, aside }: Move): boolean {
  if (!exists(fresh) || !isFolder(aside) || !isFolder(target)) { return false; }
  const { foreign, emptyFolders } = takeInventory(aside);
  for (const folder of emptyFolders) { mkdirSync(path.join(target, folder), { recursive: true }); }
  for (const file of foreign) {
    if (exists(path.join(target, file))) { continue; }
    mkdirSync(path.dirname(path.join(target, file)), { recursive: true });
    keepFile(path.join(aside, file), path.join(target, file));
  }
  remove(path.dirname(fresh));
  return true;
}

function isFolder(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function cannotReplace(target: string, cause: unknown): unknown {
  const code = errorCode(cause);
  if (code === undefined) { return cause; }
  const advice = IN_USE.has(code) ? '; close what uses it and synthesise again' : '';
  return new SystemRefusal(`cannot replace ${path.relative(process.cwd(), target) || '.'}: ${systemReason(cause)} (${code}); `
    + `everything is as it was${advice}.`, { cause });
}

/** What Windows answers if another program uses a folder. */
const IN_USE = new Set(['EPERM', 'EBUSY', 'EACCES', 'ENOTEMPTY']);

/** Takes every move back, including those that an earlier process made: the paths belong together. */
function rollBack(moves: readonly Move[], cause: unknown): void {
  try {
    for (const { target, fresh, aside } of [...moves].reverse()) {
      if (!exists(fresh) && exists(target)) { renameWithRetry(target, fresh); }
      if (exists(aside)) { renameWithRetry(aside, target); }
    }
  } catch {
    const names = moves.map(({ target }) => path.basename(target)).join(' and ');
    throw new SystemRefusal(`cannot replace ${names}: ${systemReason(cause)}. They are not complete now; `
      + 'close what uses them and synthesise again, which completes them.', { cause });
  }
}

/** Takes the commit of a work folder back, so that no process completes it. */
function reopen(work: string): void {
  renameWithRetry(work, renamed(work, COMMITTED, OPEN));
}

function renamed(work: string, from: string, to: string): string {
  return path.join(path.dirname(work), `${to}${path.basename(work).slice(from.length)}`);
}

function remove(folder: string): void {
  const options = { recursive: true, force: true, maxRetries: 3 } as const;
  try {
    rmSync(folder, options);
  } catch {
    makeWritable(folder);
    rmSync(folder, options);
  }
}

/** Lets the owner change every folder. Nothing is lost: what was kept from a read-only folder has a second name by now. */
function makeWritable(folder: string): void {
  chmodSync(folder, 0o700);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) { makeWritable(path.join(folder, entry.name)); }
  }
}
