import { ARGOCD_VERSION, CHARTS } from '../../../versions';
import { find, labOf, manifestsOf } from '../../util';

function valuesOf(yaml: string, name: string): unknown {
  const folders = labOf(yaml).layers.flatMap((layer) => manifestsOf(layer));
  return (find(folders, 'Application', name)['spec'] as { source: { helm: { valuesObject: unknown } } }).source.helm.valuesObject;
}

const applications = (yaml = ''): string[] => labOf(yaml).layers.flatMap((layer) => layer.components.map(({ name }) => name));

test('neither logs nor traces are kept by default', () => {
  expect(applications()).not.toEqual(expect.arrayContaining(['loki']));
  expect(applications()).not.toEqual(expect.arrayContaining(['tempo']));
});

test('logs add Loki for one node, and an Alloy that may read logs and no Secrets', () => {
  // GIVEN
  const yaml = 'monitoring: { logs: loki }';
  // THEN
  expect(valuesOf(yaml, 'loki')).toMatchSnapshot();
  expect(valuesOf(yaml, 'alloy')).toMatchSnapshot();
  expect(JSON.stringify(valuesOf(yaml, 'alloy'))).not.toContain('secrets');
  expect(valuesOf(yaml, 'kube-prometheus-stack')).toMatchObject({ grafana: { additionalDataSources: [{ uid: 'loki', url: 'http://loki.monitoring.svc.cluster.local:3100' }] } });
});

test('traces add Tempo, and tell the mesh where it is', () => {
  // GIVEN
  const yaml = 'monitoring: { traces: tempo }';
  // THEN
  expect(valuesOf(yaml, 'tempo')).toMatchSnapshot();
  expect(valuesOf(yaml, 'istiod')).toMatchObject({ meshConfig: { enableTracing: true, extensionProviders: [{ name: 'traces', opentelemetry: { service: 'tempo.monitoring.svc.cluster.local', port: 4317 } }] } });
  // One object for the whole mesh: of two Istio takes only the older.
  const telemetry = manifestsOf(labOf(yaml), 'istio-ambient').filter(({ kind }) => kind === 'Telemetry');
  expect(telemetry.map(({ spec }) => spec)).toEqual([{ accessLogging: [{ providers: [{ name: 'envoy' }] }], tracing: [{ providers: [{ name: 'traces' }], randomSamplingPercentage: 100 }] }]);
});

test('without monitoring there are none, whatever else is asked for', () => {
  expect(applications('monitoring: { enabled: false, logs: loki, traces: tempo }').filter((name) => ['loki', 'alloy', 'tempo'].includes(name))).toEqual([]);
});

test('upstream dashboards are pinned to the release that runs', () => {
  const RAW = 'https://raw.githubusercontent.com';
  expect(valuesOf('monitoring: { dashboards: { istio: true, argocd: true } }', 'kube-prometheus-stack')).toMatchObject({
    grafana: {
      dashboards: {
        istio: { 'ztunnel-dashboard': { url: `${RAW}/istio/istio/${CHARTS.istiod.version}/manifests/addons/dashboards/ztunnel-dashboard.gen.json` } },
        'argo-cd': { 'argocd-dashboard': { url: `${RAW}/argoproj/argo-cd/${ARGOCD_VERSION}/examples/dashboard.json` } },
      },
    },
  });
});
