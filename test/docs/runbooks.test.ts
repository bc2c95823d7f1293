import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { labOf } from '../util';

const FOLDER = path.join(__dirname, '../../docs/runbooks');
const SECTIONS = ['Meaning', 'Impact', 'Diagnose', 'Fix', 'Prevent'];

const alerts = labOf().ruleGroups.flatMap(({ rules }) => rules.flatMap(({ alert }) => alert === undefined ? [] : [alert]));

/** The text of each section of a page, by its heading. */
function sectionsOf(page: string): Map<string, string> {
  return new Map(page.split(/^## /m).slice(1).map((part) => [part.slice(0, part.indexOf('\n')).trim(), part.slice(part.indexOf('\n')).trim()]));
}

test.each(alerts)('%s has a page that helps at night', (alert) => {
  // GIVEN
  const page = readFileSync(path.join(FOLDER, `${alert.toLowerCase()}.md`), 'utf8');
  // WHEN
  const sections = sectionsOf(page);
  // THEN
  expect(page.startsWith(`# ${alert}\n`)).toBe(true);
  expect([...sections.keys()]).toEqual(SECTIONS);
  expect([...sections].filter(([, text]) => text === '').map(([name]) => name)).toEqual([]);
  expect(sections.get('Diagnose')).toMatch(/```sh\n.+\n```/s);
});

test('no page is left of an alert that is gone', () => {
  expect(readdirSync(FOLDER).sort()).toEqual(['README.md', ...alerts.map((alert) => `${alert.toLowerCase()}.md`)].sort());
});

test('every link between pages leads somewhere', () => {
  const broken = readdirSync(FOLDER).flatMap((file) => [...readFileSync(path.join(FOLDER, file), 'utf8').matchAll(/\]\(([^)]+)\)/g)]
    .flatMap(([, target = '']) => existsSync(path.join(FOLDER, target)) ? [] : [`${file}: ${target}`]));
  expect(broken).toEqual([]);
});

test('the index names every alert', () => {
  const index = readFileSync(path.join(FOLDER, 'README.md'), 'utf8');
  expect(alerts.filter((alert) => !index.includes(`[${alert}](${alert.toLowerCase()}.md)`))).toEqual([]);
});
