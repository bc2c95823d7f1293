import { chartObjects } from '../../../charts/core/chart-objects';
import { RenderedLab } from '../../../charts/core/rendered-lab';
import { parseConfig } from '../../../charts/load-config';
import { chartRequests } from '../../../render/judges/chart-requests';
import { RenderedCharts } from '../../../render/rendered-charts';
import { CHARTS } from '../../../versions';
import { object } from '../../check/objects';
import { deployment, release, said } from '../charts';

/** MetalLB as it was recorded, but for one workload in place of all; and with a value of the user's or without. */
function metallb(memory: string, yaml = ''): RenderedCharts {
  const { chart, repository, version } = CHARTS.metallb;
  const owner = object('argoproj.io/v1alpha1', 'Application', 'metallb', 'argocd', {
    spec: { destination: { namespace: 'metallb-system' }, source: { chart, repoURL: repository, targetRevision: version } },
  });
  const cpu = `${chartObjects('metallb').pods.reduce((sum, { milliCpu, count }) => sum + milliCpu * count, 0)}m`;
  const manifest = deployment('all', { resources: { requests: { cpu, memory } } });
  const lab = new RenderedLab(parseConfig(yaml), new Map([['root', [owner]]]));
  return new RenderedCharts(lab, [{ release: release('metallb', 'metallb-system', { owner }), objects: [{ manifest, template: '' }] }]);
}

const memory = chartObjects('metallb').pods.reduce((sum, { mebibytes, count }) => sum + mebibytes * count, 0);

test('a chart that asks for what was recorded is right, as is one that is near', () => {
  expect(said(chartRequests, metallb(`${memory}Mi`))).toEqual([]);
  expect(said(chartRequests, metallb(`${memory + 16}Mi`))).toEqual([]);
});

test('a chart that asks for more than was recorded is found', () => {
  expect(said(chartRequests, metallb(`${memory + 17}Mi`))).toEqual([
    `Application metallb asks for 20m CPU and ${memory + 17} MiB, and the page on sizing counts 20m CPU and ${memory} MiB`,
  ]);
});

test('a chart of which the lab sets values may ask for anything', () => {
  expect(said(chartRequests, metallb('8Gi', 'values: { metallb: { speaker: { logLevel: debug } } }'))).toEqual([]);
});

test('of a chart without any pod nothing is said', () => {
  const charts = metallb('8Gi');
  expect(said(chartRequests, new RenderedCharts(charts.lab, charts.charts.map((chart) => ({ ...chart, objects: [] }))))).toEqual([]);
});
