import { closeSync, lstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import { errorCode } from '../errors';

/** What every generated file says near its top, and of which configuration. One that does not say it is somebody else's: never touched. */
const MARKER = /Generated from (\S+\.ya?ml)\b/;
/** Bytes from the start in which the marker has to stand: `#cloud-config` and `#!` insist on the first line. */
const REACH = 1024;

/** The marker of what is generated from a configuration. @param source - name of its file, without folders */
export function markerOf(source: string): string {
  return `Generated from ${source.replaceAll(/\s/g, '-')}`;
}

/** The configuration that a text says it is generated from; undefined for a text that is not. */
export function sourceOf(text: string): string | undefined {
  return MARKER.exec(Buffer.from(text.slice(0, REACH)).subarray(0, REACH).toString('utf8'))?.[1];
}

/** Folders of version control: whatever a file in them says, no synth wrote it. */
const REPOSITORIES = new Set(['.git', '.hg', '.svn']);

/** Everything in a folder: paths below it, with "/", in order. */
export interface Inventory {
  /** Files that a synth wrote, each with the name of the configuration it says it is from. */
  readonly ours: ReadonlyMap<string, string>;
  /** Every other file, symbolic links included. */
  readonly foreign: ReadonlySet<string>;
  /** Folders with nothing in them, which no synth leaves behind. */
  readonly emptyFolders: ReadonlySet<string>;
}

/** Takes stock of a folder; a missing one is empty. */
export function takeStock(folder: string): Inventory {
  const ours = new Map<string, string>();
  const foreign = new Set<string>();
  const emptyFolders = new Set<string>();
  const visit = (below: string, inRepository: boolean): void => {
    const entries = readdirSync(path.join(folder, below), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    if (entries.length === 0 && below !== '') { emptyFolders.add(below); }
    for (const entry of entries) {
      const file = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) { visit(file, inRepository || REPOSITORIES.has(entry.name)); continue; }
      const source = entry.isFile() && !inRepository ? fileSource(path.join(folder, file)) : undefined;
      if (source === undefined) { foreign.add(file); } else { ours.set(file, source); }
    }
  };
  if (exists(folder)) { visit('', false); }
  return { ours, foreign, emptyFolders };
}

/** True for a regular file that says nothing: a power cut leaves files empty, or full of zeroes, that were written a moment before. */
export function isBlank(file: string): boolean {
  return lstatSync(file).isFile() && readFileSync(file).every((byte) => byte === 0);
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

function fileSource(file: string): string | undefined {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch (error) {
    // What a synth wrote, the next can read.
    if (errorCode(error) === 'EACCES') { return undefined; }
    throw error;
  }
  try {
    const start = Buffer.alloc(REACH);
    return sourceOf(start.subarray(0, readSync(handle, start, 0, REACH, 0)).toString('latin1'));
  } finally {
    closeSync(handle);
  }
}
