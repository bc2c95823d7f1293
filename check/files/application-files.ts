import path from 'node:path';
import { matchesWhole } from '../../charts/core/re2';
import { argoGlobExpression } from '../../config/argo-glob';
import type { ApplicationConfig } from '../../config/schema';
import { findManifestFiles, type FoundFiles } from './find-files';

/** An application that is a folder of a git repository. */
export type FolderConfig = Extract<ApplicationConfig, { readonly path: string }>;

/**
 * The files that Argo CD reads of the folder of an application.
 *
 * @param folder - where it is; files are named from there
 * @throws Error of the system if something cannot be read
 */
export function applicationFiles(
  folder: string, { recurse, include, exclude }: Pick<FolderConfig, 'recurse' | 'include' | 'exclude'>,
): FoundFiles {
  const found = findManifestFiles(folder, recurse);
  const isRead = (file: string): boolean => {
    const relative = path.posix.relative(folder.split(path.sep).join('/'), file);
    const isLeftOut = exclude !== undefined && isMeant(exclude, relative);
    return !isLeftOut && (include === undefined || isMeant(include, relative));
  };
  return { ...found, files: found.files.filter(isRead) };
}

/** Whether a pattern of Argo CD takes a file. RE2 needs no more time for a hostile one. */
function isMeant(pattern: string, file: string): boolean {
  const expression = argoGlobExpression(pattern);
  return expression !== undefined && matchesWhole(expression, file) === true;
}
