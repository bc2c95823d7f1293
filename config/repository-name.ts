/**
 * Hosts that take ssh under a second name, where a firewall lets only https through, with the name of the web.
 * https://docs.github.com/en/authentication/troubleshooting-ssh/using-ssh-over-the-https-port,
 * https://about.gitlab.com/blog/gitlab-dot-com-now-supports-an-alternate-git-plus-ssh-port/ and those of Bitbucket and Azure DevOps
 */
const SECOND_NAMES: ReadonlyMap<string, string> = new Map([
  ['ssh.github.com', 'github.com'], ['www.github.com', 'github.com'], ['altssh.gitlab.com', 'gitlab.com'],
  ['altssh.bitbucket.org', 'bitbucket.org'], ['ssh.dev.azure.com', 'dev.azure.com'],
]);

/** A repository, however its address is written. */
export interface RepositoryName {
  /** Name of the host, without its port: https and ssh have different ones. */
  readonly host: string;
  /** The way to the repository on it, without ".git" and in lower case, as hosts compare it. */
  readonly path: string;
}

/**
 * What an address of git names (gitglossary, "URL"): `https://`, `ssh://`, `git://` and the short form `user@host:path` of one repository
 * give the same.
 *
 * @returns undefined for a folder on this machine, and for what is no address
 */
export function repositoryName(address: string): RepositoryName | undefined {
  const [, longHost, longPath] = /^[a-z+]+:\/\/(?:[^/@]*@)?([^/:]+)(?::\d+)?\/+(.+)$/i.exec(address) ?? [];
  // "C:\lab" and "C:/lab" are folders of Windows.
  const [, shortHost, shortPath] = /^(?:[^/:@]+@)?([^/:\\]{2,}):(?!\/\/)\/*(.+)$/.exec(address) ?? [];
  const host = (longHost ?? shortHost)?.toLowerCase();
  const way = longPath ?? shortPath;
  if (host === undefined || way === undefined || /^file:/i.test(address)) { return undefined; }
  const path = decoded(way).replace(/\/+$/, '').replace(/\.git$/i, '').replace(/\/+$/, '').toLowerCase()
    // Bitbucket Data Center has its https addresses below /scm, Azure DevOps has /_git in one form and /v3 in the other.
    .replace(/^scm\//, '').replace(/^v3\//, '').replace('/_git/', '/');
  return { host: SECOND_NAMES.get(host) ?? host, path };
}

/** True for two addresses of one repository, however each is written. What is no address is only the same as itself. */
export function isSameRepository(one: string, other: string): boolean {
  const [a, b] = [repositoryName(one), repositoryName(other)];
  return a && b ? a.host === b.host && a.path === b.path : one === other;
}

/** True if two addresses may name one repository. A host without a dot is a name that only somebody's ssh configuration knows. */
export function mayBeSame(one: RepositoryName, other: RepositoryName): boolean {
  const isKnown = one.host === other.host || !one.host.includes('.') || !other.host.includes('.');
  return isKnown && one.path === other.path;
}

function decoded(text: string): string {
  try { return decodeURIComponent(text); } catch { return text; }
}
