/**
 * Text that cannot steer a terminal or turn lines around: what JSON leaves, such as C1 controls and bidirectional marks, becomes an
 * escape.
 */
export function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`);
}

/** A code span whose fence is longer than any run of backticks in it. */
export function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return `${fence}${pad}${visible(text)}${pad}${fence}`;
}

/** Prose in which no character means anything to Markdown or HTML. */
export function escapeMarkdown(text: string): string {
  return visible(text).replaceAll(/[\\`*_{}[\]<>#|@!]/g, (character) => `&#${character.codePointAt(0)};`);
}

/** A link to a file, by its path from the page. */
export function fileLink(label: string, file: string): string {
  return `[${escapeMarkdown(label)}](${file.split('/').map(encodeURIComponent).join('/')})`;
}
