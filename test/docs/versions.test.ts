import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CHARTS, CRD_FOLDERS, IMAGES, K3S_VERSION } from '../../versions';

const read = (file: string): string => readFileSync(path.join(__dirname, '..', '..', file), 'utf8');

test('every pin stands in docs/versions.md with its evidence', () => {
  const page = read('docs/versions.md');
  const pins = [...Object.values(CHARTS).map(({ version }) => version), ...Object.values(CRD_FOLDERS).map(({ revision }) => revision), ...Object.values(IMAGES).map((image) => image.split(':').pop() ?? ''), K3S_VERSION];
  expect(pins.filter((pin) => !page.includes(`| ${pin}`))).toEqual([]);
});

test('every dependency stands in docs/dependencies.md with its reason', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<'dependencies' | 'devDependencies', Record<string, string>>;
  const named = new Set([...read('docs/dependencies.md').matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, cell = '']) => cell.split(', ')));
  const all = { ...dependencies, ...devDependencies };
  expect(Object.keys(all).filter((name) => !named.has(name))).toEqual([]);
  expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});
