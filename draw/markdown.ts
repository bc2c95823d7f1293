import { visible } from '../config/problem';

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
