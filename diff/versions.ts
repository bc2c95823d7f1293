import { parse, type SemVer } from 'semver';

/**
 * Negative if `left` is older, positive if it is newer; undefined if either is no version, such as a branch.
 *
 * What stands after "+" counts, and by the numbers in it: K3s' second build of a release is v1.36.4+k3s2, and its tenth comes after that.
 */
export function compareVersions(left: string, right: string): number | undefined {
  const [a, b] = [parseVersion(left), parseVersion(right)];
  if (!a || !b) { return undefined; }
  return a.compare(b) || natural(a.build.join('.'), b.build.join('.'));
}

/** True if the newer version may break what worked with the older: another major version, or another minor one before 1.0. */
export function isBreaking(older: string, newer: string): boolean {
  const [a, b] = [parseVersion(older), parseVersion(newer)];
  if (!a || !b || a.compare(b) >= 0) { return false; }
  return a.major !== b.major || (a.major === 0 && a.minor !== b.minor);
}

/** A version of whatever is pinned: with or without "v", and with two numbers where there is no third. */
function parseVersion(text: string): SemVer | null {
  const [, major, minor, rest = ''] = /^v?(\d+)\.(\d+)((?:\.\d+)?(?:[-+].*)?)$/.exec(text) ?? [];
  if (major === undefined || minor === undefined) { return null; }
  return parse(`${major}.${minor}${rest.startsWith('.') ? '' : '.0'}${rest}`, { loose: true });
}

function natural(left: string, right: string): number {
  return left === right ? 0 : left.localeCompare(right, 'en', { numeric: true });
}
