import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** Where a program is, in the first of some folders that has it; undefined if none does. */
export function findProgram(program: string, folders: readonly string[]): string | undefined {
  return folders.map((folder) => path.join(folder, program)).find(isExecutable);
}

/** Folders that a variable such as PATH lists. */
export function foldersIn(list: string | undefined): string[] {
  return (list ?? '').split(path.delimiter).filter((folder) => folder !== '');
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
