import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as versions from '../../versions';

const read = (file: string): string => readFileSync(path.join(__dirname, '..', '..', file), 'utf8');

test('every pin has a row in docs/versions.md, with its evidence', () => {
  // GIVEN the names in the first column
  const rows = [...read('docs/versions.md').matchAll(/^\| ([^|]+) \| [^|]+ \| [^|]+ \|$/gm)].map(([, names = '']) => names);
  const named = rows.flatMap((names) => [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
  // THEN each is what versions.ts calls a pin, and none is missing; a checksum belongs to the version beside it
  const others = ['CHARTS', 'CRD_FOLDERS', 'IMAGES', 'K3S_SHA256', 'KUBECTL_SHA256'];
  const single = Object.keys(versions).filter((name) => !others.includes(name));
  const groups = [versions.CHARTS, versions.CRD_FOLDERS, versions.IMAGES].flatMap((group) => Object.keys(group));
  expect(named.sort()).toEqual([...single, ...groups].sort());
});

test('every dependency stands in docs/dependencies.md with its reason', () => {
  const manifest = JSON.parse(read('package.json')) as Record<'dependencies' | 'devDependencies', Record<string, string>>;
  const { dependencies, devDependencies } = manifest;
  const named = new Set([...read('docs/dependencies.md').matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, cell = '']) => cell.split(', ')));
  const all = { ...dependencies, ...devDependencies };
  expect(Object.keys(all).filter((name) => !named.has(name))).toEqual([]);
  expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});
