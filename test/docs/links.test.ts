import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '..', '..');
const PAGES = ['README.md', 'CONTRIBUTING.md', ...['docs', 'charts'].flatMap((folder) => {
  const files = readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.md')).map((file) => `${folder}/${file.replaceAll('\\', '/')}`);
})];

/** Anchors GitHub makes of a page's headings. */
function anchors(file: string): Set<string> {
  const headings = readFileSync(file, 'utf8').replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ +(.+)$/gm);
  return new Set([...headings].map(([, text = '']) => text.toLowerCase()
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-')));
}

test.each(PAGES)('every link of %s leads to something', (page) => {
  const text = readFileSync(path.join(ROOT, page), 'utf8').replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '');
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target).filter((target) => !/^[a-z]+:/.test(target));
  const dead = targets.filter((target) => {
    const [file = '', anchor] = target.split('#');
    const aimed = file === '' ? path.join(ROOT, page) : path.resolve(ROOT, path.dirname(page), file);
    return !existsSync(aimed) || (anchor !== undefined && aimed.endsWith('.md') && !anchors(aimed).has(anchor));
  });
  expect(dead).toEqual([]);
});

test('every page of docs/ can be reached from the README', () => {
  const links = (page: string): string[] =>
    [...readFileSync(path.join(ROOT, page), 'utf8').matchAll(/\]\(([^)\s#]+\.md)/g)]
      .map(([, target = '']) => path.posix.join(path.posix.dirname(page), target));
  const reached = new Set<string>();
  const visit = (page: string): void => {
    if (reached.has(page) || !existsSync(path.join(ROOT, page))) { return; }
    reached.add(page);
    links(page).forEach(visit);
  };
  visit('README.md');
  // Runbooks are where alerts link to.
  expect(PAGES.filter((page) => !reached.has(page) && !page.startsWith('charts/'))).toEqual([]);
});

test('the README begins with the two commands', () => {
  const [, , ...lines] = readFileSync(path.join(ROOT, 'README.md'), 'utf8').split('\n');
  expect(lines[1]).toMatch(/^npm ci && npm run synth\b/);
  expect(lines[2]).toMatch(/^npm test\b/);
});

test('no page, source or workflow names a place on somebody\'s machine', () => {
  const local = /(^|[\s("'`])(\/work\/|\/home\/[a-z]+\/|C:\\Users\\[A-Za-z])/m;
  const found = PAGES.filter((page) => local.test(readFileSync(path.join(ROOT, page), 'utf8')));
  expect(found).toEqual([]);
});
