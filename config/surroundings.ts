import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { APPS_FOLDER, NO_APPS_FOLDER } from './app-folder';
import type { LabLocation } from './location';
import type { ConfigPath, Problem, WarningName } from './problem';
import { homelabSchema, type HomelabConfig } from './schema';
import { readAppFolders } from './surroundings/app-folders';
import { readGitFolder, type GitFolder } from './surroundings/git-folder';
import { ignoredBy } from './surroundings/ignored';
import { isSameRepository, mayBeSame, repositoryName, type RepositoryName } from './repository-name';

/**
 * What homelab.yaml says of its own repository, and is not so there. Nothing of this reaches a file that is written: it differs from
 * machine to machine. A workflow checks out what it likes, so of git nothing is said where the environment variable CI is set.
 */
export function surroundingProblems(config: HomelabConfig, location: LabLocation, environment = process.env): Problem[] {
  const { CI = '' } = environment;
  const { repository } = location;
  const git = CI === '' || CI === 'false' ? readGitFolder(repository) : undefined;
  const folders = checkAppFolders(config, location);
  if (git === undefined) { return folders; }
  return [
    ...folders,
    ...checkAddress(config, git),
    ...checkRevision(config, git),
    ...checkOutput(config, repository),
    ...checkApplications(config, git, repository),
  ];
}

/** What git pushes to, and Argo CD reads: only one of both can be what somebody looks at. */
function checkAddress({ gitops: { repoURL } }: HomelabConfig, git: GitFolder): Problem[] {
  const read = repositoryName(repoURL);
  const pushed = [...git.remotes].flatMap(([remote, address]) => {
    const name = repositoryName(address);
    return name ? [{ remote, name }] : [];
  });
  const [first] = pushed.filter(({ remote }) => remote === 'origin').concat(pushed);
  // A placeholder has a line of its own in the summary. Nobody pushes yet where git has no remote, or only folders of this machine.
  if (repoURL === placeholder() || read === undefined || first === undefined || pushed.length < git.remotes.size) { return []; }
  if (pushed.some(({ name }) => mayBeSame(name, read))) { return []; }
  return [about(['gitops', 'repoURL'], 'repository-pushed',
    `is not where git pushes this folder to: ${first.remote} is ${shown(first.name)}, and Argo CD would read ${shown(read)}`,
    `write the address of ${first.remote}, or git remote add the one that Argo CD reads`)];
}

/**
 * A branch that exists may be one to merge into; one that git has never heard of is one that nobody pushes. Where there is no remote yet,
 * the branch may still get its name.
 */
function checkRevision({ gitops: { revision } }: HomelabConfig, { remotes, branches, knows }: GitFolder): Problem[] {
  const isCommit = revision === 'HEAD' || /^[0-9a-f]{7,64}$/.test(revision) || revision.startsWith('refs/');
  if (isCommit || remotes.size === 0 || branches === undefined || branches.includes(revision) || knows(revision) !== false) { return []; }
  return [about(['gitops', 'revision'], 'repository-pushed',
    `is no branch or tag that git knows here, and this folder is on ${branches[0]!}: Argo CD would find nothing at ${revision}`,
    `write ${branches[0]!}, or git switch -c ${revision}`)];
}

function checkOutput({ gitops }: HomelabConfig, repository: string): Problem[] {
  const file = ignoredBy(repository, `${gitops.path}/bootstrap/namespace.k8s.yaml`);
  return file === undefined ? [] : [about(['gitops', 'path'], 'output-committed',
    `names a folder that git ignores, because of ${file} (${gitops.path}), so nothing of it is pushed and Argo CD finds no manifests`,
    `take it out of ${file}`)];
}

/** Applications whose manifests are in this very repository, at what is checked out. */
function checkApplications({ applications, gitops }: HomelabConfig, { remotes, branches = [] }: GitFolder, repository: string): Problem[] {
  const own = [gitops.repoURL, ...remotes.values()].flatMap((address) => repositoryName(address) ?? []);
  return applications.flatMap((application, index): Problem[] => {
    if (!('path' in application)) { return []; }
    const { repoURL, targetRevision, path: folder } = application;
    const name = repositoryName(repoURL);
    const isHere = name !== undefined && own.some((each) => mayBeSame(each, name));
    const isNow = [...branches, 'HEAD'].includes(targetRevision);
    return !isHere || !isNow || hasFiles(path.join(repository, folder)) ? [] : [about(
      ['applications', index, 'path'], 'application-path-exists',
      `is no folder with files in this repository (${folder}), so Argo CD would have nothing to sync`,
      'write the folder as it is seen from the root of the repository, or make it',
    )];
  });
}

/**
 * Folders that look like applications and are none. A lab may have had them before `appsFolder` was there, so they are told and not taken;
 * below it a folder is told in which Argo CD would find nothing.
 */
function checkAppFolders({ appsFolder, appFolders = [], applications, gitops }: HomelabConfig, location: LabLocation): Problem[] {
  if (appsFolder === NO_APPS_FOLDER) { return []; }
  const isTaken = (folder: string): boolean => applications.some((each) => 'path' in each && isSameRepository(each.repoURL, gitops.repoURL)
    && (each.path === '.' || `${folder}/`.startsWith(`${path.posix.normalize(each.path)}/`)));
  if (appsFolder !== undefined) {
    // Nothing is said of the one that `homelab init` names: git keeps no empty folder, and a new lab has nothing to put there.
    if (appsFolder !== APPS_FOLDER && !existsSync(path.join(location.folder, appsFolder))) {
      return [about(['appsFolder'], 'apps-folder-read',
        `names a folder that is not beside this file (${appsFolder}), so it makes no Application`,
        `make it, with a folder for each Application, or write "appsFolder: ${NO_APPS_FOLDER}"`)];
    }
    return appFolders.filter(({ holds, path: folder }) => holds === 'folders' && !isTaken(folder)).map(({ name, path: folder }) => about(
      ['appsFolder'], 'apps-folder-read',
      `holds a folder that is no Application, because Argo CD would find no manifest in it, and does not look below (${folder})`,
      `add "- { name: ${name}, recurse: true }" under applications, move the manifests up, or begin its name with "_"`,
    ));
  }
  const left = readAppFolders(location, APPS_FOLDER).filter(({ holds, path: folder }) => holds !== 'folders' && !isTaken(folder));
  return left.length === 0 ? [] : [about(
    ['appsFolder'], 'apps-folder-read',
    `is not said, so that folders beside this file are no Applications (${left.slice(0, 5).map(({ path: folder }) => folder).join(', ')}${
      left.length > 5 ? ', ...' : ''})`,
    `write "appsFolder: ${APPS_FOLDER}" to make each an Application of its name, or "appsFolder: ${NO_APPS_FOLDER}"`,
  )];
}

function about(key: ConfigPath, rule: WarningName, what: string, fix: string): Problem {
  return { path: key, what, fix, severity: 'warning', rule };
}

/** Never the address itself, which may carry a token. */
function shown({ host, path: way }: RepositoryName): string {
  return `${host}/${way}`;
}

function placeholder(): string {
  return homelabSchema.parse({}).gitops.repoURL;
}

function hasFiles(folder: string): boolean {
  try { return readdirSync(folder).length > 0; } catch { return false; }
}
