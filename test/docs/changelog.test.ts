import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compare, valid } from 'semver';
import { changesBetween, formatChanges, parseChangelog } from '../../cli/upgrade/changelog';

const ROOT = path.join(__dirname, '..', '..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as { readonly version: string; readonly files: readonly string[] };
const changelog = read('CHANGELOG.md');
const releases = parseChangelog(changelog);
const versions = releases.map(({ version }) => version).filter((version) => version !== 'Unreleased');

/** Those of Keep a Changelog, and the one of ours. https://keepachangelog.com/en/1.1.0/#how */
const PARTS = ['', 'Breaking', 'Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];

test('every heading is read as a version, newest first', () => {
  expect(versions).toHaveLength([...changelog.matchAll(/^## \[\d/gm)].length);
  expect([...changelog.matchAll(/^## /gm)]).toHaveLength(releases.length);
  expect(versions.every((version) => valid(version) === version)).toBe(true);
  expect(versions).toEqual([...versions].sort((a, b) => compare(b, a)));
  expect(releases.filter(({ version, date }) => version !== 'Unreleased' && !/^\d{4}-\d\d-\d\d$/.test(date ?? ''))).toEqual([]);
});

test('every part has a heading that readers know, and says something', () => {
  expect(releases.flatMap(({ parts }) => parts.map(({ title }) => title)).filter((title) => !PARTS.includes(title))).toEqual([]);
  const written = releases.filter(({ version }) => version !== 'Unreleased');
  expect(written.filter(({ parts }) => parts.every(({ title }) => title === ''))).toEqual([]);
});

test('this version has a section, and whoever upgrades to it reads it', () => {
  expect(versions[0]).toBe(manifest.version);
  const text = formatChanges(changesBetween(releases, '0.1.0', manifest.version));
  expect(text).toMatch(/^Breaking\n {2}\d/);
  expect(text).not.toContain('a repository to copy');
});

test('it is in the package', () => { expect(manifest.files).toContain('CHANGELOG.md'); });
