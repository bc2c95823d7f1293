interface PathMatch { readonly path?: { readonly type?: string; readonly value: string } }

/** The one prefix that a rule matches, "/" where it says nothing; undefined for a rule that matches something else. */
export function matchedPrefix(matches: readonly PathMatch[] = [{}]): string | undefined {
  const [first, ...others] = matches;
  const { type = 'PathPrefix', value = '/' } = first?.path ?? {};
  return others.length === 0 && type === 'PathPrefix' ? value : undefined;
}
