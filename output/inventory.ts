import { closeSync, lstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import { errorCode } from '../errors';
import { NOTICE_REACH, sourceOf } from './generated-notice';

/** Folders of version control: whatever a file in them says, no synth wrote it. */
const REPOSITORIES = new Set(['.git', '.hg', '.svn']);

/** Everything in a folder: paths below it, with "/", in order. */
export interface Inventory {
  /** Files that a synth wrote, each with the name of the configuration it says it is from. */
  readonly generated: ReadonlyMap<string, string>;
  /** Every other file, symbolic links included. */
  readonly foreign: ReadonlySet<string>;
  /** Folders with nothing in them. A synth leaves none behind, so they are the user's. */
  readonly emptyFolders: ReadonlySet<string>;
}

/**
 * Lists what is in a folder; a folder that does not exist is empty.
 *
 * @throws the system's error if a folder or file cannot be read
 */
export function takeInventory(folder: string): Inventory {
  const generated = new Map<string, string>();
  const foreign = new Set<string>();
  const emptyFolders = new Set<string>();
  const visit = (below: string, inRepository: boolean): void => {
    const entries = readdirSync(path.join(folder, below), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    if (entries.length === 0 && below !== '') { emptyFolders.add(below); }
    for (const entry of entries) {
      const file = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) { visit(file, inRepository || REPOSITORIES.has(entry.name)); continue; }
      const source = entry.isFile() && !inRepository ? fileSource(path.join(folder, file)) : undefined;
      if (source === undefined) { foreign.add(file); } else { generated.set(file, source); }
    }
  };
  if (exists(folder)) { visit('', false); }
  return { generated, foreign, emptyFolders };
}

/** True for a regular file that is empty or holds only zero bytes: a power cut leaves files so that were written a moment before. */
export function isBlank(file: string): boolean {
  return lstatSync(file).isFile() && readFileSync(file).every((byte) => byte === 0);
}

/**
 * True if anything is at a path, even a symbolic link to something that does not exist.
 *
 * @throws the system's error if that cannot be found out
 */
export function exists(file: string): boolean {
  try {
    lstatSync(file);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') { return false; }
    throw error;
  }
}

function fileSource(file: string): string | undefined {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch (error) {
    // A synth can read what an earlier one wrote, so this file is the user's.
    if (errorCode(error) === 'EACCES') { return undefined; }
    throw error;
  }
  try {
    const start = Buffer.alloc(NOTICE_REACH);
    return sourceOf(start.subarray(0, readSync(handle, start, 0, NOTICE_REACH, 0)).toString('latin1'));
  } finally {
    closeSync(handle);
  }
}
