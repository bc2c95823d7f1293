import type { Judge } from '../../render/judge';
import { RenderedCharts } from '../../render/rendered-charts';
import { judgeCharts } from '../../render/verdict';
import type { ObjectSource } from '../../charts/core/rendered-lab';
import { object } from '../check/objects';
import { chartsOf, release } from './charts';

const map = object('v1', 'ConfigMap', 'map', 'tools');
const judge = (more: Partial<ReturnType<Judge['check']>[number]> = {}): Judge => ({
  name: 'chart-image', severity: 'error',
  check: ({ all }) => all.manifests.filter(({ kind }) => kind === 'ConfigMap')
    .map((found) => ({ object: found, what: 'is wrong', fix: 'mend it', ...more })),
});

test('an object of a chart is blamed on the values of the chart', () => {
  expect(judgeCharts(chartsOf({ chart: [map] }), [judge({ value: ['image', 'tag'] })])).toEqual([{
    rule: 'chart-image', severity: 'error', allowed: false, object: 'ConfigMap tools/map',
    chart: 'chart tool 1.2.3, tool/templates/all.yaml',
    path: ['values', 'tool', 'image', 'tag'], what: 'is wrong', fix: 'mend it',
  }]);
});

test('an object of a chart of an Application of homelab.yaml is blamed on that', () => {
  const sourceOf = ({ kind }: { readonly kind: string }): ObjectSource | undefined =>
    kind === 'Application' ? { construct: 'homelab/x', origin: { key: ['applications', 1] } } : undefined;
  expect(judgeCharts(chartsOf({ chart: [map], sourceOf }), [judge()])).toMatchObject([{ path: ['applications', 1, 'values'] }]);
});

test('an object of the chart of a webhook is blamed on the values beside that chart', () => {
  const sourceOf = ({ kind }: { readonly kind: string }): ObjectSource | undefined =>
    kind === 'Application' ? { construct: 'homelab/x', origin: { key: ['tls', 'dns01', 'chart'] } } : undefined;
  expect(judgeCharts(chartsOf({ chart: [map], sourceOf }), [judge()])).toMatchObject([{ path: ['tls', 'dns01', 'chart', 'values'] }]);
});

test('an object of the lab is blamed on the key it was made from, if there is one', () => {
  const sourceOf = (): ObjectSource => ({ construct: 'homelab/x', origin: { key: ['services', 0] } });
  expect(judgeCharts(chartsOf({ lab: [map], sourceOf }), [judge()])).toMatchObject([{ path: ['services', 0], chart: '' }]);
  expect(judgeCharts(chartsOf({ lab: [map] }), [judge()])).toMatchObject([{ path: [] }]);
});

test('what homelab.yaml allows is marked as allowed', () => {
  expect(judgeCharts(chartsOf({ chart: [map], yaml: 'allowUnsafe: [chart-image]' }), [judge()])).toMatchObject([{ allowed: true }]);
});

test('a chart that helm refuses is a finding of its own', () => {
  const { lab } = chartsOf({});
  const charts = new RenderedCharts(lab, [{ release: release('tool'), objects: [], refusal: 'name a bucket' }]);
  expect(judgeCharts(charts, [])).toEqual([{
    rule: 'chart-renders', severity: 'error', allowed: false, object: 'Application argocd/tool',
    chart: 'chart tool 1.2.3', path: ['values', 'tool'],
    what: 'helm refuses these values: name a bucket', fix: 'change the value that it names',
  }]);
});
