import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { followLinks } from './output-path';
import { exists, takeStock } from './ours';
import { errorCode, systemReason, SystemRefusal } from '../errors';
import { renamePatiently } from './retry';
import { takeOver } from './stage';

/*
 * How several folders and files are replaced, all of them or none. A work folder of the workspace holds one folder per path, whose name
 * says which path; in it the successor waits as `new`, and later the predecessor as `old`. Renaming the work folder is what decides: from
 * then on a process that dies is finished by the next. There is no list of what is to do that a power cut could leave empty: the names of
 * folders are the list, and where `new` and `old` are says how far it is done.
 */

/** Steps of replacing, at which tests interrupt. */
export type ReplacementStep = 'decided' | 'moved aside' | 'in place' | 'all in place' | 'done';

/** Work folders: of a synth that has changed nothing, or is done, and of one that is to be finished. Each run has one of its own. */
const WORK = 'work-';
const DECIDED = 'ready-';
/** Before the name of a path, so that the folder for ".." has a name that is none. */
const PATH = 'to-';

/** One path to replace. */
interface Move {
  readonly target: string;
  /** The successor, until it is in place. */
  readonly fresh: string;
  /** Where the predecessor goes. */
  readonly aside: string;
}

/** Makes a work folder. */
export function beginWork(workspace: string): string {
  return mkdtempSync(path.join(workspace, WORK));
}

/** Makes room in a work folder for the successor of a path. @returns where it is to be put */
export function roomFor(work: string, root: string, file: string): string {
  // Relative, because the project may have been moved when somebody finishes this.
  const name = path.relative(root, path.resolve(root, file)).split(path.sep).join('/');
  const room = path.join(work, `${PATH}${encodeURIComponent(name)}`);
  mkdirSync(room);
  return path.join(room, 'new');
}

/** Decides that everything in a work folder is to be put in place. */
export function decide(work: string): void {
  renamePatiently(work, renamed(work, WORK, DECIDED));
}

/** True if a synth has decided something and not finished it. */
export function isUnfinished(workspace: string): boolean {
  return workFolders(workspace, DECIDED).length > 0;
}

/**
 * Puts every successor that was decided on into place, in whatever state it is found.
 *
 * @throws SystemRefusal if the system refuses; every path is then as it was
 */
export function finish(workspace: string, onStep: (step: ReplacementStep) => void): void {
  for (const work of workFolders(workspace, DECIDED)) {
    const moves = movesOf(work, path.dirname(workspace)).filter((move) => !isPutBack(move));
    for (const { target, fresh, aside } of moves.filter((move) => exists(move.fresh))) {
      try {
        if (exists(target)) {
          renamePatiently(target, aside);
          onStep('moved aside');
        }
        renamePatiently(fresh, target);
      } catch (error) {
        undo(moves, error);
        withdraw(work);
        clear(workspace);
        throw cannotReplace(target, error);
      }
      onStep('in place');
    }
    onStep('all in place');
    // If that is refused, the next synth finds nothing left to do in it.
    try { withdraw(work); } catch { /* nobody waits for it */ }
    onStep('done');
  }
}

/**
 * Puts back what a version up to 0.1 had aside when it was killed. It kept a list of what was to be done, and after a power cut that list
 * may be empty; its folders are numbered in the order of the trees.
 *
 * @param files - what the trees replace, in that order
 */
export function putBackEarlier(workspace: string, files: readonly string[]): void {
  const root = path.dirname(workspace);
  for (const work of workFolders(workspace, WORK)) {
    for (const [index, file] of files.entries()) {
      const aside = path.join(work, `old-${index}`);
      const target = followLinks(path.resolve(root, file));
      if (exists(aside) && !exists(target)) { renamePatiently(aside, target); }
    }
  }
  rmSync(path.join(workspace, 'journal.json'), { force: true });
}

/** Removes work folders that are of no more use. What cannot be removed is in nobody's way; the next synth tries again. */
export function clear(workspace: string): void {
  for (const work of workFolders(workspace, WORK)) {
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
 * True if somebody has put a folder back, such as by `git checkout`, while a synth that died had it aside. It stays as it is, with what
 * only the one aside has and no synth wrote.
 */
function isPutBack({ target, fresh, aside }: Move): boolean {
  if (!exists(fresh) || !isFolder(aside) || !isFolder(target)) { return false; }
  const { foreign, emptyFolders } = takeStock(aside);
  for (const folder of emptyFolders) { mkdirSync(path.join(target, folder), { recursive: true }); }
  for (const file of foreign) {
    if (exists(path.join(target, file))) { continue; }
    mkdirSync(path.dirname(path.join(target, file)), { recursive: true });
    takeOver(path.join(aside, file), path.join(target, file));
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
  const advice = HELD.has(code) ? '; close what uses it and synthesise again' : '';
  return new SystemRefusal(`cannot replace ${path.relative(process.cwd(), target) || '.'}: ${systemReason(cause)} (${code}); `
    + `everything is as it was${advice}.`, { cause });
}

/** What Windows says where another program is in a folder. */
const HELD = new Set(['EPERM', 'EBUSY', 'EACCES', 'ENOTEMPTY']);

/** Takes every move back, including those that an earlier process made: the paths belong together. */
function undo(moves: readonly Move[], cause: unknown): void {
  try {
    for (const { target, fresh, aside } of [...moves].reverse()) {
      if (!exists(fresh) && exists(target)) { renamePatiently(target, fresh); }
      if (exists(aside)) { renamePatiently(aside, target); }
    }
  } catch {
    const names = moves.map(({ target }) => path.basename(target)).join(' and ');
    throw new SystemRefusal(`cannot replace ${names}: ${systemReason(cause)}. They are not whole now; `
      + 'close what uses them and synthesise again, which completes them.', { cause });
  }
}

/** Makes a work folder one that nobody finishes any more. */
function withdraw(work: string): void {
  renamePatiently(work, renamed(work, DECIDED, WORK));
}

function renamed(work: string, from: string, to: string): string {
  return path.join(path.dirname(work), `${to}${path.basename(work).slice(from.length)}`);
}

function remove(folder: string): void {
  const options = { recursive: true, force: true, maxRetries: 3 } as const;
  try {
    rmSync(folder, options);
  } catch {
    open(folder);
    rmSync(folder, options);
  }
}

/** Lets the owner change every folder: what was taken over from a read-only one is a second name of a file by now. */
function open(folder: string): void {
  chmodSync(folder, 0o700);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) { open(path.join(folder, entry.name)); }
  }
}
