import type { z } from 'zod';
import type { Objection } from './objection';
import { neighbourObjection, outputFolderObjection } from './output-folder';
import { text } from './text-rule';

/** A folder beside the configuration that Argo CD can sync. */
export interface AppFolder {
  /** Name of the folder, and of the Application. */
  readonly name: string;
  /** The folder from the root of the repository, with "/". */
  readonly path: string;
  /**
   * What Argo CD finds in it: manifests as they are, a chart (Chart.yaml), a kustomization, or nothing in it, and manifests only in folders
   * below.
   */
  readonly holds: 'manifests' | 'chart' | 'kustomization' | 'folders';
}

/** Value of `appsFolder` that makes no folder an application. */
export const NO_APPS_FOLDER = 'none';

/** Where the folders are that `homelab init` names. */
export const APPS_FOLDER = 'apps';

/** The folder in which every folder is an application, or `none`. */
export const appsFolder = (): z.ZodString => text((value) => {
  const objection = value === NO_APPS_FOLDER ? undefined : outputFolderObjection(value) ?? neighbourObjection(value);
  const plain = value.replace(/^(\.\/)+|\/+$/g, '');
  if (objection && plain !== value && plain !== '' && outputFolderObjection(plain) === undefined) {
    return { what: objection.what, fix: `write ${plain}, without "./" in front and "/" behind` };
  }
  return objection && { what: objection.what, fix: `write a folder beside this file, such as ${APPS_FOLDER}, or ${NO_APPS_FOLDER}` };
});

/**
 * What speaks against a folder of applications beside the folder of the manifests, if anything.
 *
 * @param folder - `appsFolder`
 * @param dist - the folder of the manifests, seen from the lab's, with "/"
 */
export function appsFolderObjection(folder: string | undefined, dist: string): Objection | undefined {
  const isAround = folder !== undefined && folder !== NO_APPS_FOLDER
    && (`${folder}/`.startsWith(`${dist}/`) || `${dist}/`.startsWith(`${folder}/`));
  return isAround ? {
    what: `shares a folder with the manifests that a synth writes (${dist}), so that two Applications would own each of their objects`,
    fix: `write a folder of its own, such as ${APPS_FOLDER}`,
  } : undefined;
}
