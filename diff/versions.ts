/** Negative if `left` is older, positive if it is newer; undefined if either is no version, such as a branch. A build after "+" counts, as K3s' does. */
export function compareVersions(left: string, right: string): number | undefined {
  const [a, b] = [parse(left), parse(right)];
  if (!a || !b) { return undefined; }
  for (let index = 0; index < 3; index++) {
    if (a.numbers[index] !== b.numbers[index]) { return (a.numbers[index] ?? 0) - (b.numbers[index] ?? 0); }
  }
  // A release comes after its own candidates.
  if (a.candidate !== b.candidate) { return a.candidate === '' ? 1 : b.candidate === '' ? -1 : natural(a.candidate, b.candidate); }
  return natural(a.build, b.build);
}

function parse(text: string): { readonly numbers: readonly number[]; readonly candidate: string; readonly build: string } | undefined {
  const [matched, major = '', minor = '0', patch = '0', candidate = '', build = ''] = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?$/.exec(text) ?? [];
  return matched === undefined || !text.includes('.') ? undefined : { numbers: [major, minor, patch].map(Number), candidate, build };
}

function natural(left: string, right: string): number {
  return left === right ? 0 : left.localeCompare(right, 'en', { numeric: true });
}
