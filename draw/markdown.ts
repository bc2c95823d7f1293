/**
 * Text in which every character can be seen: control characters, which can control a terminal, and format characters, which can reverse the
 * direction of a line, are written as escapes. JSON.stringify leaves some of them, such as C1 controls and bidirectional marks.
 */
export function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`);
}

/** A Markdown code span. Its fence is longer than any sequence of backticks in the text. */
export function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return `${fence}${pad}${visible(text)}${pad}${fence}`;
}

/** Text without any character that has a meaning in Markdown or HTML. */
export function escapeMarkdown(text: string): string {
  return visible(text).replaceAll(/[\\`*_{}[\]<>#|@!]/g, (character) => `&#${character.codePointAt(0)};`);
}

/**
 * A Markdown link to a file.
 *
 * @param file - path relative to the page, with "/"
 */
export function fileLink(label: string, file: string): string {
  return `[${escapeMarkdown(label)}](${file.split('/').map(encodeURIComponent).join('/')})`;
}
