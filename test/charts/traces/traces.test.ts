import { App } from 'cdk8s';
import { Traces } from '../../../charts/traces/traces';
import { applicationsOf, contributionsOf, dependency, manifestsOf as objectsOf } from '../../../testing';
import { chartPin, find, labOf, manifestsOf } from '../../util';

function valuesOf(yaml: string, name: string): unknown {
  const folders = labOf(yaml).layers.flatMap((layer) => manifestsOf(layer));
  return (find(folders, 'Application', name)['spec'] as { source: { helm: { valuesObject: unknown } } }).source.helm.valuesObject;
}

const applications = (yaml = ''): string[] => labOf(yaml).layers.flatMap((layer) => layer.components.map(({ name }) => name));

test('traces are kept nowhere by default, nor without monitoring', () => {
  const kept = (yaml: string): string[] => applications(yaml).filter((name) => name === 'tempo');
  expect(kept('')).toEqual([]);
  expect(kept('monitoring: { enabled: false, traces: tempo }')).toEqual([]);
  expect(kept('monitoring: { traces: tempo }')).toEqual(['tempo']);
});

test('traces add Tempo, and tell the mesh where it is', () => {
  // GIVEN
  const yaml = 'monitoring: { traces: tempo }';
  // THEN
  expect(valuesOf(yaml, 'tempo')).toMatchSnapshot();
  expect(valuesOf(yaml, 'istiod')).toMatchObject({
    meshConfig: {
      enableTracing: true,
      extensionProviders: [{ name: 'traces', opentelemetry: { service: 'tempo.monitoring.svc.cluster.local', port: 4317 } }],
    },
  });
  // One object for the whole mesh: of two Istio takes only the older.
  const telemetry = manifestsOf(labOf(yaml), 'istio-ambient').filter(({ kind }) => kind === 'Telemetry');
  expect(telemetry.map(({ spec }) => spec)).toEqual([{
    accessLogging: [{ providers: [{ name: 'envoy' }] }], tracing: [{ providers: [{ name: 'traces' }], randomSamplingPercentage: 100 }],
  }]);
});

describe('made alone', () => {
  const layer = new Traces(new App(), 'traces', {
    namespace: 'watch', pin: chartPin('tempo'), values: { tempo: { retention: '9h' } }, dependsOn: [dependency('namespaces')],
  });

  test('it makes no objects, but one Application', () => {
    expect(objectsOf(layer)).toEqual([]);
    expect(applicationsOf(layer)).toEqual([
      { name: 'tempo', namespace: 'watch', source: 'helm', dependsOn: ['namespaces'], root: 'traces' },
    ]);
  });

  test('its chart has the values of the user laid over its own', () => {
    expect(layer.tempo.props.source).toMatchObject({
      pin: chartPin('tempo'), values: { tempo: { retention: '9h', reportingEnabled: false }, persistence: { enabled: true } },
    });
  });

  test('it asks Grafana to show it', () => {
    expect(contributionsOf(layer)).toEqual({ dataSources: ['Tempo'] });
    expect(layer.contributions.dataSources)
      .toEqual([{ name: 'Tempo', uid: 'tempo', type: 'tempo', access: 'proxy', url: 'http://tempo.watch.svc.cluster.local:3200' }]);
  });
});
