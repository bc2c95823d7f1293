import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { host } from './lab';

/* No line of PowerShell or shell is longer than 140 columns. eslint.config.mjs holds TypeScript to the same. */

const ROOT = path.join(__dirname, '../..');
const COLUMNS = 140;

/** Files of a folder whose name matches, seen from the root. */
function filesIn(folder: string, name: RegExp): string[] {
  const entries = readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
}

/** The lines of a text that are too long, each with its place. */
function longLines(file: string, text: string): string[] {
  return text.split(/\r?\n/).flatMap((line, index) => line.length > COLUMNS ? [`${file}:${index + 1} has ${line.length} columns`] : []);
}

const sources = [
  ...filesIn('host/windows', /\.(psd?1|cmd)$/), ...filesIn('host/node/files', /./), ...filesIn('test', /\.(ps1|sh)$/), '.ci/run',
];

test('there are sources of each kind', () => {
  expect(sources).toEqual(expect.arrayContaining([
    'host/windows/up.ps1', 'host/windows/lib/Machine.ps1', 'host/node/files/usr/local/lib/homelab/node-setup.sh', 'test/host/inspect.ps1',
  ]));
});

test.each(sources)('%s has no line of more than 140 columns', (file) => {
  expect(longLines(file, readFileSync(path.join(ROOT, file), 'utf8'))).toEqual([]);
});

test('the scripts that a synth writes have no line of more than 140 columns', () => {
  const scripts = [...host()].filter(([file]) => /\.(ps1|cmd)$/.test(file));
  expect(scripts.length).toBeGreaterThan(20);
  expect(scripts.flatMap(([file, text]) => longLines(file, text))).toEqual([]);
});

test('a line of 141 columns is found', () => {
  expect(longLines('x.ps1', `short\r\n${'x'.repeat(140)}\r\n${'x'.repeat(141)}\r\n`)).toEqual(['x.ps1:3 has 141 columns']);
});
