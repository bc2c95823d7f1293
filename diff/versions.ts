import { parse, type SemVer } from 'semver';

/**
 * Compares two versions: negative if `left` is older, positive if it is newer; undefined if one is not a version, such as a git branch.
 *
 * The part after "+" counts too, by the numbers in it: K3s' second build of a release is v1.36.4+k3s2, and v1.36.4+k3s10 comes after it.
 */
export function compareVersions(left: string, right: string): number | undefined {
  const [a, b] = [parseVersion(left), parseVersion(right)];
  if (!a || !b) { return undefined; }
  return a.compare(b) || natural(a.build.join('.'), b.build.join('.'));
}

/** True if the newer version may break what worked with the older one: another major version, or another minor version before 1.0. */
export function isBreaking(older: string, newer: string): boolean {
  const [a, b] = [parseVersion(older), parseVersion(newer)];
  if (!a || !b || a.compare(b) >= 0) { return false; }
  return a.major !== b.major || (a.major === 0 && a.minor !== b.minor);
}

/** A version with or without "v", and with two or three numbers. */
function parseVersion(text: string): SemVer | null {
  const [, major, minor, rest = ''] = /^v?(\d+)\.(\d+)((?:\.\d+)?(?:[-+].*)?)$/.exec(text) ?? [];
  if (major === undefined || minor === undefined) { return null; }
  return parse(`${major}.${minor}${rest.startsWith('.') ? '' : '.0'}${rest}`, { loose: true });
}

function natural(left: string, right: string): number {
  return left === right ? 0 : left.localeCompare(right, 'en', { numeric: true });
}
