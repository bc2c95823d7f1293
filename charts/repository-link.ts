/**
 * Address of a file or folder of a git repository on its host's web pages.
 *
 * @param repoURL - as git takes it: https, ssh or `git@host:path`
 * @param revision - branch, tag or commit
 * @param path - from the root of the repository
 */
export function repositoryLink(repoURL: string, revision: string, path: string): string {
  const { host, repository } = locate(repoURL);
  return `https://${host}/${repository}/${viewer(host)}/${revision}/${path}`;
}

function locate(repoURL: string): { host: string; repository: string } {
  const scp = /^[^/@\s]+@([^/:\s]+):(.+)$/.exec(repoURL);
  // An ssh port is not the port of the web pages; an https one is.
  const url = /^(?:ssh|git\+ssh):\/\/(?:[^/@]+@)?([^/:]+)(?::\d+)?\/(.+)$/.exec(repoURL) ?? /^https?:\/\/(?:[^/@]+@)?([^/]+)\/(.+)$/.exec(repoURL);
  const [, host, repository] = scp ?? url ?? [];
  if (host === undefined || repository === undefined) { throw new Error(`"${repoURL}" is not the address of a git repository`); }
  return { host, repository: repository.replace(/^\/+/, '').replace(/\/+$/, '').replace(/\.git$/, '') };
}

/** What stands between repository and revision, by the software that runs there; GitHub's form where the name does not tell. */
function viewer(host: string): string {
  if (/(^|[.-])gitlab([.-]|$)/.test(host)) { return '-/blob'; }
  if (/(^|\.)bitbucket\.org$/.test(host)) { return 'src'; }
  if (/(^|\.)codeberg\.org$|(^|[.-])(gitea|forgejo)([.-]|$)/.test(host)) { return 'src/branch'; }
  return 'blob';
}
