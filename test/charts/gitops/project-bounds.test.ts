import { allows } from '../../../charts/gitops/project-bounds';
import { object } from '../../check/objects';
import { labOf, manifestsOf } from '../../util';

const LAB = labOf(`
namespaces: [{ name: my-app }]
applications:
  - { name: blog, namespace: my-app, repoURL: "https://example.com/blog.git", path: deploy, targetRevision: main }
`);

/** The project of an own application, and that of upstream charts. */
const PROJECTS = [...manifestsOf(LAB, 'root-applications'), ...manifestsOf(LAB, 'bootstrap')]
  .filter(({ kind, metadata }) => kind === 'AppProject' && /^(app-blog|platform)$/.test(metadata.name));

test.each(PROJECTS.map((project) => [project.metadata.name, project] as const))(
  'the project %s lets nobody have K3s install a chart, which it would do with every right', (_, project) => {
    const may = (apiVersion: string, kind: string): boolean => allows(project, object(apiVersion, kind, 'x', 'my-app'));
    expect([may('helm.cattle.io/v1', 'HelmChart'), may('helm.cattle.io/v1', 'HelmChartConfig'), may('apps/v1', 'Deployment')])
      .toEqual([false, false, true]);
  });

test('both are looked at', () => { expect(PROJECTS.map(({ metadata }) => metadata.name).sort()).toEqual(['app-blog', 'platform']); });
