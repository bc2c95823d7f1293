import { chartOwnedOnce } from '../../../render/judges/chart-owned-once';
import { object } from '../../check/objects';
import { chartsOf, said } from '../charts';

const shared = (): ReturnType<typeof object> => object('v1', 'ConfigMap', 'shared', 'tools');

test('an object that a chart and the lab both make is found', () => {
  expect(said(chartOwnedOnce, chartsOf({ lab: [shared()], chart: [shared()] }))).toEqual([
    'ConfigMap shared is made twice: dist/own has it too',
  ]);
});

test('an object that two charts make is found', () => {
  expect(said(chartOwnedOnce, chartsOf({ chart: [shared()], other: [shared()] }))).toEqual([
    'ConfigMap shared is made twice: the chart tool 1.2.3 has it too',
  ]);
});

test('the same name in another namespace, of another kind or group is another object', () => {
  const chart = [
    shared(), object('v1', 'ConfigMap', 'shared', 'others'), object('v1', 'Secret', 'shared', 'tools'),
    object('example.org/v1', 'ConfigMap', 'shared', 'tools'),
  ];
  expect(said(chartOwnedOnce, chartsOf({ chart }))).toEqual([]);
});
