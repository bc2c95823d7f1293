import { chartSchema } from '../../../render/judges/chart-schema';
import { object } from '../../check/objects';
import { chartsOf, said } from '../charts';

test('a field that the kind does not have is refused', () => {
  const broken = object('v1', 'Service', 'web', 'tools', { spec: { port: 80 } });
  expect(said(chartSchema, chartsOf({ chart: [broken] }))).toEqual([
    'Service web would be refused by the API server: spec.port: is a field this kind does not have',
  ]);
});

test('what a rule of a definition forbids is refused', () => {
  const gateway = (hostname: string): ReturnType<typeof object> => object('gateway.networking.k8s.io/v1', 'Gateway', 'g', 'tools', {
    spec: { gatewayClassName: 'istio', listeners: [{ name: 'a', port: 80, protocol: 'TCP', ...hostname === '' ? {} : { hostname } }] },
  });
  expect(said(chartSchema, chartsOf({ chart: [gateway('a.example.org')] }))).toEqual([
    expect.stringContaining('hostname must not be specified for protocols') as string,
  ]);
  expect(said(chartSchema, chartsOf({ chart: [gateway('')] }))).toEqual([]);
});

test('a key without a value is as good as absent, as the API server takes it', () => {
  const web = object('v1', 'Service', 'web', 'tools', { metadata: { annotations: null }, spec: { selector: null, ports: [{ port: 80 }] } });
  expect(said(chartSchema, chartsOf({ chart: [web] }))).toEqual([]);
});

test('a definition is checked, although its schema refers to itself', () => {
  const definition = object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'w.e.org', undefined, {
    spec: {
      group: 'e.org', scope: 'Cluster', names: { kind: 'W', plural: 'w' },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
    },
  });
  expect(said(chartSchema, chartsOf({ chart: [definition] }))).toEqual([]);
  const unnamed = { ...definition, spec: { group: 'e.org', scope: 'Cluster', versions: [] } };
  expect(said(chartSchema, chartsOf({ chart: [unnamed] }))).toEqual([
    'CustomResourceDefinition w.e.org would be refused by the API server: spec: lacks the field names',
  ]);
});

test('an object of a kind that is not pinned is taken as it is', () => {
  expect(said(chartSchema, chartsOf({ chart: [object('example.org/v1', 'Widget', 'w', 'tools', { spec: { any: 1 } })] }))).toEqual([]);
});
