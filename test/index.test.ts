import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as face from '../index';
import * as testing from '../testing';

const CHARTS = path.join(__dirname, '..', 'charts');

/** Names of all classes that are layers, by what their sources say. */
const LAYERS = readdirSync(CHARTS, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => [...readFileSync(path.join(CHARTS, file), 'utf8').matchAll(/^export class (\w+) extends Layer\b/gm)])
  .map(([, name = '']) => name);

test('every layer of the platform can be made by a program that uses the package', () => {
  expect(LAYERS.length).toBeGreaterThan(15);
  expect(LAYERS.filter((name) => typeof (face as Readonly<Record<string, unknown>>)[name] !== 'function')).toEqual([]);
});

test('PromQL is put together by functions of one name', () => {
  const { absent, metric } = face.promql;
  expect(absent(metric('up', { job: 'nas' })).toString()).toBe('absent(up{job="nas"})');
});

test('the package exports these values, and no more by accident', () => {
  expect(Object.keys(face).filter((name) => !LAYERS.includes(name)).sort()).toEqual([
    'ApiObject', 'CHARTS', 'CRD_FOLDERS', 'Component', 'ConfigError', 'Homelab', 'IMAGES', 'JsonPatch', 'Layer', 'SynthError',
    'defineLab', 'k8s',
    'loadConfig', 'parseConfig', 'promql', 'synthesise',
  ]);
  expect(Object.keys(testing).sort()).toEqual([
    'applicationsOf', 'brokenRules', 'contributions', 'contributionsOf', 'dependency', 'manifestsOf', 'testLab',
  ]);
});
