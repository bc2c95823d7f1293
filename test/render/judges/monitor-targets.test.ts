import { monitorTargets, monitorTargetsKnown } from '../../../render/judges/monitor-targets';
import type { Manifest } from '../../../charts/core/manifest';
import { RenderedLab } from '../../../charts/core/rendered-lab';
import { parseConfig } from '../../../charts/load-config';
import { RenderedCharts } from '../../../render/rendered-charts';
import { object } from '../../check/objects';
import { chartsOf, deployment, said, service } from '../charts';

type Kind = 'ServiceMonitor' | 'PodMonitor';
const monitor = (kind: Kind, port: string, selector: Record<string, unknown>, where?: unknown): Manifest =>
  object('monitoring.coreos.com/v1', kind, 'web', 'watch', {
    spec: {
      selector, [kind === 'ServiceMonitor' ? 'endpoints' : 'podMetricsEndpoints']: [{ port }],
      ...where === undefined ? {} : { namespaceSelector: where },
    },
  });
const matching = { matchLabels: { app: 'web' } };
const other = { matchLabels: { app: 'api' } };
const everywhere = { any: true };
const web = [service('web', [{ port: 80, name: 'http' }]), deployment('web', { ports: [{ containerPort: 80, name: 'metrics' }] })];

test('a monitor that chooses no Service is found', () => {
  expect(said(monitorTargets, chartsOf({ lab: [monitor('ServiceMonitor', 'http', other, everywhere)], chart: web })))
    .toEqual(['ServiceMonitor web chooses no Service by app=api']);
  expect(said(monitorTargets, chartsOf({ lab: [monitor('ServiceMonitor', 'http', matching, everywhere)], chart: web }))).toEqual([]);
});

test('a monitor of pods that chooses none, or reads a port that they do not have, is found', () => {
  expect(said(monitorTargets, chartsOf({ lab: [monitor('PodMonitor', 'metrics', other, everywhere)], chart: web })))
    .toEqual(['PodMonitor web chooses no pod by app=api']);
  const wrongPort = chartsOf({ lab: [monitor('PodMonitor', 'http', matching, { matchNames: ['tools'] })], chart: web });
  expect(said(monitorTargets, wrongPort)).toEqual(['PodMonitor web reads the port "http", which no pod that it chooses has']);
  expect(monitorTargets.check(wrongPort).map(({ fix }) => fix)).toEqual(['use metrics']);
  expect(said(monitorTargets, chartsOf({ lab: [monitor('PodMonitor', 'metrics', matching, { matchNames: ['tools'] })], chart: web })))
    .toEqual([]);
});

test('without a word about namespaces a monitor looks into its own only', () => {
  expect(said(monitorTargets, chartsOf({ lab: [monitor('ServiceMonitor', 'http', matching)], chart: web })))
    .toEqual(['ServiceMonitor web chooses no Service by app=web']);
});

test.each<[string, Record<string, unknown>, number]>([
  ['In', { operator: 'In', values: ['web', 'api'] }, 0],
  ['NotIn', { operator: 'NotIn', values: ['web'] }, 1],
  ['Exists', { operator: 'Exists' }, 0],
  ['DoesNotExist', { operator: 'DoesNotExist' }, 1],
])('a selector with the operator %s is understood', (_, expression, findings) => {
  const lab = [monitor('ServiceMonitor', 'http', { matchExpressions: [{ key: 'app', ...expression }] }, everywhere)];
  expect(said(monitorTargets, chartsOf({ lab, chart: web }))).toHaveLength(findings);
});

test('the kubelets\' Service, which prometheus-operator makes, has the name that its argument says', () => {
  const operator = deployment('operator', { args: ['--kubelet-service=kube-system/nodes'] });
  const kubelet = monitor('ServiceMonitor', 'https-metrics', { matchLabels: { 'k8s-app': 'kubelet' } }, { matchNames: ['kube-system'] });
  expect(said(monitorTargets, chartsOf({ lab: [kubelet], chart: [operator] }))).toEqual([]);
  expect(said(monitorTargets, chartsOf({ lab: [kubelet], chart: [] })))
    .toEqual(['ServiceMonitor web chooses no Service by k8s-app=kubelet']);
});

describe('a monitor that the lab makes for pods of the user', () => {
  const yaml = 'namespaces: [{ name: apps }]';
  const lab = [monitor('PodMonitor', 'metrics', matching, { matchNames: ['apps'] })];

  test('without any is a warning: somebody may bring them that this lab does not know of', () => {
    expect(said(monitorTargets, chartsOf({ lab, yaml }))).toEqual([]);
    expect(said(monitorTargetsKnown, chartsOf({ lab, yaml }))).toEqual(['PodMonitor web chooses no pod by app=web']);
  });

  test('and one of a chart of theirs, whose controller may make what it reads, is a warning with another remedy', () => {
    const { charts: [made] } = chartsOf({ chart: lab });
    const owned = new RenderedLab(parseConfig(yaml), new Map([['root-applications', [made!.release.owner]]]));
    const fixes = (charts: RenderedCharts): string[] => monitorTargetsKnown.check(charts).map(({ fix }) => fix);
    expect(fixes(chartsOf({ lab, yaml }))).toEqual(['bring a workload whose pods have these labels, or name theirs under selector']);
    expect(fixes(new RenderedCharts(owned, [made!]))).toEqual([
      'leave it if the chart has a controller that makes it; else switch off the monitor',
    ]);
    expect(said(monitorTargets, new RenderedCharts(owned, [made!]))).toEqual([]);
  });

  test('is an error where a chart of the platform makes it, and where it looks into a namespace of the platform as well', () => {
    expect(said(monitorTargets, chartsOf({ chart: lab, yaml }))).toHaveLength(1);
    expect(said(monitorTargetsKnown, chartsOf({ chart: lab, yaml }))).toEqual([]);
    const both = [monitor('PodMonitor', 'metrics', matching, { matchNames: ['apps', 'tools'] })];
    expect(said(monitorTargets, chartsOf({ lab: both, yaml }))).toHaveLength(1);
    expect(said(monitorTargetsKnown, chartsOf({ lab: both, yaml }))).toEqual([]);
  });
});
