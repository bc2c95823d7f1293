import { VALUE, type ChartService, type ValueChange } from '../../../charts/core/chart-objects';
import type { HelmValues } from '../../../charts/core/helm-values';
import { predict, type Prediction } from '../../../check/services/prediction';

const WEB: ChartService = { name: 'shop-web', labels: { app: 'web' }, ports: [{ name: 'http', port: 80 }, { name: 'https', port: 443 }] };
const port = (path: string, from: number, index: number): ValueChange => ({
  path: [path], from, services: { 'shop-web': { ports: WEB.ports.map((each, at) => at === index ? { ...each, port: VALUE } : each) } },
});
const CHANGES: readonly ValueChange[] = [
  { path: ['web', 'enabled'], from: true, services: { 'shop-web': null } },
  { path: ['fullnameOverride'], from: '', services: { 'shop-web': { name: `${VALUE}-web`, labels: { app: VALUE } } } },
  { path: ['nameOverride'], services: { 'shop-web': { name: `shop-${VALUE}-web` } } },
  port('http', 80, 0), port('https', 443, 1),
  { path: ['web', 'name'], from: 'web', services: { 'shop-web': { name: `shop-${VALUE}` } } },
  { path: ['mode'], from: 'a', services: { 'shop-web': null } },
];

function becomes(values: HelmValues): Prediction<ChartService> {
  return predict(WEB, ({ services }) => services?.['shop-web'], CHANGES, 'shop', values);
}

const there = (values: HelmValues): Partial<ChartService> | string => {
  const now = becomes(values);
  return now.kind === 'there' ? now.object : now.kind;
};

test('a Service stays as it is where no value that changes it is set to something else', () => {
  for (const values of [{}, { web: { enabled: true } }, { http: 80, other: 1 }] as HelmValues[]) {
    expect(becomes(values)).toEqual({ kind: 'there', object: WEB, causes: [] });
  }
});

test('a Service that a boolean takes away is gone, because of that value', () => {
  expect(becomes({ web: { enabled: false } })).toMatchObject({
    kind: 'gone', causes: [{ change: { path: ['web', 'enabled'] }, value: false }],
  });
});

test('a name, a label and a port follow the value', () => {
  expect(there({ fullnameOverride: 'x' })).toEqual({ ...WEB, name: 'x-web', labels: { app: 'x' } });
  expect(there({ nameOverride: 'x' })).toEqual({ ...WEB, name: 'shop-x-web' });
  expect(there({ http: 8080 })).toEqual({ ...WEB, ports: [{ name: 'http', port: 8080 }, { name: 'https', port: 443 }] });
});

test('two values that change a port each are both followed', () => {
  expect(there({ http: 8080, https: 8443 })).toEqual({ ...WEB, ports: [{ name: 'http', port: 8080 }, { name: 'https', port: 8443 }] });
});

test.each<[string, HelmValues]>([
  ['a name that the release already holds', { nameOverride: 'ho' }],
  ['an empty name, for which the chart has one of its own', { web: { name: '' } }],
  ['null, which takes the default of the chart away', { fullnameOverride: null }],
  ['text in place of a boolean', { web: { enabled: 'no' } }],
  ['text in place of a port', { http: 'web' }],
  ['a word that was not tried, where the one that was tried took the Service away', { mode: 'b' }],
  ['two names, of which only the chart knows which one wins', { fullnameOverride: 'x', nameOverride: 'y' }],
])('%s decides nothing', (_, values) => {
  expect(becomes(values)).toEqual({ kind: 'unknown' });
});
