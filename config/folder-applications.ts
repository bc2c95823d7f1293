import path from 'node:path';
import { NO_APPS_FOLDER, type AppFolder } from './app-folder';
import type { ConfigPath } from './problem';
import { isSameRepository } from './repository-name';
import type { ApplicationConfig, HomelabConfig, WrittenConfig } from './schema';

/** What comes of the folders beside a configuration. */
export type FolderApplications = Pick<HomelabConfig, 'applications' | 'appFolders'>;

/**
 * The applications of a lab: those of the list, in their order, and after them the folders of `appsFolder` that no entry is about, by name.
 *
 * An entry without a source gives settings to the folder of its name. A folder that an entry names as its `path` is that one's.
 *
 * @param foldersIn - the folders in a folder beside the configuration; undefined where nothing is known of the disk
 */
export function folderApplications(
  { applications, appsFolder, gitops }: Pick<WrittenConfig, 'applications' | 'appsFolder' | 'gitops'>,
  foldersIn: ((folder: string) => readonly AppFolder[]) | undefined,
): FolderApplications {
  const home = appsFolder === undefined || appsFolder === NO_APPS_FOLDER ? undefined : appsFolder;
  const appFolders = home === undefined ? undefined : foldersIn?.(home);
  const here = { repoURL: gitops.repoURL, targetRevision: gitops.revision };
  const written = applications.map((application): ApplicationConfig => {
    if ('repoURL' in application || 'sources' in application) { return application; }
    const { name, namespace = name } = application;
    const folder = appFolders?.find((each) => each.name === name)?.path ?? [home, name].filter(Boolean).join('/');
    return { ...application, ...here, namespace, path: folder, ofFolder: 'entry' };
  });
  const taken = (folder: AppFolder): boolean => written.some((each) => each.name === folder.name
    || ('path' in each && path.posix.normalize(each.path) === folder.path && isSameRepository(each.repoURL, gitops.repoURL)));
  const free = (appFolders ?? []).filter((folder) => folder.holds !== 'folders' && !taken(folder));
  const found = free.map(({ name, path: folder }): ApplicationConfig => ({
    ...here, name, namespace: name, path: folder, ofFolder: 'folder',
    namespaces: [], clusterKinds: [], remove: 'keep', prune: true, dependsOn: [], recurse: false,
  }));
  return { applications: [...written, ...found], ...appFolders ? { appFolders } : {} };
}

/** The key of homelab.yaml that an application is of, or one of its keys: a folder without an entry has none but the folders' own. */
export function keyOfApplication({ ofFolder }: ApplicationConfig, index: number, ...key: ConfigPath): ConfigPath {
  return ofFolder === 'folder' ? ['appsFolder'] : ['applications', index, ...key];
}
