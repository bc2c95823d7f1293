import type { z } from 'zod';
import { text } from './text-rule';

/**
 * Patterns of file names as Argo CD reads them: gobwas/glob without separators, so that `*` goes through folders
 * (reposerver/repository, getPotentiallyValidManifestFile, and util/glob; v3.5.1). A pattern that does not compile matches nothing there.
 */

/** Characters of a pattern that are no part of a name. */
const SPECIAL = /[\\^$.|+()*?{}[\]]/g;

/** A pattern of files below a folder, such as `*.yaml` or `{crds,deploy}/*`. */
export const argoGlob = (): z.ZodString => text((value) => isReadable(value) ? undefined : {
  what: 'is not a pattern of files that Argo CD can read, so it would match none',
  fix: 'write it relative to path with *, ?, [a-z] and {one,other}, such as {deploy,rbac}/*.yaml',
});

function isReadable(value: string): boolean {
  return value.length <= 1000 && argoGlobExpression(value) !== undefined && !value.startsWith('/');
}

/**
 * The expression of RE2 for the whole path of a file, relative to the folder of the application and with "/"; undefined for a pattern that
 * Argo CD cannot read.
 */
export function argoGlobExpression(pattern: string): string | undefined {
  const parts: readonly string[] = pattern.match(/\\?[^]/g) ?? [];
  let [source, depth, place] = ['', 0, 0];
  while (place < parts.length) {
    const part = parts[place]!;
    place++;
    if (part === '*') { source += '.*'; }
    else if (part === '?') { source += '.'; }
    else if (part === '{') { depth++; source += '(?:'; }
    else if (part === '}' && depth > 0) { depth--; source += ')'; }
    else if (part === ',' && depth > 0) { source += '|'; }
    else if (part === '[') {
      const end = parts.indexOf(']', place + 1);
      const inner = parts.slice(place, end).join('');
      // A range, or a list of characters; `!` in front turns either around.
      if (end < 0 || !/^!?(?:[A-Za-z0-9]-[A-Za-z0-9]|[A-Za-z0-9._]+)$/.test(inner)) { return undefined; }
      source += `[${inner.replace(/^!/, '^')}]`;
      place = end + 1;
    }
    else if (part === ']' || part === '}' || part === '\\') { return undefined; }
    else { source += part.replace(/^\\/, '').replace(SPECIAL, '\\$&'); }
  }
  return depth === 0 && pattern !== '' ? source : undefined;
}
