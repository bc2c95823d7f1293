import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { RENDER_RULES } from '../../check/render-rules';
import { RULES } from '../../check/rules';
import { JUDGES } from '../../render/judges';
import { CHART_RENDERS } from '../../render/verdict';

const ROOT = path.join(__dirname, '../..');
const names = [CHART_RENDERS, ...JUDGES.map(({ name }) => name)];

test('a synth knows the name of every judge, and of no other', () => {
  expect([...RENDER_RULES].sort()).toEqual([...names].sort());
});

test('no judge has the name of another or of a rule', () => {
  const all = [...names, ...RULES.map(({ name }) => name)];
  expect(new Set(all).size).toBe(all.length);
});

test.each(names)('%s is explained', (name) => {
  expect(readFileSync(path.join(ROOT, 'docs/render.md'), 'utf8')).toContain(`### ${name}\n`);
});

test('every judge has a file and a test of its own', () => {
  const files = (folder: string): string[] => readdirSync(path.join(ROOT, folder)).map((file) => file.replace(/(\.test)?\.ts$/, '')).sort();
  expect(files('test/render/judges')).toEqual(files('render/judges'));
});
