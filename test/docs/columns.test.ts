import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/* Prose is read in terminals and in diffs: no line of it is longer than 140 columns. Tables and blocks of code are as wide as they are. */

const ROOT = path.join(__dirname, '../..');
const COLUMNS = 140;
/** Made by `npm run sizing`, whose lines are paragraphs. */
const GENERATED = 'docs/sizing.md';

const PAGES = [
  'README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...pagesBelow('docs'), ...pagesBelow('charts'),
].filter((page) => page !== GENERATED);

function pagesBelow(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md')).map((file) => `${folder}/${file.replaceAll('\\', '/')}`).sort();
}

/** Numbers of the lines of prose that are too long. */
function longLines(text: string): number[] {
  let isCode = false;
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (/^\s*```/.test(line)) { isCode = !isCode; }
    return !isCode && !line.startsWith('|') && [...line].length > COLUMNS ? [index + 1] : [];
  });
}

test.each(PAGES)('%s has no line of prose of more than 140 columns', (page) => {
  expect(longLines(readFileSync(path.join(ROOT, page), 'utf8'))).toEqual([]);
});

test('a line of 141 columns is found in prose alone', () => {
  const long = 'x'.repeat(COLUMNS + 1);
  expect(longLines(['short', long, '```', long, '```', `| ${long} |`, 'x'.repeat(COLUMNS), long].join('\n'))).toEqual([2, 8]);
});
