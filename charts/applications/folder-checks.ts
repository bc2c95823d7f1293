import path from 'node:path';
import { NO_APPS_FOLDER } from '../../config/app-folder';
import { keyOfApplication } from '../../config/folder-applications';
import * as field from '../../config/fields';
import { nearest } from '../../config/nearest';
import { existingNamespaces, isPlatformApplication } from '../../config/platform';
import type { Problem } from '../../config/problem';
import { isSameRepository } from '../../config/repository-name';
import type { HomelabConfig } from '../../config/schema';

/** What has to be true of folders that are applications by themselves, and of the entries that give them settings. */
export function checkAppFolders(config: HomelabConfig): Problem[] {
  return [...checkFolderNames(config), ...checkEntries(config), ...checkFolderNamespaces(config), ...checkWholeFolder(config)];
}

const RENAME = 'rename the folder, or begin its name with "_", so that it is no application';

/** A folder is an Application of its name, and every other Application has that name for itself. */
function checkFolderNames(config: HomelabConfig): Problem[] {
  const { appFolders = [], applications, gitops } = config;
  return appFolders.flatMap(({ name, path: folder }): Problem[] => {
    const entry = applications.findIndex((each) => each.name === name);
    const isOf = (index: number): boolean => {
      const application = applications[index];
      return application !== undefined && 'path' in application && isSameRepository(application.repoURL, gitops.repoURL)
        && path.posix.normalize(application.path) === folder;
    };
    const isNamed = applications.some((_, index) => isOf(index));
    if (entry >= 0 && !isNamed) {
      return [{
        path: ['applications', entry, 'name'], related: [['appsFolder']],
        what: `is the name of the folder ${folder} too, which is an Application of its name, and a second one cannot have it`,
        fix: 'give this entry another name, or begin that of the folder with "_"',
      }];
    }
    const written = applications.findIndex((each, index) => isOf(index) && each.ofFolder !== 'folder');
    if (written >= 0) { return []; }
    if (!field.name().safeParse(name).success) {
      return [{
        path: ['appsFolder'], what: `holds a folder whose name no Application can have (${folder}): Kubernetes takes lower-case letters, `
          + 'digits and "-", 63 at most',
        fix: RENAME,
      }];
    }
    return isPlatformApplication(name, config) ? [{
      path: ['appsFolder'],
      what: `holds a folder with the name of an Application or chart of the platform, whose place yours would take (${folder})`,
      fix: RENAME,
    }] : [];
  });
}

/** An entry without a source is about a folder, which has to be there. */
function checkEntries({ applications, appFolders, appsFolder }: HomelabConfig): Problem[] {
  return applications.flatMap(({ name, ofFolder }, index): Problem[] => {
    if (ofFolder !== 'entry' || appFolders?.some((each) => each.name === name)) { return []; }
    if (appsFolder === undefined || appsFolder === NO_APPS_FOLDER) {
      return [{
        path: ['applications', index], related: [['appsFolder']],
        what: `needs either a path or a chart (${name} has neither)`,
        fix: 'give path for a git repository, chart for a Helm repository, or set appsFolder, for settings of the folder of its name',
      }];
    }
    if (appFolders === undefined) { return []; }
    const guess = nearest(name, appFolders.map((each) => each.name));
    return [{
      path: ['applications', index, 'name'], related: [['appsFolder']],
      what: `is no folder of ${appsFolder} with manifests, and this entry names no other source (${name})`,
      fix: `${guess === undefined ? '' : `did you mean ${guess}? Or `}give it repoURL, with path or chart`,
    }];
  });
}

/** Where nobody says otherwise, a folder deploys to the namespace of its name. */
function checkFolderNamespaces(config: HomelabConfig): Problem[] {
  const own = config.namespaces.map(({ name }) => name);
  const others = existingNamespaces(config);
  return config.applications.flatMap((application, index): Problem[] => {
    const { ofFolder, name, namespace } = application;
    // One with another namespace names it, and is judged as any entry is.
    if (ofFolder === undefined || name !== namespace || own.includes(namespace) || !('path' in application)) { return []; }
    const where = { path: keyOfApplication(application, index), related: [['namespaces']] };
    const isPlatform = others.has(namespace);
    if (ofFolder === 'entry') {
      return isPlatform ? [] : [{
        ...where, what: `deploys to the namespace of its name, which is not declared (${namespace})`,
        fix: `add "- name: ${namespace}" under namespaces, or give this entry the namespace that you mean`,
      }];
    }
    // A name of the platform is told already.
    if (isPlatformApplication(name, config) || !field.name().safeParse(name).success) { return []; }
    const what = `holds ${application.path}, which deploys to the namespace of its name, and that is `;
    const entry = `add "- { name: ${name}, namespace: my-app }" under applications, with a namespace of yours`;
    return [isPlatform
      ? { ...where, what: `${what}of the platform (${namespace})`, fix: entry }
      : { ...where, what: `${what}not declared (${namespace})`, fix: `add "- name: ${namespace}" under namespaces, or ${entry}` }];
  });
}

/** A folder of applications is not one application as well: two would own each of its objects. */
function checkWholeFolder({ applications, appFolders = [], gitops }: HomelabConfig): Problem[] {
  return applications.flatMap((application, index): Problem[] => {
    if (application.ofFolder !== undefined || !('path' in application)) { return []; }
    const { recurse, include, exclude } = application;
    const own = path.posix.relative('', path.posix.normalize(application.path));
    const below = appFolders.filter((folder) => (own === '' || folder.path.startsWith(`${own}/`))
      && applications.some((each) => each.ofFolder !== undefined && each.name === folder.name));
    const isAll = recurse && include === undefined && exclude === undefined && isSameRepository(application.repoURL, gitops.repoURL);
    return !isAll || below.length === 0 ? [] : [{
      path: ['applications', index, 'path'], related: [['appsFolder'], ['applications', index, 'recurse']],
      what: `reads ${below[0]!.path} as well, because of recurse, which is an Application already, so two would own each of its objects`,
      fix: 'remove this entry, or leave those folders out with exclude',
    }];
  });
}
