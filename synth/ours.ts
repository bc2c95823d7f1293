import { closeSync, lstatSync, openSync, readdirSync, readSync } from 'node:fs';
import path from 'node:path';
import { errorCode } from './problem';

/** What every generated file says near its top; a file that does not say it is somebody else's, and is never touched. */
export const MARKER = 'Generated from homelab.yaml';
/** Bytes from the start in which the marker has to stand: `#cloud-config` and `#!` insist on the first line. */
const REACH = 1024;

/** True for the text of a generated file. */
export function hasMarker(text: string): boolean {
  return Buffer.from(text.slice(0, REACH)).subarray(0, REACH).includes(MARKER);
}

/** Everything in a folder but its folders: paths below it, with "/", in order. */
export interface Inventory {
  /** Files that a synth wrote. */
  readonly ours: ReadonlySet<string>;
  /** Everything else, symbolic links included. */
  readonly foreign: ReadonlySet<string>;
}

/** Takes stock of a folder; a missing one is empty. */
export function takeStock(folder: string): Inventory {
  const ours = new Set<string>();
  const foreign = new Set<string>();
  const visit = (below: string): void => {
    for (const entry of readdirSync(path.join(folder, below), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const file = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) { visit(file); continue; }
      (entry.isFile() && fileHasMarker(path.join(folder, file)) ? ours : foreign).add(file);
    }
  };
  if (exists(folder)) { visit(''); }
  return { ours, foreign };
}

/** True if anything is there, be it a link that leads nowhere. */
export function exists(file: string): boolean {
  try {
    lstatSync(file);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') { return false; }
    throw error;
  }
}

function fileHasMarker(file: string): boolean {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch (error) {
    // What a synth wrote, the next can read.
    if (errorCode(error) === 'EACCES') { return false; }
    throw error;
  }
  try {
    const start = Buffer.alloc(REACH);
    return start.subarray(0, readSync(handle, start, 0, REACH, 0)).includes(MARKER);
  } finally {
    closeSync(handle);
  }
}
