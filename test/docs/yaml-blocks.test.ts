import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadAll } from 'js-yaml';
import { readConfig } from '../../charts/load-config';
import type { Manifest } from '../../charts/core/manifest';
import { checkObject } from '../../check/objects';
import { isMapping } from '../../config/kinds';

const ROOT = path.join(__dirname, '../..');
const DOCS = readdirSync(path.join(ROOT, 'docs')).filter((file) => file.endsWith('.md')).sort().map((file) => `docs/${file}`);
const PAGES = ['README.md', ...DOCS].map((file) => ({ file, lines: readFileSync(path.join(ROOT, file), 'utf8').split(/\r?\n/) }));
/** A line that begins a block or ends one. */
const FENCE = /^( *)```([a-z]*)$/;

interface Block { readonly place: string; readonly language: string; readonly text: string }

/** The blocks of a page, without the indentation of the list that they are in. */
function blocksOf({ file, lines }: typeof PAGES[number]): Block[] {
  const fences = lines.flatMap((line, index) => FENCE.test(line) ? [index] : []);
  return fences.flatMap((start, order): Block[] => {
    if (order % 2 === 1) { return []; }
    const [, indent = '', language = ''] = FENCE.exec(lines[start]!)!;
    const inside = lines.slice(start + 1, fences[order + 1]);
    return [{ place: `${file}:${start + 1}`, language, text: inside.map((line) => line.slice(indent.length)).join('\n') }];
  });
}

const YAML = PAGES.flatMap(blocksOf).filter(({ language }) => language === 'yaml');

test('every block stands on lines of its own, and ends', () => {
  const torn = PAGES.flatMap(({ file, lines }) =>
    lines.flatMap((line, index) => line.includes('```') && !FENCE.test(line) ? [`${file}:${index + 1}`] : []));
  expect(torn).toEqual([]);
  expect(PAGES.filter(({ lines }) => lines.filter((line) => FENCE.test(line)).length % 2 === 1).map(({ file }) => file)).toEqual([]);
  expect(YAML.length).toBeGreaterThan(15);
});

test.each(YAML.map(({ place, text }) => [place, text] as const))('%s is YAML, and what it shows is right', (_, text) => {
  for (const data of loadAll(text)) {
    // Steps of a workflow are neither a lab nor an object.
    if (!isMapping(data)) { expect(Array.isArray(data)).toBe(true); return; }
    if (data['apiVersion'] === undefined) { expect(() => readConfig(text, 'homelab.yaml')).not.toThrow(); return; }
    expect(checkObject(data as Manifest)).toEqual([]);
  }
});
