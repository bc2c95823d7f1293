import { compare, gt, maxSatisfying, prerelease, rcompare, satisfies, valid } from 'semver';
import type { GitPin, Pin } from './pin';

/** What the registry, the git repository or the tarball answered; nothing in this file asks them. */
export interface Answers {
  /** Versions in the registry. @default - the registry was not asked */
  readonly versions?: readonly string[];
  /** Tags of the git repository, each with its commit. @default - the repository was not asked */
  readonly tags?: ReadonlyMap<string, string>;
  /** The tarball that was named on the command line. @default - none was named */
  readonly tarball?: Tarball;
}

/** A tarball that npm pack made. */
export interface Tarball {
  /** Absolute path. */
  readonly file: string;
  /** The version of the package in it. */
  readonly version: string;
  /** Range of Node versions it runs on. @default - any */
  readonly node?: string;
  /** Whether it has the same bytes as the tarball that the lab is pinned to. */
  readonly isSame: boolean;
}

/** What was named on the command line. */
export type Target =
  | { readonly kind: 'version'; readonly version: string }
  | { readonly kind: 'tag'; readonly tag: string }
  | { readonly kind: 'commit'; readonly commit: string }
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'address'; readonly url: string };

/** A build that an upgrade can install. */
export interface Candidate {
  /** Its version. @default - not known before it is installed */
  readonly version?: string;
  /** Where npm gets it from. */
  readonly source:
    | { readonly kind: 'registry'; readonly version: string }
    | { readonly kind: 'git'; readonly commit: string; readonly tag?: string }
    | { readonly kind: 'tarball'; readonly file: string }
    | { readonly kind: 'remote'; readonly url: string };
  /** Range of Node versions it runs on. @default - any, or not known yet */
  readonly node?: string;
}

/** The result of the choice: nothing to do, a build to install, or a sentence without a full stop that says why neither. */
export type Choice =
  | { readonly kind: 'current'; readonly newest: string }
  | { readonly kind: 'move'; readonly candidate: Candidate; readonly direction: 'up' | 'down' | 'unknown' }
  | { readonly kind: 'refusal'; readonly why: string };

/**
 * Reads what was named on the command line.
 *
 * @returns undefined if it is not a version, tag, commit or tarball
 */
export function parseTarget(text: string): Target | undefined {
  if (/[\p{Cc}\p{Cf}]/u.test(text)) { return undefined; }
  if (/^https:\/\/[^\s#]+\.t(?:ar\.)?gz$/.test(text)) { return { kind: 'address', url: text }; }
  if (/\.t(?:ar\.)?gz$/.test(text)) { return { kind: 'file', file: text }; }
  const version = valid(text);
  if (version !== null) { return { kind: 'version', version }; }
  if (/^[0-9a-f]{40}$/.test(text)) { return { kind: 'commit', commit: text }; }
  // A git tag that no command takes for an option (https://git-scm.com/docs/git-check-ref-format).
  return /^[A-Za-z0-9][\w./+-]*$/.test(text) && !text.includes('..') ? { kind: 'tag', tag: text } : undefined;
}

/** Why a newer version of a file is not known. */
const NOT_KNOWN = {
  tarball: 'the lab is pinned to a file, so newer versions cannot be looked up; name the new file: homelab upgrade FILE.tgz',
  remote: 'the lab is pinned to the address of a file, so newer versions cannot be looked up; name the new address: '
    + 'homelab upgrade ADDRESS.tgz',
} as const;

/** The version that a lab is pinned to; undefined if the pin does not say it. */
export function pinnedVersion(pin: Pin, { tags }: Answers): string | undefined {
  if (pin.kind === 'registry') { return pin.version; }
  if (pin.kind !== 'git') { return undefined; }
  const names = [...tags ?? []].filter(([, commit]) => commit === pin.commit).flatMap(([tag]) => valid(tag) ?? []);
  return names.sort(rcompare)[0];
}

/**
 * Chooses the build to install: the one that is named, or the newest. A prerelease or an older version is only chosen if it is named.
 *
 * @param current - version that the lab has now
 */
export function choose(pin: Pin, current: string, target: Target | undefined, answers: Answers): Choice {
  if (answers.tarball) { return ofTarball(answers.tarball, current); }
  if (target?.kind === 'address') { return unordered({ source: { kind: 'remote', url: target.url } }); }
  switch (pin.kind) {
    case 'registry': return inRegistry(answers.versions ?? [], current, target);
    case 'git': return inGit(pin, answers.tags ?? new Map<string, string>(), current, target);
    case 'tarball':
    case 'remote':
      return target?.kind === 'version' ? inRegistry(answers.versions ?? [], current, target) : refusal(NOT_KNOWN[pin.kind]);
    case 'folder': return refusal(`the lab is linked to ${pin.folder}; what is built there is what it uses`);
  }
}

/**
 * Whether a build runs on a version of Node.
 *
 * @param node - the range that the build needs; undefined for any
 */
export function runsOn(node: string | undefined, version: string): boolean {
  return node === undefined || satisfies(version, node, { includePrerelease: true });
}

function inRegistry(published: readonly string[], current: string, target: Target | undefined): Choice {
  const versions = published.flatMap((version) => valid(version) ?? []);
  if (target === undefined) {
    const newest = newestOf(versions, current);
    return newest === undefined ? { kind: 'current', newest: current } : toRegistry(newest, current);
  }
  if (target.kind !== 'version') {
    return refusal('the lab is pinned to a version in a registry; name a version such as 1.2.3, or a tarball');
  }
  if (!versions.includes(target.version)) {
    return refusal(`the registry has no version ${target.version}; it has ${someOf(versions)}`);
  }
  return toRegistry(target.version, current);
}

function toRegistry(version: string, current: string): Choice {
  return move({ version, source: { kind: 'registry', version } }, current);
}

function inGit(pin: GitPin, tags: ReadonlyMap<string, string>, current: string, target: Target | undefined): Choice {
  const byVersion = new Map([...tags.keys()].map((tag) => [valid(tag) ?? '', tag]));
  byVersion.delete('');
  const toTag = (tag: string): Choice => {
    const commit = tags.get(tag) ?? '';
    const version = valid(tag) ?? undefined;
    if (commit === pin.commit) { return { kind: 'current', newest: version ?? current }; }
    const source = { kind: 'git' as const, commit, tag };
    return version === undefined ? unordered({ source }) : move({ version, source }, current);
  };
  if (target === undefined) {
    const tag = byVersion.get(newestOf([...byVersion.keys()], current) ?? '');
    return tag === undefined ? { kind: 'current', newest: current } : toTag(tag);
  }
  if (target.kind === 'commit') {
    return target.commit === pin.commit
      ? { kind: 'current', newest: current }
      : unordered({ source: { kind: 'git', commit: target.commit } });
  }
  const asked = nameOf(target);
  const tag = byVersion.get(asked) ?? (tags.has(asked) ? asked : undefined);
  if (tag !== undefined) { return toTag(tag); }
  const known = someOf([...byVersion.keys()]);
  return refusal(`the repository has no tag ${asked}, and a branch can move; name a tag or a full commit. Its tags: ${known}`);
}

/** The tag or version that is named; empty if it is neither. */
function nameOf(target: Target): string {
  if (target.kind === 'version') { return target.version; }
  return target.kind === 'tag' ? target.tag : '';
}

function ofTarball({ file, version, node, isSame }: Tarball, current: string): Choice {
  if (isSame) { return { kind: 'current', newest: current }; }
  const candidate = { version, source: { kind: 'tarball' as const, file }, ...node === undefined ? {} : { node } };
  // The user asks for another build of the same version.
  return compare(version, current) === 0 ? unordered(candidate) : move(candidate, current);
}

function move(candidate: Candidate & { version: string }, current: string): Choice {
  const order = compare(candidate.version, current);
  return order === 0 ? { kind: 'current', newest: current } : { kind: 'move', candidate, direction: order > 0 ? 'up' : 'down' };
}

/** A build whose version is only known after it is installed, or is the same as now. */
function unordered(candidate: Candidate): Choice {
  return { kind: 'move', candidate, direction: 'unknown' };
}

function newestOf(versions: readonly string[], current: string): string | undefined {
  const newest = maxSatisfying(versions.filter((version) => valid(version) !== null && prerelease(version) === null), '*');
  return newest !== null && gt(newest, current) ? newest : undefined;
}

function refusal(why: string): Choice {
  return { kind: 'refusal', why };
}

/** The newest five versions, as text. */
function someOf(versions: readonly string[]): string {
  const sorted = versions.filter((version) => valid(version) !== null).sort(rcompare);
  if (sorted.length === 0) { return 'none'; }
  return `${sorted.slice(0, 5).join(', ')}${sorted.length > 5 ? ' and older ones' : ''}`;
}
