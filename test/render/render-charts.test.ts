import type { Helm } from '../../render/helm';
import { clusterOf, renderCharts, type RenderedChart } from '../../render/render-charts';
import { archiveName, type Release } from '../../render/release';
import { renderedLab, toManifests } from '../../synth/render';
import { object } from '../check/objects';
import { labOf } from '../util';
import { release } from './charts';

/** Charts whose templates print these texts. */
async function render(
  texts: readonly (string | Error)[], releases: readonly Release[] = texts.map((_, index) => release(`tool-${index}`)),
): Promise<{ readonly charts: readonly RenderedChart[]; readonly asked: string[] }> {
  const asked: string[] = [];
  const helm: Pick<Helm, 'template'> = {
    template: ({ name }, archive, { kubernetes, apiVersions }) => {
      asked.push([name, archive, kubernetes, ...apiVersions].join(' '));
      const text = texts[releases.findIndex((each) => each.name === name)] ?? '';
      const failed = text instanceof Error;
      return Promise.resolve({ ok: !failed, stdout: failed ? '' : text, stderr: failed ? text.message : '' });
    },
  };
  const archives = new Map(releases.map((each) => [archiveName(each), { file: `${each.name}.tgz`, sha256: '' }]));
  const charts = await renderCharts(helm as Helm, releases, archives, { kubernetes: '1.36.4', apiVersions: ['a.org/v1'] });
  return { charts, asked };
}

test('an object without a namespace goes to that of its release, unless its kind has none', async () => {
  const definition = 'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: { name: d }\n'
    + 'spec: { group: e.org, scope: Cluster, names: { kind: Wide } }';
  const { charts: [first, second] } = await render([
    [
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: here }',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: there, namespace: others }',
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: role, namespace: tools }',
      'apiVersion: e.org/v1\nkind: Wide\nmetadata: { name: wide }',
    ].join('\n---\n'), definition,
  ]);
  expect(first!.objects.map(({ manifest: { metadata } }) => [metadata.name, metadata.namespace])).toEqual([
    ['here', 'tools'], ['there', 'others'], ['role', undefined], ['wide', undefined],
  ]);
  expect(second!.objects).toHaveLength(1);
});

test('a chart that helm refuses is said so on one line, and the others are rendered', async () => {
  const { charts } = await render([
    new Error('Error: execution error at (tool/templates/a.yaml:7:4): name a bucket\n\nUse --debug flag to render out invalid YAML\n'),
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }',
  ]);
  expect(charts.map(({ refusal, objects }) => [refusal, objects.length])).toEqual([
    ['execution error at (tool/templates/a.yaml:7:4): name a bucket', 0], [undefined, 1],
  ]);
});

test('output that is no YAML is a refusal too', async () => {
  const { charts } = await render(['kind: [A']);
  expect(charts[0]!.refusal).toContain('flow');
});

test('a chart that K3s installs is rendered for a cluster that has no definitions yet', async () => {
  const early = release('net', 'tools', { owner: object('helm.cattle.io/v1', 'HelmChart', 'net', 'kube-system') });
  expect((await render(['', ''], [early, release('tool')])).asked.sort()).toEqual(['net net.tgz 1.36.4', 'tool tool.tgz 1.36.4 a.org/v1']);
});

describe('what charts may ask about the cluster', () => {
  const clusterFor = (yaml: string): ReturnType<typeof clusterOf> => {
    const lab = labOf(yaml);
    return clusterOf(renderedLab(lab, toManifests(lab)), 'v1.36.4+k3s1');
  };

  test('is the version of Kubernetes without K3s\' suffix', () => {
    expect(clusterFor('').kubernetes).toBe('1.36.4');
  });

  test('is what parts of the lab bring, and nothing that nobody brings', () => {
    const on = clusterFor('').apiVersions;
    const off = clusterFor('monitoring: { enabled: false }').apiVersions;
    expect(on).toEqual(expect.arrayContaining([
      'gateway.networking.k8s.io/v1/Gateway', 'monitoring.coreos.com/v1', 'monitoring.coreos.com/v1/PodMonitor',
    ]));
    expect(off).toContain('gateway.networking.k8s.io/v1/Gateway');
    expect(off.filter((each) => each.startsWith('monitoring.coreos.com'))).toEqual([]);
  });
});
