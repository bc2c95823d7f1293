import { ownOf } from './kinds';
import { validRange } from 'semver';
import { isChartRange } from './chart-range';
import type { z } from 'zod';
import { parseAddress } from './address';
import type { Objection } from './objection';
import { specialBlock } from './special-addresses';
import { text } from './text-rule';

/* Where Argo CD reads from: addresses of repositories, revisions and versions, and folders in them. */

const HOST = '[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?';
/** Parts of an address, each as git and Argo CD take it; any other character has to be percent-encoded. */
const PARTS = '[A-Za-z0-9._~%+@,=-]+(?:/[A-Za-z0-9._~%+@,=-]+)*';
const REPOSITORY_URL = new RegExp(`^(?:(https|oci)://|(ssh)://(?:[A-Za-z0-9._-]+@)?)(${HOST})(?::(\\d{1,5}))?(?:/(${PARTS}))?/?$`);
/**
 * git's short form of ssh, in which a colon begins the path. The user is `git` on most hosts, `gitea` or somebody's own on others; 32
 * characters are the most of one in Linux (useradd(8)), and fewer than any token has.
 */
const SHORT_FORM = new RegExp(`^([A-Za-z_][A-Za-z0-9._-]{0,31})@(${HOST}):/?(${PARTS})/?$`);
const FIX = 'write it as https://host/owner/repository.git, ssh://git@host/owner/repository.git or git@host:owner/repository.git';

/** What is known of the addresses of a host. */
interface Forge {
  /** What the name of an owner looks like. @default - any */
  readonly owner?: RegExp;
  /** How many parts the address of a repository has at most. @default - as many as there are groups */
  readonly most?: number;
  /** A part that only pages have. @default - none */
  readonly page?: string;
}

/** Hosts on which a repository always belongs to an owner. */
const FORGES: Readonly<Record<string, Forge>> = {
  // https://docs.github.com/enterprise-cloud@latest/admin/managing-iam/iam-configuration-reference/username-considerations
  'github.com': { owner: /^[A-Za-z0-9][A-Za-z0-9-]*(?:_[A-Za-z0-9]+)?$/, most: 2 },
  'gitlab.com': { page: '-' },
  'bitbucket.org': { most: 2 },
  'codeberg.org': { most: 2 },
};
/** Hosts that are registries and nothing else: charts there come by oci://. */
const REGISTRY = new RegExp([
  '^(?:ghcr\\.io|quay\\.io|(?:registry-1\\.)?docker\\.io|registry\\.k8s\\.io|public\\.ecr\\.aws|mcr\\.microsoft\\.com)$',
  '^(?:(?:[a-z]+\\.)?gcr\\.io|registry\\.gitlab\\.com)$',
  '\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com$', '\\.azurecr\\.io$', '-docker\\.pkg\\.dev$',
].join('|'));
/** GitHub's limit of the name of an owner, and of a repository. */
const LONGEST = { owner: 39, repository: 100 } as const;

/** An address that Argo CD can read, whatever is there. */
export const repoUrl = (): z.ZodString => text(repositoryObjection);

/** An address of charts that Argo CD can read: a Helm repository, or a registry. */
export const chartUrl = (): z.ZodString => text((value) => {
  // Argo CD's own form of a registry has no scheme. Here it has one, so that each form has one meaning.
  const [found, host = ''] = /^([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?::\d{1,5})?\/[a-z0-9._/-]+$/.exec(value) ?? [];
  if (found !== undefined) {
    return REGISTRY.test(host)
      ? { what: 'is an address of a registry without its scheme', fix: `write oci://${value}` }
      : { what: 'is an address without a scheme', fix: `write oci://${value} for a registry, or https://${value} for a Helm repository` };
  }
  return repositoryObjection(value) ?? chartUrlObjection(value);
});

/** The address of a git repository: never a registry, and never a host alone. */
export const gitUrl = (): z.ZodString => text((value) => repositoryObjection(value) ?? gitUrlObjection(value));

function repositoryObjection(value: string): Objection | undefined {
  // A token can stand where a user name does, so https takes neither; ssh needs its user.
  if (/^https?:\/\/[^/\s]*@/.test(value) || /^[a-z]+:\/\/[^/@\s]*:[^/@\s]*@/.test(value)) {
    return {
      what: 'carries a user name, password or token, which would be committed to git in clear',
      fix: 'leave out what stands before "@" and give Argo CD a repository Secret instead (docs/secrets.md)',
      secret: true,
    };
  }
  const repository = repositoryOf(value);
  if (repository) { return hostObjection(repository); }
  return value.startsWith('http://') ? {
    what: 'is read in clear, so that whoever is on the way could change what the cluster runs',
    fix: 'serve it over https or ssh, and write that address',
  } : { what: 'is not a repository address', fix: FIX };
}

/** Argo CD reads from inside the cluster, where some hosts are others than on Windows. */
function hostObjection({ host, port }: Repository): Objection | undefined {
  if (port !== undefined && (port === 0 || port > 65_535)) {
    return { what: `has no port that there is (${port})`, fix: 'write one from 1 to 65535, or leave it out' };
  }
  const address = parseAddress(host);
  const special = address === undefined ? undefined : specialBlock({ first: address, last: address });
  if (special) {
    return { what: `is at one of the addresses ${special.use} (${special.source})`, fix: 'write an address that the cluster can reach' };
  }
  if (host === 'localhost' || host.endsWith('.localhost')) {
    return { what: 'is on the machine that reads it, which is the pod of Argo CD', fix: 'write an address that the cluster can reach' };
  }
  // RFC 1123, 2.1: labels of 63 characters, names of 253.
  const isName = host.length <= 253 && host.split('.').every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
  return isName && !(address === undefined && /(^|\.)\d+$/.test(host)) ? undefined : { what: `has no host name (${host})`, fix: FIX };
}

function gitUrlObjection(value: string): Objection | undefined {
  const { scheme, user, host, parts } = repositoryOf(value)!;
  if (scheme === 'oci') { return { what: 'is a registry of charts and images, not a git repository', fix: FIX }; }
  if (parts.length === 0) { return { what: 'names a host, but no repository on it', fix: FIX }; }
  const forge = ownOf(FORGES, host);
  if (forge === undefined) { return undefined; }
  if (user !== undefined && user !== 'git') {
    const fix = `write git@${host}:owner/repository.git`;
    return { what: `logs in as ${user}, and ${host} knows everybody who comes by ssh as git`, fix };
  }
  const [owner = '', repository] = parts;
  if (repository === undefined || /^\.git$/.test(repository)) {
    return { what: `names no repository: on ${host} one stands below its owner`, fix: FIX };
  }
  const isPage = parts.length > (forge.most ?? Infinity) || (forge.page !== undefined && parts.includes(forge.page));
  if (isPage) {
    const own = parts.slice(0, forge.most ?? parts.indexOf(forge.page ?? '')).join('/').replace(/\.git$/, '');
    return { what: 'is the address of a page about a repository, not of the repository', fix: `write https://${host}/${own}.git` };
  }
  if (forge.owner === undefined) { return undefined; }
  if (!forge.owner.test(owner) || owner.length > LONGEST.owner) {
    const fix = `look at the address in a browser; it has letters, digits and "-", ${LONGEST.owner} at most`;
    return { what: `names an owner that ${host} cannot have ("${owner}")`, fix };
  }
  const isRepository = /^[A-Za-z0-9._-]+$/.test(repository) && repository.length <= LONGEST.repository;
  return isRepository ? undefined : { what: `names a repository that ${host} cannot have ("${repository}")`, fix: FIX };
}

function chartUrlObjection(value: string): Objection | undefined {
  const { scheme, host, parts } = repositoryOf(value)!;
  if (scheme === 'ssh') {
    const fix = 'write https://... or oci://..., or give path';
    return { what: 'is an address of git, and charts come over https or from a registry', fix };
  }
  if (scheme === 'https' && REGISTRY.test(host)) {
    return { what: `is a registry, which has no index of charts (index.yaml)`, fix: `write ${value.replace(/^https/, 'oci')}` };
  }
  const isGit = scheme === 'https' && Object.hasOwn(FORGES, host) && parts.length <= 2;
  return isGit
    ? {
      what: `is a git repository of ${host}, which has no index of charts (index.yaml)`,
      fix: 'write the Helm repository that the page of the chart names, such as https://owner.github.io/charts, or give path',
    }
    : undefined;
}

interface Repository {
  readonly scheme: string;
  /** Who logs in by the short form of ssh. @default - it is in no short form */
  readonly user?: string | undefined;
  readonly host: string;
  /** @default - that of the scheme */
  readonly port?: number | undefined;
  /** The path, part by part; empty for a host alone. */
  readonly parts: readonly string[];
}

function repositoryOf(value: string): Repository | undefined {
  const [, user, shortHost, shortPath] = SHORT_FORM.exec(value) ?? [];
  const [, scheme, ssh, longHost, port, longPath] = REPOSITORY_URL.exec(value) ?? [];
  const host = shortHost ?? longHost;
  const parts = (shortPath ?? longPath)?.split('/') ?? [];
  // Steps upwards would name another repository than the one that is read.
  if (host === undefined || parts.some((part) => /^\.+$/.test(part))) { return undefined; }
  return { scheme: scheme ?? ssh ?? 'ssh', user, host: host.toLowerCase(), port: port === undefined ? undefined : Number(port), parts };
}

/** A git branch, tag or commit. */
export const revision = (): z.ZodString => text((value) => isRevision(value) ? undefined : {
  what: 'is not a git revision', fix: 'write a branch, a tag or a commit, such as main',
});

/**
 * True for a name that git gives to branches and tags, without the characters that a shell or YAML would read as something else:
 * https://git-scm.com/docs/git-check-ref-format. An "@" is what tags of single packages have in them (`web@1.12.0`).
 */
function isRevision(value: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._/+@-]{0,199}$/.test(value) && !value.includes('..') && !value.endsWith('.')
    && value.split('/').every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'));
}

/**
 * The version of a chart, or the beginning of one, as Helm reads it (https://github.com/Masterminds/semver): 6.9 is any 6.9.x. A warning
 * says what that means; ranges with operators are refused.
 */
export const chartVersion = (): z.ZodString => text((value) => {
  if (/^[A-Za-z0-9][A-Za-z0-9._+-]{0,199}$/.test(value) && validRange(value, { loose: true }) !== null) { return undefined; }
  if (isChartRange(value)) {
    return {
      what: 'leaves the version open: what runs would change without a commit, and neither diff nor render could show it',
      fix: 'write one version that the repository lists, such as 1.2.3, and raise it by a commit ("homelab upgrade --charts", or Renovate)',
    };
  }
  const fix = 'write the version that the repository lists, such as 1.2.3';
  return { what: 'is not the version of a chart: those are numbered (https://semver.org)', fix };
});

/** A folder inside a repository that Argo CD reads, relative to its root. */
export const repoPath = (): z.ZodString => text((value) => isReadPath(value) ? undefined : {
  what: 'is not a folder inside the repository',
  fix: 'write it relative to the root with "/", such as dist or clusters/home',
});

/**
 * True for a path that does not lead out of the repository. Argo CD joins it with its checkout (Path of util/app/path) and hands it to no
 * shell, so letters of any language and blanks are as good there as in git; nothing here writes to it.
 */
function isReadPath(value: string): boolean {
  const parts = value.replace(/\/$/, '').split('/');
  const isPart = (part: string): boolean => part !== '..' && part.split(' ').every((word) => /^[\p{L}\p{M}\p{N}._@+=,()&~-]+$/u.test(word));
  return value.length <= 1024 && parts.every(isPart);
}

/** True for a path relative to the root of a repository that does not lead out of it, and that is one on Windows too. */
export function isRepositoryPath(value: string): boolean {
  return /^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/.test(value) && !value.split('/').includes('..');
}
