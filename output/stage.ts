import {
  chmodSync, chownSync, copyFileSync, linkSync, lstatSync, mkdirSync, readlinkSync, statSync, symlinkSync, utimesSync, writeFileSync,
  type Stats,
} from 'node:fs';
import path from 'node:path';
import { errorCode } from '../errors';

/** What a folder is to hold, and which of it is there already. Every path is below the folder, with "/". */
export interface FolderContent {
  /** Generated files, with their text. */
  readonly files: ReadonlyMap<string, string>;
  /** Files to take over from the old folder as they are. */
  readonly kept: readonly string[];
  /** Empty folders to take over. */
  readonly emptyFolders: readonly string[];
}

/**
 * Makes the successor of a folder beside it. What it takes over from the old one is as it was, down to owner and permissions.
 *
 * @param old - the folder to succeed; it need not exist
 * @param fresh - path of the successor, which does not exist yet
 * @param onFile - called after each file that was written
 */
export function stageFolder(old: string, fresh: string, { files, kept, emptyFolders }: FolderContent, onFile: () => void): void {
  const taken = new Set(kept);
  const folders = foldersOf([...files.keys(), ...kept], emptyFolders);
  for (const folder of folders) { mkdirSync(path.join(fresh, folder)); }
  for (const file of kept) { takeOver(path.join(old, file), path.join(fresh, file)); }
  for (const [file, text] of files) {
    if (taken.has(file)) { continue; }
    stageFile(path.join(old, file), path.join(fresh, file), text);
    onFile();
  }
  // Last, and the deepest first: a folder that nobody may write to could not be filled.
  for (const folder of folders.reverse()) { likeBefore(path.join(old, folder), path.join(fresh, folder)); }
}

/** Makes the successor of one generated file. */
export function stageFile(old: string, fresh: string, text: string): void {
  writeFileSync(fresh, text, { flag: 'wx' });
  likeBefore(old, fresh);
}

/** The same file under a second name, so that its time and whatever else belongs to it stay; a copy where the file system has no links. */
export function takeOver(from: string, to: string): void {
  const stat = lstatSync(from);
  if (stat.isSymbolicLink()) { symlinkSync(readlinkSync(from), to, linkType(from)); return; }
  try {
    linkSync(from, to);
  } catch (error) {
    // Windows' FAT drives and Linux' protected_hardlinks refuse; a full disk does not get better by copying.
    if (['ENOSPC', 'EDQUOT'].includes(errorCode(error) ?? '') || !stat.isFile()) { throw error; }
    copyFileSync(from, to);
    likeBefore(from, to);
    utimesSync(to, stat.atime, stat.mtime);
  }
}

/** Every folder that holds something of it, each before those in it. */
function foldersOf(files: readonly string[], emptyFolders: readonly string[]): string[] {
  const folders = new Set(['']);
  const add = (folder: string): void => {
    if (folder === '.' || folders.has(folder)) { return; }
    add(path.posix.dirname(folder));
    folders.add(folder);
  };
  for (const file of files) { add(path.posix.dirname(file)); }
  emptyFolders.forEach(add);
  return [...folders];
}

/** Windows tells links to folders from links to files, and only at the old place can be seen what this one is. */
function linkType(link: string): 'dir' | 'file' {
  return statSync(link, { throwIfNoEntry: false })?.isDirectory() ? 'dir' : 'file';
}

/** Gives a successor the owner and the permissions of what stands at its place now, if anything of its kind does. */
function likeBefore(old: string, fresh: string): void {
  const before = lstatSync(old, { throwIfNoEntry: false });
  const now = lstatSync(fresh);
  if (before === undefined || kindOf(before) !== kindOf(now)) { return; }
  if (before.uid !== now.uid || before.gid !== now.gid) {
    // Only root gives files away.
    try { chownSync(fresh, before.uid, before.gid); } catch (error) { if (errorCode(error) !== 'EPERM') { throw error; } }
  }
  // After the owner: changing that takes the bits for other users' rights away.
  if (before.mode !== lstatSync(fresh).mode) { chmodSync(fresh, before.mode & 0o7777); }
}

function kindOf(stat: Stats): 'folder' | 'file' | 'other' {
  return stat.isDirectory() ? 'folder' : stat.isFile() ? 'file' : 'other';
}
