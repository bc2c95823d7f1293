/**
 * Address of a file of a git repository on its host's web pages. Where a host has none, the address leads nowhere, and still says what
 * to look for.
 *
 * @param repoURL - as git takes it: https, ssh or `git@host:path`
 * @param revision - branch, tag or commit
 * @param path - from the root of the repository
 * @returns undefined for a repository without a host, such as a folder
 */
export function repositoryLink(repoURL: string, revision: string, path: string): string | undefined {
  const located = locate(repoURL);
  if (located === undefined) { return undefined; }
  const { host, repository } = located;
  return `https://${host}/${repository}/${viewer(host)}/${revision}/${path.split('/').map(encodeURIComponent).join('/')}`;
}

function locate(repoURL: string): { host: string; repository: string } | undefined {
  const scp = /^[^/@\s]+@([^/:\s]+):(.+)$/.exec(repoURL);
  // An ssh port is not the port of the web pages; an https one is.
  const url = /^(?:ssh|git\+ssh):\/\/(?:[^/@]+@)?([^/:]+)(?::\d+)?\/(.+)$/.exec(repoURL)
    ?? /^https?:\/\/(?:[^/@]+@)?([^/]+)\/(.+)$/.exec(repoURL);
  const [, host, repository] = scp ?? url ?? [];
  const name = repository?.replace(/^\/+/, '').replace(/\/+$/, '').replace(/\.git$/, '');
  return host === undefined || name === undefined || name === '' ? undefined : { host, repository: name };
}

/** What stands between repository and revision, by the software that runs there; GitHub's form where the name does not tell. */
function viewer(host: string): string {
  if (/(^|[.-])gitlab([.-]|$)/.test(host)) { return '-/blob'; }
  if (/(^|\.)bitbucket\.org$/.test(host)) { return 'src'; }
  if (/(^|\.)codeberg\.org$|(^|[.-])(gitea|forgejo)([.-]|$)/.test(host)) { return 'src/branch'; }
  return 'blob';
}
