/** What a host name begins with that stands for every name below the rest of it. */
const ANY = '*.';

/** True for a host name that stands for every name below the rest of it. */
export function isWildcard(hostname: string): boolean {
  return hostname.startsWith(ANY);
}

/** True where a name is a wildcard, and another is below the rest of it, by however many labels. */
export function isBelow(wildcard: string, hostname: string): boolean {
  return isWildcard(wildcard) && hostname.endsWith(wildcard.slice(1));
}

/**
 * The narrowest wildcard that stands for a host name.
 *
 * @param names - host names, those without a wildcard too
 * @returns undefined if none does
 */
export function wildcardFor(names: Iterable<string>, hostname: string): string | undefined {
  return [...names].filter((name) => hostname !== name && isBelow(name, hostname))
    .reduce<string | undefined>((best, name) => best !== undefined && best.length >= name.length ? best : name, undefined);
}
