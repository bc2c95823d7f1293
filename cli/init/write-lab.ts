import {
  constants, copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { plain } from '../../config/problem';
import { errorCode, systemReason } from '../../errors';
import { CannotError } from '../exit-codes';

/** What has to be written. Paths are relative to the lab's folder, with "/". */
export interface LabContent {
  /** Path and text of each file. */
  readonly files: ReadonlyMap<string, string>;
  /** A file to copy, from an absolute path. @default - none */
  readonly copy?: { readonly from: string; readonly to: string } | undefined;
  /** Files that may be replaced. */
  readonly replace: ReadonlySet<string>;
}

/**
 * What a folder holds already at the places of some files, in order. Upper and lower case count as the same: two files that differ only in
 * that cannot be checked out on Windows.
 *
 * @param folder - absolute path; need not exist
 * @throws CannotError if it is a file, or cannot be read
 */
export function inTheWay(folder: string, files: Iterable<string>): string[] {
  if (existsSync(folder) && !statSync(folder).isDirectory()) {
    throw new CannotError(`${plain(folder)} is a file; name a folder for the lab.`);
  }
  return [...new Set([...files].flatMap((file) => obstacle(folder, file.split('/')) ?? []))].sort();
}

/** What is at the place of a path, or of a folder around it; spelt as on the disk. */
function obstacle(folder: string, [name = '', ...rest]: readonly string[]): string | undefined {
  const entry = list(folder).find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (entry === undefined) { return undefined; }
  if (rest.length === 0 || !entry.isDirectory()) { return entry.name; }
  const below = obstacle(path.join(folder, entry.name), rest);
  return below === undefined ? undefined : `${entry.name}/${below}`;
}

function list(folder: string): ReturnType<typeof readEntries> {
  try {
    return readEntries(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') { return []; }
    throw cannotWrite(folder, error);
  }
}

function readEntries(folder: string): { readonly name: string; isDirectory: () => boolean }[] {
  return readdirSync(folder, { withFileTypes: true });
}

/**
 * Writes all files, or none: after an error everything that was written is removed again.
 *
 * @param folder - absolute path of the lab; made if it is not there
 * @throws CannotError if something cannot be written, or somebody else has made such a file meanwhile
 */
export function writeLab(folder: string, { files, copy, replace }: LabContent): void {
  const undo: (() => void)[] = [];
  const make = (file: string, write: (target: string) => void): void => {
    const target = path.join(folder, file);
    for (const missing of missingFolders(path.dirname(target))) {
      mkdirSync(missing);
      undo.push(() => { rmdirSync(missing); });
    }
    // A file that is only begun has to be removed too, but never one that existed before.
    const isNew = !existsSync(target);
    if (isNew) { undo.push(() => { rmSync(target, { force: true }); }); }
    write(target);
  };
  try {
    if (copy) { make(copy.to, (target) => { copyFileSync(copy.from, target, constants.COPYFILE_EXCL); }); }
    for (const [file, text] of files) {
      if (!replace.has(file)) { make(file, (target) => { writeFileSync(target, text, { flag: 'wx' }); }); }
    }
    // Last, because these cannot be undone: each is one rename, and so far there is only one such file.
    for (const file of [...files.keys()].filter((each) => replace.has(each))) {
      const temporary = `${file}.new`;
      make(temporary, (target) => { writeFileSync(target, files.get(file) ?? '', { flag: 'wx' }); });
      renameSync(path.join(folder, temporary), path.join(folder, file));
    }
  } catch (error) {
    for (const step of undo.reverse()) {
      // A folder stays if somebody has put something into it meanwhile.
      try { step(); } catch { /* nothing better can be done */ }
    }
    throw cannotWrite(folder, error);
  }
}

/** The folders of a path that are not there, outermost first. */
function missingFolders(folder: string): string[] {
  return existsSync(folder) ? [] : [...missingFolders(path.dirname(folder)), folder];
}

function cannotWrite(folder: string, error: unknown): CannotError {
  const code = errorCode(error);
  if (code === undefined) { throw error; }
  return new CannotError(`cannot write to ${plain(folder)}: ${systemReason(error)} (${code}). Nothing was written.`, { cause: error });
}
