import { serviceSelectsPods, serviceSelectsPodsKnown } from '../../../render/judges/service-selects-pods';
import { RenderedLab } from '../../../charts/core/rendered-lab';
import type { Manifest } from '../../../charts/core/manifest';
import { parseConfig } from '../../../charts/load-config';
import { RenderedCharts } from '../../../render/rendered-charts';
import { object } from '../../check/objects';
import { chartsOf, deployment, said, service } from '../charts';

const ports = [{ containerPort: 8080, name: 'http' }];

test('a Service that chooses no pod is found', () => {
  expect(said(serviceSelectsPods, chartsOf({ chart: [service('web', [{ port: 80 }]), deployment('api')] }))).toEqual([
    'Service web chooses pods by app=web, and no workload in tools has such',
  ]);
  expect(said(serviceSelectsPods, chartsOf({ chart: [service('web', [{ port: 80 }]), deployment('web')] }))).toEqual([]);
});

test('pods of another namespace do not count', () => {
  const chart = [service('web', [{ port: 80 }]), deployment('web', {}, {}, 'others')];
  expect(said(serviceSelectsPods, chartsOf({ chart }))).toHaveLength(1);
});

test('a port that the pods do not name is found', () => {
  const web = deployment('web', { ports });
  expect(said(serviceSelectsPods, chartsOf({ chart: [web, service('web', [{ port: 80, targetPort: 'https' }])] }))).toEqual([
    'Service web sends to the port "https", which Deployment tools/web does not have',
  ]);
  expect(said(serviceSelectsPods, chartsOf({ chart: [web, service('web', [{ port: 80, targetPort: 'http' }])] }))).toEqual([]);
});

test('what prometheus-operator, istiod and K3s make has pods', () => {
  const chart = [
    object('monitoring.coreos.com/v1', 'Prometheus', 'main', 'tools', { spec: {} }),
    object('v1', 'Service', 'prometheus', 'tools', {
      spec: { selector: { 'operator.prometheus.io/name': 'main' }, ports: [{ port: 9090, targetPort: 'web' }] },
    }),
    object('v1', 'Service', 'dns-metrics', 'kube-system', {
      spec: { selector: { 'k8s-app': 'kube-dns' }, ports: [{ port: 9153, targetPort: 'metrics' }] },
    }),
  ];
  expect(said(serviceSelectsPods, chartsOf({ chart }))).toEqual([]);
});

test('a Service without a selector, and an alias, lead elsewhere', () => {
  const chart = [
    object('v1', 'Service', 'endpoints', 'tools', { spec: { ports: [{ port: 80 }] } }),
    object('v1', 'Service', 'alias', 'tools', { spec: { type: 'ExternalName', externalName: 'example.org', selector: { app: 'x' } } }),
  ];
  expect(said(serviceSelectsPods, chartsOf({ chart }))).toEqual([]);
});

describe('a Service that the lab makes in a namespace of the user', () => {
  const broker = { ...service('broker-lan', [{ port: 1883 }], 'broker', 'apps') };
  const parts = { lab: [broker], yaml: 'namespaces: [{ name: apps }]' };

  test('without pods is a warning: somebody may bring them that this lab does not know of', () => {
    expect(said(serviceSelectsPods, chartsOf(parts))).toEqual([]);
    expect(said(serviceSelectsPodsKnown, chartsOf(parts))).toEqual([
      'Service broker-lan chooses pods by app=broker, and no workload in apps that this lab or its charts bring has such',
    ]);
  });

  test('has what a chart brings', () => {
    expect(said(serviceSelectsPodsKnown, chartsOf({ ...parts, chart: [deployment('broker', {}, {}, 'apps')] }))).toEqual([]);
  });

  test('is not spoken of where something unknown writes to its namespace', () => {
    const owner = object('argoproj.io/v1alpha1', 'Application', 'apps', 'argocd');
    expect(said(serviceSelectsPodsKnown, chartsOf({ ...parts, unrendered: [{ owner, namespace: 'apps', why: 'it is a folder' }] })))
      .toEqual([]);
  });

  test('is an error where a chart makes it, or where the namespace is not the user\'s', () => {
    expect(said(serviceSelectsPods, chartsOf({ chart: [broker], yaml: parts.yaml }))).toHaveLength(1);
    expect(said(serviceSelectsPodsKnown, chartsOf({ chart: [broker], yaml: parts.yaml }))).toEqual([]);
    expect(said(serviceSelectsPods, chartsOf({ lab: [broker] }))).toHaveLength(1);
    expect(said(serviceSelectsPodsKnown, chartsOf({ lab: [broker] }))).toEqual([]);
  });
});

describe('a Service of a chart of the user', () => {
  const owned = (chart: readonly Manifest[]): RenderedCharts => {
    const { charts: [made] } = chartsOf({ chart });
    const lab = new RenderedLab(parseConfig('namespaces: [{ name: tools }]'), new Map([['root-applications', [made!.release.owner]]]));
    return new RenderedCharts(lab, [made!]);
  };

  test('without pods is a warning: a controller of the chart may make them, or label them', () => {
    const charts = owned([service('web', [{ port: 80 }])]);
    expect(said(serviceSelectsPods, charts)).toEqual([]);
    expect(serviceSelectsPodsKnown.check(charts).map(({ what, fix }) => `${what}; ${fix}`)).toEqual([
      'chooses pods by app=web, and no workload in tools that this lab or its charts bring has such; '
        + 'leave it if the chart has a controller that makes or labels such pods; else switch off the Service',
    ]);
  });

  test('with pods that do not have its port is an error', () => {
    const charts = owned([deployment('web', { ports }), service('web', [{ port: 80, targetPort: 'https' }])]);
    expect(said(serviceSelectsPods, charts)).toHaveLength(1);
    expect(said(serviceSelectsPodsKnown, charts)).toEqual([]);
  });
});
