import { RenderedLab } from '../../../charts/core/rendered-lab';
import { parseConfig } from '../../../charts/load-config';
import { chartObjectsOf, type Renderer } from '../../../tools/charts/objects';
import { probesOf, type Probe } from '../../../tools/charts/probes';
import { release } from '../../render/charts';

interface Values {
  readonly name?: string;
  readonly port?: number;
  readonly web?: boolean;
  readonly broken?: boolean;
  readonly debug?: boolean;
}

/** A chart with a Service and a Deployment, as helm would render it. */
function helmWith(calls: Values[] = []): Renderer {
  return {
    template: ({ values }) => {
      const { name = 'shop', port = 80, web = true, broken = false, debug = false } = JSON.parse(values) as Values;
      calls.push(JSON.parse(values) as Values);
      if (broken) { return Promise.resolve({ ok: false, stdout: '', stderr: 'Error: no' }); }
      const stdout = [
        ...web ? ['---\n# Source: shop/service.yaml\napiVersion: v1\nkind: Service\n'
          + `metadata: { name: ${name}-web, labels: { b: '1', a: ${name}, helm.sh/chart: x } }\n`
          + `spec: { ports: [{ name: http, port: ${port} }] }\n`] : [],
        '---\n# Source: shop/map.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\n',
        `---\n# Source: shop/deployment.yaml\napiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec:\n  replicas: 2\n`
          + `  template:\n    metadata: { labels: { app: shop } }\n    spec: { containers: [{ name: main, args: [${debug}], `
          + 'ports: [{ name: http, containerPort: 80 }], resources: { requests: { cpu: 10m, memory: 1Gi } } }, { name: side }] }\n',
      ].join('');
      return Promise.resolve({ ok: true, stdout, stderr: '' });
    },
  };
}

const PROBES: readonly Probe[] = [
  { path: ['name'], from: 'shop', to: 'zq9' }, { path: ['port'], from: 80, to: 23456 }, { path: ['web'], from: true, to: false },
  { path: ['broken'], from: false, to: true }, { path: ['debug'], from: false, to: true },
];
const subject = {
  release: release('shop', 'tools', { values: 'name: shop\n' }), archive: 'shop.tgz', cluster: { kubernetes: '1.36.4', apiVersions: [] },
};
const empty = new RenderedLab(parseConfig(''), new Map());

test('Services and pods of a chart are recorded, with what a value changes of them', async () => {
  expect(await chartObjectsOf(helmWith(), empty, subject, PROBES)).toEqual({
    chart: 'shop', version: '1.2.3', namespace: 'tools',
    services: [{ name: 'shop-web', labels: { a: 'shop', b: '1' }, ports: [{ name: 'http', port: 80 }] }],
    pods: [{
      kind: 'Deployment', name: 'shop', labels: { app: 'shop' }, ports: ['http'], count: 2, milliCpu: 10, mebibytes: 1024, unset: ['side'],
    }],
    changes: [
      {
        path: ['name'], from: 'shop',
        services: { 'shop-web': { name: '{}-web', labels: { a: '{}', b: '1' } } }, pods: { 'Deployment shop': { name: '{}' } },
      },
      { path: ['port'], from: 80, services: { 'shop-web': { ports: [{ name: 'http', port: '{}' }] } } },
      { path: ['web'], from: true, services: { 'shop-web': null } },
    ],
  });
});

test('values that change nothing are tried at once', async () => {
  const calls: Values[] = [];
  const harmless = Array.from({ length: 16 }, (_, index): Probe => ({ path: [`other${index}`], from: false, to: true }));
  expect((await chartObjectsOf(helmWith(calls), empty, subject, harmless)).changes).toEqual([]);
  expect(calls).toHaveLength(2);
});

test('a chart that does not render with the values of the lab is an error', async () => {
  const broken = { ...subject, release: { ...subject.release, values: 'broken: true' } };
  await expect(chartObjectsOf(helmWith(), empty, broken, [])).rejects.toThrow('shop 1.2.3 does not render: no');
});

test('every boolean is tried, and names and ports by their keys, with the values of the lab over those of the chart', () => {
  const part = { name: 'db', version: '1.0.0', defaults: { enabled: true, port: '5432', host: 'db' }, templates: [], parts: {} };
  const source = {
    name: 'shop', version: '1.0.0', templates: [], parts: { db: part },
    defaults: { service: { port: 80, name: 'web', type: 'ClusterIP' }, replicas: 1, db: { enabled: false }, list: [true] },
  };
  const service = { keys: { nodePort: { types: ['number'] as const } } };
  const known = { keys: { fullnameOverride: {}, service, ports: { types: ['array'] as const } } };
  expect(probesOf(source, known, { service: { port: 3000 } }).map(({ path, from, to }) => [path.join('.'), from, to])).toEqual([
    ['db.enabled', false, true],
    ['db.port', '5432', '23456'],
    ['fullnameOverride', undefined, 'zq9'],
    ['service.name', 'web', 'zq9'],
    ['service.nodePort', undefined, 23456],
    ['service.port', 3000, 23456],
  ]);
});
