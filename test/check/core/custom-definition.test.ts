import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadAll } from 'js-yaml';
import type { Manifest } from '../../../charts/core/manifest';
import { checkObject } from '../../../check/objects';
import { ABSENT, change } from '../verdicts/mutation';
import { REFUSED, TAKEN } from './custom-definition.cases';

const BASE = (loadAll(readFileSync(path.join(__dirname, '../../server/bases.yaml'), 'utf8')) as Manifest[])
  .find(({ metadata }) => metadata.name === 'converted.example.com')!;

// RE2 says there that it has no memory left for an expression.
beforeAll(() => { jest.spyOn(console, 'warn').mockImplementation(); });
afterAll(() => { jest.restoreAllMocks(); });

const fieldsOf = (object: Manifest): string[] => [...new Set(checkObject(object).map(({ path: field }) => field))];

test.each(REFUSED)('a definition with %s = %j is refused as the server refuses it', (where, value, field) => {
  expect(fieldsOf(change(BASE, where, value))).toEqual([field]);
});

test.each(TAKEN)('a definition with %s = %j passes', (where, value) => {
  expect(fieldsOf(change(BASE, where, value === undefined ? ABSENT : value))).toEqual([]);
});

test('names that every mapping of JavaScript has are no fields of a schema', () => {
  // GIVEN keys and a narrower schema that name what no field is
  const list = change(BASE, 'spec.versions[0].schema.openAPIV3Schema.properties.list', {
    'type': 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['constructor'],
    'items': { type: 'object', required: ['constructor'], properties: { a: { type: 'string' } } },
  });
  const narrow = change(BASE, 'spec.versions[0].schema.openAPIV3Schema.anyOf', [{ properties: { toString: {} } }]);
  // THEN
  expect(fieldsOf(list)).toEqual(['spec.versions[0].schema.openAPIV3Schema.properties.list.x-kubernetes-list-map-keys']);
  expect(fieldsOf(narrow)).toEqual(['spec.versions[0].schema.openAPIV3Schema.anyOf[0].properties.toString']);
});

test('a type of metric that every mapping of JavaScript has is none', () => {
  const autoscaler: Manifest = {
    apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'a', namespace: 'b' },
    spec: { maxReplicas: 2, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' }, metrics: [{ type: 'constructor' }] },
  };
  expect(fieldsOf(autoscaler)).toEqual(['spec.metrics[0].type']);
});
