import {
  chmodSync, chownSync, copyFileSync, linkSync, lstatSync, mkdirSync, readlinkSync, statSync, symlinkSync, utimesSync, writeFileSync,
  type Stats,
} from 'node:fs';
import path from 'node:path';
import { errorCode } from '../errors';

/** What a folder has to hold, and which of it exists already. Every path is below the folder, with "/". */
export interface FolderContent {
  /** Generated files, with their text. */
  readonly files: ReadonlyMap<string, string>;
  /** Files to keep from the old folder as they are. */
  readonly kept: readonly string[];
  /** Empty folders to keep. */
  readonly emptyFolders: readonly string[];
}

/**
 * Makes the new version of a folder beside it. What it keeps from the old one stays as it was, down to owner and permissions.
 *
 * @param old - the folder that will be replaced; it need not exist
 * @param fresh - path of the new version, where nothing is yet
 * @param onFile - called after each file that was written
 * @throws the system's error if something cannot be written
 */
export function stageFolder(old: string, fresh: string, { files, kept, emptyFolders }: FolderContent, onFile: () => void): void {
  const taken = new Set(kept);
  const folders = foldersOf([...files.keys(), ...kept], emptyFolders);
  for (const folder of folders) { mkdirSync(path.join(fresh, folder)); }
  for (const file of kept) { keepFile(path.join(old, file), path.join(fresh, file)); }
  for (const [file, text] of files) {
    if (taken.has(file)) { continue; }
    stageFile(path.join(old, file), path.join(fresh, file), text);
    onFile();
  }
  // Last, and the deepest first: nothing can be put into a folder that is read-only already.
  for (const folder of folders.reverse()) { copyOwnership(path.join(old, folder), path.join(fresh, folder)); }
}

/**
 * Makes the new version of one generated file.
 *
 * @param old - the file that will be replaced; it need not exist
 * @param fresh - path of the new version, where nothing is yet
 * @throws the system's error if it cannot be written
 */
export function stageFile(old: string, fresh: string, text: string): void {
  writeFileSync(fresh, text, { flag: 'wx' });
  copyOwnership(old, fresh);
}

/**
 * Gives a file a second name, so that its time and its other attributes stay. Where the file system has no hard links, it is copied.
 *
 * @throws the system's error if neither works
 */
export function keepFile(from: string, to: string): void {
  const stat = lstatSync(from);
  if (stat.isSymbolicLink()) { symlinkSync(readlinkSync(from), to, linkType(from)); return; }
  try {
    linkSync(from, to);
  } catch (error) {
    // FAT drives on Windows and protected_hardlinks on Linux refuse links. A copy does not help if the disk is full.
    if (['ENOSPC', 'EDQUOT'].includes(errorCode(error) ?? '') || !stat.isFile()) { throw error; }
    copyFileSync(from, to);
    copyOwnership(from, to);
    utimesSync(to, stat.atime, stat.mtime);
  }
}

/** Every folder that is needed for the files and empty folders, each before those inside it. */
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

/** Windows has different links for folders and for files. A relative link leads somewhere only from its old place. */
function linkType(link: string): 'dir' | 'file' {
  return statSync(link, { throwIfNoEntry: false })?.isDirectory() ? 'dir' : 'file';
}

/** Gives a new version the owner and the permissions of the old one, if there is an old one of the same kind. */
function copyOwnership(old: string, fresh: string): void {
  const before = lstatSync(old, { throwIfNoEntry: false });
  const now = lstatSync(fresh);
  if (before === undefined || kindOf(before) !== kindOf(now)) { return; }
  if (before.uid !== now.uid || before.gid !== now.gid) {
    // Only root may change the owner.
    try { chownSync(fresh, before.uid, before.gid); } catch (error) { if (errorCode(error) !== 'EPERM') { throw error; } }
  }
  // After the owner: a change of owner clears the set-user-ID and set-group-ID bits.
  if (before.mode !== lstatSync(fresh).mode) { chmodSync(fresh, before.mode & 0o7777); }
}

function kindOf(stat: Stats): 'folder' | 'file' | 'other' {
  if (stat.isDirectory()) { return 'folder'; }
  return stat.isFile() ? 'file' : 'other';
}
