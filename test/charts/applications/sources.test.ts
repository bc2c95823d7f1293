import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Manifest } from '../../../charts/core/manifest';
import { at, list } from '../../../charts/core/rendered-lab';
import { parseConfig } from '../../../charts/load-config';
import { find, labOf, manifestsOf } from '../../util';

/* Several sources of one Application, options of Helm and of kustomize: what Argo CD is handed, and what it would refuse. */

function applicationsOf(fixture: string): Manifest[] {
  return manifestsOf(labOf(readFileSync(path.join(__dirname, `../../fixtures/valid/${fixture}.yaml`), 'utf8')), 'root-applications');
}

describe('an Application with several sources', () => {
  const objects = applicationsOf('homes/applications-sources');

  test('has them in their order, and no other', () => {
    const immich = find(objects, 'Application', 'immich');
    expect(at(immich, 'spec', 'source')).toBeUndefined();
    expect(at(immich, 'spec', 'sources')).toEqual([
      {
        repoURL: 'https://immich-app.github.io/immich-charts', chart: 'immich', targetRevision: '0.9.3',
        helm: {
          releaseName: 'immich', valueFiles: ['$values/immich/values.yaml', '$values/immich/home.yaml'],
          valuesObject: { immich: { persistence: { library: { existingClaim: 'library' } } } },
        },
      },
      { repoURL: 'https://github.com/someone/values.git', targetRevision: 'main', ref: 'values' },
    ]);
  });

  test('may read all of their repositories, and nothing else', () => {
    expect(at(find(objects, 'AppProject', 'app-home-assistant'), 'spec', 'sourceRepos'))
      .toEqual(['ghcr.io/bjw-s-labs/helm', 'https://github.com/someone/apps.git']);
  });

  test('has a folder among them that is read as it says, with its name for the others', () => {
    expect(list(find(objects, 'Application', 'home-assistant'), 'spec', 'sources')).toEqual([
      {
        repoURL: 'ghcr.io/bjw-s-labs/helm', chart: 'app-template', targetRevision: '4.3.0',
        helm: {
          releaseName: 'ha', valueFiles: ['$apps/home-assistant/values.yaml'], ignoreMissingValueFiles: true, skipCrds: true,
          parameters: [{ name: 'controllers.main.replicas', value: '1', forceString: true }], valuesObject: {},
        },
      },
      {
        repoURL: 'https://github.com/someone/apps.git', path: 'home-assistant/manifests', targetRevision: 'main', ref: 'apps',
        directory: { recurse: true, include: '*.yaml', exclude: '*-test.yaml' },
      },
    ]);
  });

  test('keeps what its project allows in the name of the first, which Argo CD wants to be unique', () => {
    const names = list(find(applicationsOf('applications-sources-folders'), 'Application', 'wiki'), 'spec', 'sources')
      .map((source) => at(source, 'name'));
    expect(names).toEqual([expect.stringMatching(/^content-[0-9a-f]{16}$/), undefined]);
  });

  test('is compared source by source before the next wave begins; no lab without one has that', () => {
    const health = (yaml: string): string => JSON.stringify(manifestsOf(labOf(yaml), 'bootstrap'));
    const several = 'sources: [{ repoURL: "https://a.frank.dev", chart: a, targetRevision: 1.2.3 }, { repoURL: "https://b.frank.dev", '
      + 'chart: b, targetRevision: 1.2.3 }]';
    expect(health(`applications: [{ name: a, namespace: my-app, ${several} }]`)).toContain('not same(obj.spec.sources, compared.sources)');
    expect(health('')).not.toContain('obj.spec.sources');
  });
});

test('a chart has options beside its values, and a chart in git those of its folder', () => {
  const objects = applicationsOf('homes/applications-helm-options');
  expect(at(find(objects, 'Application', 'registry'), 'spec', 'source', 'helm')).toEqual({
    releaseName: 'zot', skipCrds: true, ignoreMissingValueFiles: true, valueFiles: ['values.yaml', 'values/small.yaml'],
    parameters: [{ name: 'service.port', value: '5000' }, { name: 'podAnnotations.checksum', value: '12345', forceString: true }],
    valuesObject: { replicaCount: 1 },
  });
  expect(at(find(objects, 'Application', 'broker'), 'spec', 'source', 'helm')).toEqual({
    releaseName: 'mqtt', skipCrds: true, ignoreMissingValueFiles: true,
    valueFiles: ['../../environments/home.yaml', 'https://someone.github.io/shared/values.yaml'],
    parameters: [{ name: 'image.tag', value: '2.0.22', forceString: true }], valuesObject: {},
  });
});

test('kustomize is handed all that Argo CD hands it, and what is off is left out', () => {
  const objects = applicationsOf('homes/applications-kustomize');
  expect(at(find(objects, 'Application', 'chat'), 'spec', 'source', 'kustomize')).toEqual({
    components: ['../../components/monitoring', '../../components/backup'],
    replicas: [{ name: 'synapse', count: 1 }, { name: 'worker', count: 3 }],
    commonLabels: { 'app.kubernetes.io/instance': 'chat', 'tier': '' }, labelWithoutSelector: true, labelIncludeTemplates: true,
    commonAnnotations: { 'example.com/contact': 'frank@frank.dev' },
  });
  expect(at(find(objects, 'Application', 'chat-test'), 'spec', 'source', 'kustomize')).toEqual({
    components: ['../../components/fake-mail'], ignoreMissingComponents: true, replicas: [{ name: 'worker', count: 0 }],
    commonLabels: { stage: 'test' }, forceCommonLabels: true,
    commonAnnotations: { 'example.com/until': '2027' }, forceCommonAnnotations: true,
  });
});

const GIT = 'repoURL: "https://github.com/frank/apps.git", targetRevision: main';
const CHART = 'repoURL: "https://charts.frank.dev", chart: a, targetRevision: 1.2.3';

test.each<[string, string, string]>([
  ['one source in a list', `sources: [{ ${CHART} }]`, 'is empty; give at least 2 items'],
  ['sources beside a source', `${CHART}, sources: [{ ${CHART} }, { ${CHART} }]`, 'cannot stand beside a source of its own'],
  ['a key of one source beside a list', `sources: [{ ${CHART} }, { ${CHART} }], recurse: true`,
    'cannot stand beside sources: each source'],
  ['a ref on a chart', `sources: [{ ${CHART}, ref: a }, { ${GIT}, path: a }]`, 'names a source of git for others, and this is a chart'],
  ['one ref twice', `sources: [{ ${GIT}, path: a, ref: v }, { ${GIT}, path: b, ref: v }]`, 'is the ref of an earlier source too (v)'],
  ['a ref that no file names', `sources: [{ ${CHART} }, { ${GIT}, ref: v }]`, 'is named by no valueFiles'],
    ['a file of a source that there is not',
    `sources: [{ ${CHART}, helm: { valueFiles: [$value/a.yaml] } }, { ${GIT}, path: a, ref: values }]`,
    'names a source that there is not (value); did you mean $values/?'],
  ['a file of another source without one', `${CHART}, helm: { valueFiles: [$values/a.yaml] }`,
    'is a file of another source, and this application has one'],
  ['a way out of the other source', `sources: [{ ${CHART}, helm: { valueFiles: [$v/../a.yaml] } }, { ${GIT}, ref: v }]`,
    'names no file of another source'],
  ['a source that brings nothing', `sources: [{ ${CHART} }, { ${GIT} }]`, 'needs either a path or a chart, or a ref'],
  ['two tools for one folder among several', `sources: [{ ${CHART} }, { ${GIT}, path: a, recurse: true, helm: {} }]`,
    'sources[1].helm: cannot stand beside recurse'],
  ['values of a chart below helm', `${CHART}, helm: { values: { a: 1 } }`, 'helm.values is for a chart in a folder of git'],
  ['values over http', `${CHART}, helm: { valueFiles: ["http://a.frank.dev/v.yaml"] }`,
    'has a scheme that Argo CD does not read values from'],
  ['a release with capitals', `${CHART}, helm: { releaseName: MyApp }`, 'is not the name of a release'],
  ['a component outside the repository', `${GIT}, path: a/b, kustomize: { components: [../../../c] }`, 'leads out of the repository'],
  ['a label that Kubernetes does not take', `${GIT}, path: a, kustomize: { commonLabels: { a: "b c" } }`, 'is not the value of a label'],
  ['a key that Kubernetes does not take', `${GIT}, path: a, kustomize: { commonAnnotations: { "a/b/c": d } }`,
    '"a/b/c": is not a key that Kubernetes takes;'],
  ['fewer than no pods', `${GIT}, path: a, kustomize: { replicas: [{ name: a, count: -1 }] }`, 'is too small (-1)'],
  ['a registry without a scheme', 'repoURL: ghcr.io/frank/charts, chart: a, targetRevision: 1.2.3', 'write oci://ghcr.io/frank/charts'],
  ['a registry over https', 'repoURL: "https://ghcr.io/frank/charts", chart: a, targetRevision: 1.2.3', 'write oci://ghcr.io/frank/charts'],
  ['a whole chart as the registry', 'repoURL: "oci://ghcr.io/frank/charts/a", targetRevision: 1.2.3',
    'repoURL: oci://ghcr.io/frank/charts, chart: a'],
  ['a whole address as the chart', 'repoURL: "oci://ghcr.io/frank", chart: "oci://ghcr.io/frank/charts/a", targetRevision: 1.2.3',
    'write repoURL: oci://ghcr.io/frank/charts and chart: a'],
])('%s is refused', (_, keys, says) => {
  expect(() => parseConfig(`applications: [{ name: a, namespace: my-app, ${keys} }]`)).toThrow(says);
});
