import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { replaceFile } from '../../output/replace-file';
import { temporaryFolder } from './folder';

const onPosix = process.platform === 'win32' ? test.skip : test;

test('a file is replaced whole, and nothing is left beside it', () => {
  // GIVEN
  const folder = temporaryFolder();
  const file = path.join(folder, 'homelab.yaml');
  writeFileSync(file, 'a longer text than the new one');
  // WHEN
  replaceFile(file, 'new');
  // THEN
  expect([readFileSync(file, 'utf8'), readdirSync(folder)]).toEqual(['new', ['homelab.yaml']]);
});

test('a file that is not there is made', () => {
  const file = path.join(temporaryFolder(), 'charts.sha256');
  replaceFile(file, 'new');
  expect(readFileSync(file, 'utf8')).toBe('new');
});

onPosix('it keeps its permissions, and a link to it stays a link', () => {
  // GIVEN
  const folder = temporaryFolder();
  const [file, link] = ['real.yaml', 'homelab.yaml'].map((name) => path.join(folder, name)) as [string, string];
  writeFileSync(file, 'old');
  chmodSync(file, 0o600);
  symlinkSync('real.yaml', link);
  // WHEN
  replaceFile(link, 'new');
  // THEN
  expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777, lstatSync(link).isSymbolicLink()]).toEqual(['new', 0o600, true]);
});

test('what cannot be replaced stays as it is', () => {
  // GIVEN
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, 'a', 'b'), { recursive: true });
  // THEN
  expect(() => { replaceFile(path.join(folder, 'a'), 'new'); }).toThrow();
  expect(readdirSync(folder)).toEqual(['a']);
});
