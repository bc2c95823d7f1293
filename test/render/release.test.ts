import { parseConfig } from '../../charts/load-config';
import type { Manifest } from '../../charts/core/manifest';
import { RenderedLab } from '../../charts/core/rendered-lab';
import { archiveName, describeRelease, releasesOf, type Releases } from '../../render/release';
import { renderedLab, toManifests } from '../../synth/render';
import { EVERY_ADDON } from '../../tools/charts/every-addon';
import { CHARTS } from '../../versions';
import { object } from '../check/objects';
import { labOf } from '../util';
import { release } from './charts';

const readFrom = (...manifests: readonly Manifest[]): Releases =>
  releasesOf(new RenderedLab(parseConfig(''), new Map([['own', manifests]])));
const application = (source: Record<string, unknown>): Manifest => object('argoproj.io/v1alpha1', 'Application', 'tool', 'argocd', {
  spec: {
    destination: { namespace: 'tools' },
    source: { repoURL: 'https://charts.example.org', chart: 'tool', targetRevision: '1.2.3', ...source },
  },
});
const why = (...manifests: readonly Manifest[]): string[] => readFrom(...manifests).unrendered.map((each) => each.why);

test('every chart of a lab is found, with exactly the pin and the values of its manifest', () => {
  // GIVEN
  const lab = labOf([
    'monitoring: { logs: loki, traces: tempo }', EVERY_ADDON, 'dns: k8s-gateway',
    'login: { issuer: https://sso.example.org, clientID: lab, emails: [me@example.org] }',
    'values: { metallb: { loadBalancerClass: mine } }',
  ].join('\n'));
  const rendered = renderedLab(lab, toManifests(lab));
  // WHEN
  const { releases } = releasesOf(rendered);
  // THEN
  const pins = Object.entries(CHARTS).map(([name, pin]) => [name, { ...pin }]);
  expect(releases.map(({ name, repository, chart, version }) => [name, { repository, chart, version }]).sort())
    // No lab makes its names known in two ways.
    .toEqual(pins.filter(([name]) => name !== 'external-dns').sort());
  expect(JSON.parse(releases.find(({ name }) => name === 'metallb')!.values)).toMatchObject({ loadBalancerClass: 'mine' });
});

test('a chart of K3s goes to its target namespace, with its values as they are written', () => {
  const chart = object('helm.cattle.io/v1', 'HelmChart', 'net', 'kube-system', {
    spec: { repo: 'https://charts.example.org/', chart: 'net', version: '1.0.0', targetNamespace: 'net-system', valuesContent: 'a: 1\n' },
  });
  expect(readFrom(chart).releases).toEqual([{
    name: 'net', owner: chart, repository: 'https://charts.example.org/', chart: 'net', version: '1.0.0', namespace: 'net-system',
    values: 'a: 1\n', crds: true,
  }]);
});

test('an Application\'s release name, values as text and skipCrds are kept', () => {
  const [found] = readFrom(application({ helm: { releaseName: 'mine', values: 'b: 2', skipCrds: true } })).releases;
  expect(found).toMatchObject({ name: 'mine', values: 'b: 2', crds: false, namespace: 'tools' });
});

test('of two forms of values the object counts, as for Argo CD', () => {
  expect(readFrom(application({ helm: { values: 'b: 2', valuesObject: { a: 1 } } })).releases[0]!.values).toBe('{"a":1}');
});

test('what cannot be rendered is said, with the reason', () => {
  expect(why(application({ chart: undefined, path: 'deploy' }))).toEqual(['it is a folder of another repository']);
  expect(why(application({ targetRevision: '^1.0.0' }))).toEqual(['its version is not exact (^1.0.0)']);
  expect(why(application({ helm: { parameters: [] } }))).toEqual(['it sets spec.source.helm.parameters, which render does not know']);
  expect(why(object('argoproj.io/v1alpha1', 'Application', 'tool', 'argocd', { spec: { sources: [] } })))
    .toEqual(['it has several sources']);
  expect(why(object('helm.cattle.io/v1', 'HelmChart', 'net', 'kube-system', { spec: { chartContent: 'AA==' } })))
    .toEqual(['it names no chart of a repository']);
});

test.each([undefined, '', '# none\n'])('a chart of K3s may have no values: %j', (valuesContent) => {
  const chart = object('helm.cattle.io/v1', 'HelmChart', 'net', 'kube-system', {
    spec: { repo: 'https://charts.example.org', chart: 'net', version: '1.0.0', valuesContent },
  });
  expect(readFrom(chart).releases.map(({ namespace, values }) => [namespace, values])).toEqual([['kube-system', valuesContent ?? '']]);
});

test('a folder of the lab itself is nothing to render', () => {
  const { config } = new RenderedLab(parseConfig(''), new Map());
  const own = (path: string, targetRevision = 'main'): Manifest =>
    application({ chart: undefined, repoURL: config.gitops.repoURL, path, targetRevision });
  expect(readFrom(own('dist/own'))).toEqual({ releases: [], unrendered: [] });
  // WHEN nothing is written there, or another revision is synced
  const elsewhere = [why(own('dist/other')), why(own('dist/own', 'next'))];
  expect(elsewhere).toEqual([['it is a folder that this tool does not write'], ['it is a folder that this tool does not write']]);
  // WHEN somebody keeps manifests of their own beside it
  const beside = readFrom(application({ chart: undefined, repoURL: config.gitops.repoURL, path: 'apps/shop' }));
  expect(beside.unrendered.map(({ why: said }) => said)).toEqual(['it is a folder that this tool does not write']);
});

test('an archive is named after the address of its repository', () => {
  expect(archiveName(release('tool'))).toBe('charts.example.org/tool-1.2.3.tgz');
  expect(archiveName(release('tool', 'tools', { repository: 'ghcr.io/someone/charts' }))).toBe('ghcr.io/someone/charts/tool-1.2.3.tgz');
  expect(archiveName(release('tool', 'tools', { repository: 'https://charts.example.org/a/' })))
    .toBe('charts.example.org/a/tool-1.2.3.tgz');
});

test('a release is called by its chart, and by its own name where that is another', () => {
  expect(describeRelease(release('tool'))).toBe('chart tool 1.2.3');
  expect(describeRelease(release('mine', 'tools', { chart: 'tool' }))).toBe('chart tool 1.2.3 (release mine)');
});
