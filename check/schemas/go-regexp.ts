/**
 * A pattern of a Kubernetes schema, which is Go's RE2 dialect, as a JavaScript expression. It differs in what these schemas use: one-letter
 * properties without braces, `(?i)` in the middle (here it then holds for the whole pattern, so a little more passes), and escapes that
 * need none.
 */
export function goRegExp(pattern: string): RegExp {
  const translated = pattern.replaceAll(/\\([pP])([A-Z])/g, '\\$1{$2}');
  const caseless = translated.includes('(?i)');
  const source = translated.replaceAll('(?i)', '');
  const flags = caseless ? 'i' : '';
  try {
    return new RegExp(source, `u${flags}`);
  } catch {
    return new RegExp(source, flags);
  }
}
