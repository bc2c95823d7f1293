import { chartProject } from '../../../render/judges/chart-project';
import type { Manifest } from '../../../charts/core/manifest';
import { object } from '../../check/objects';
import { labOf } from '../../util';
import { RenderedCharts } from '../../../render/rendered-charts';
import { releasesOf } from '../../../render/release';
import { judgeCharts } from '../../../render/verdict';
import { renderedLab, toManifests } from '../../../synth/render';
import { chartsOf, said } from '../charts';

const project = (clusterKinds: readonly string[], namespaces = ['tools']): Manifest =>
  object('argoproj.io/v1alpha1', 'AppProject', 'platform', 'argocd', {
    spec: {
      destinations: namespaces.map((namespace) => ({ namespace, server: 'https://kubernetes.default.svc' })),
      clusterResourceWhitelist: clusterKinds.map((kind) => ({ group: 'rbac.authorization.k8s.io', kind })),
    },
  });
const role = object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'reader', undefined, { rules: [] });
const elsewhere = object('v1', 'ConfigMap', 'dashboard', 'others');

test('a cluster-wide kind that the project does not list is found', () => {
  expect(said(chartProject, chartsOf({ lab: [project([])], chart: [role] }))).toEqual([
    'ClusterRole reader is of a kind that the project platform does not allow (ClusterRole of rbac.authorization.k8s.io/v1), '
    + 'so Argo CD refuses the chart',
  ]);
  expect(said(chartProject, chartsOf({ lab: [project(['ClusterRole'])], chart: [role] }))).toEqual([]);
});

test('an object in a namespace that the project does not allow is found', () => {
  expect(said(chartProject, chartsOf({ lab: [project([])], chart: [elsewhere] }))).toEqual([
    'ConfigMap dashboard goes to the namespace others, which the project platform does not allow, so Argo CD refuses the chart',
  ]);
  expect(said(chartProject, chartsOf({ lab: [project([], ['tools', 'others'])], chart: [elsewhere] }))).toEqual([]);
});

test('what an application may write to, and what is not known of it, may hold more', () => {
  const made = labOf(`
namespaces: [{ name: tools }, { name: shop }, { name: other }]
applications:
  - { name: blog, namespace: tools, namespaces: [shop], repoURL: "https://example.com/a.git", path: a, targetRevision: main }
`);
  const lab = renderedLab(made, toManifests(made));
  const charts = new RenderedCharts(lab, [], releasesOf(lab).unrendered.filter(({ owner }) => owner.metadata.name === 'blog'));
  expect(['tools', 'shop', 'other'].map((namespace) => charts.mayHoldMore(namespace))).toEqual([true, true, false]);
});

describe('an application of homelab.yaml', () => {
  const rbac = 'rbac.authorization.k8s.io/v1';
  const definition = object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'widgets.example.com', undefined, {
    spec: { group: 'example.com', scope: 'Cluster', names: { kind: 'Widget' } },
  });
  const binding = object(rbac, 'RoleBinding', 'reader', 'kube-system');
  const all = [
    role, definition, object(rbac, 'ClusterRoleBinding', 'reader'), binding, object('example.com/v1', 'Widget', 'default'),
    object('v1', 'ConfigMap', 'own', 'tools'),
  ];
  const lab = (more = ''): string => `
namespaces: [{ name: tools }]
applications:
  - name: tool
    namespace: tools
    repoURL: https://charts.example.com
    chart: tool
    targetRevision: 1.2.3
${more}`;
  const findings = (yaml: string, objects: readonly Manifest[]): string[] => {
    const made = labOf(yaml);
    const rendered = renderedLab(made, toManifests(made));
    const release = releasesOf(rendered).releases.find(({ name }) => name === 'tool')!;
    const charts = [{ release, objects: objects.map((manifest) => ({ manifest, template: 'tool/templates/all.yaml' })) }];
    return judgeCharts(new RenderedCharts(rendered, charts), [chartProject])
      .map((each) => `${each.path.join('.')}: ${each.object} ${each.what}; ${each.fix}`);
  };

  test('is told that no line lets a chart in that K3s would install with every right', () => {
    const chart = object('helm.cattle.io/v1', 'HelmChart', 'other', 'tools');
    expect(findings(lab(), [chart])).toEqual([
      'applications.0: HelmChart tools/other asks K3s to install a chart, which it does with every right, and which tool may not bring, '
      + 'so Argo CD refuses the whole chart (AppProject app-tool); switch off what makes it, '
      + 'and write that chart as an application of its own',
    ]);
  });

  test('is told the lines to paste, and has what it needs with them', () => {
    // WHEN
    const said = findings(lab(), all);
    // THEN
    expect(said).toEqual([
      'applications.0: ClusterRole reader lives outside a namespace (and 3 more), which tool may not bring, so Argo CD refuses the whole '
      + 'chart (AppProject app-tool); if you trust it with that, paste into its entry: '
      + 'clusterKinds: [ClusterRole, CustomResourceDefinition, ClusterRoleBinding, Widget.example.com]',
      'applications.0: RoleBinding kube-system/reader goes to the namespace kube-system, where tool may not write, so Argo CD refuses the '
      + 'whole chart (AppProject app-tool); if you trust it with that, paste into its entry: namespaces: [kube-system]',
    ]);
    // AND what it says is what helps
    const lines = said.map((line) => `    ${/: (\w+: \[.*\])$/.exec(line)![1]}\n`).join('');
    expect(findings(lab(lines), all)).toEqual([]);
  });

  test('keeps what it is allowed already in the line', () => {
    const [first] = findings(lab('    clusterKinds: [CustomResourceDefinition]\n'), [role]);
    expect(first).toMatch(/: clusterKinds: \[CustomResourceDefinition, ClusterRole\]$/);
  });

  test('declares its namespaces, and does not bring them', () => {
    const refused = 'so Argo CD refuses the whole chart (AppProject app-tool)';
    const namespaces = ['more', 'tools'].map((name) => object('v1', 'Namespace', name));
    expect(findings(lab(), [...namespaces, object('v1', 'ConfigMap', 'a', 'more')])).toEqual([
      `applications.0: Namespace more is a namespace, which tool may not bring, ${refused}; switch off what makes it, and add `
      + '"- name: more" under namespaces',
      `applications.0: Namespace tools is a namespace, which tool may not bring, ${refused}; switch off what makes it`,
      `applications.0: ConfigMap more/a goes to the namespace more, where tool may not write, ${refused}; if you trust it with that, paste `
      + 'into its entry: namespaces: [more], and add "- name: more" under namespaces',
    ]);
  });
});
