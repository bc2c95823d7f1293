import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { formatChecksums, parseChecksums, readChecksums, saveChecksums } from '../../render/checksums';
import { put, temporaryFolder } from '../output/folder';

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);

test('a list is written in the order of names, as sha256sum writes it, and read again', () => {
  const sums = new Map([['x/b-1.tgz', B], ['x/a-1.tgz', A]]);
  expect(formatChecksums(sums)).toBe(`${A}  x/a-1.tgz\n${B}  x/b-1.tgz\n`);
  expect(parseChecksums(formatChecksums(sums))).toEqual(sums);
});

test('a list with Windows\' line ends, a comment and binary marks is read', () => {
  expect(parseChecksums(`# mine\r\n${A} *x/a-1.tgz\r\n`)).toEqual(new Map([['x/a-1.tgz', A]]));
});

test('a list that does not exist is empty', () => {
  expect(readChecksums(path.join(temporaryFolder(), 'charts.sha256'))).toEqual(new Map());
});

test('a list is written only if it says something new', () => {
  const folder = temporaryFolder();
  const file = path.join(folder, 'charts.sha256');
  const sums = new Map([['x/a-1.tgz', A]]);
  expect(saveChecksums(file, sums, new Map())).toBe(true);
  expect(readFileSync(file, 'utf8')).toBe(`${A}  x/a-1.tgz\n`);
  put(folder, { 'charts.sha256': `# mine\n${A}  x/a-1.tgz\n` });
  expect(saveChecksums(file, sums, readChecksums(file))).toBe(false);
  expect(readFileSync(file, 'utf8')).toContain('# mine');
  expect(readdirSync(folder)).toEqual(['charts.sha256']);
});

test('a list that cannot be written is said in one sentence', () => {
  const file = path.join(temporaryFolder(), 'none', 'charts.sha256');
  expect(() => saveChecksums(file, new Map([['x', A]]), new Map())).toThrow(/ENOENT.*the checksums of the charts were not recorded/);
});
