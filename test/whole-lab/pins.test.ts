import { gte } from 'semver';
import { ARGOCD_DEFINITIONS_VERSION, ARGOCD_VERSION, CHARTS, CRD_FOLDERS } from '../../versions';
import { WHOLE } from '../whole';
import { describeTrees, fixture, leaves, nameOf, type Tree } from './labs';

const EXACT_CHART = /^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;
const EXACT_REVISION = /^(v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?|[0-9a-f]{40})$/;
/** A tag that names one release, or a digest. */
const IMAGE_NAME = /[a-z0-9][a-z0-9.-]*(?::\d+)?(?:\/[a-z0-9._-]+)+/;
const IMAGE_TAG = /:v?\d+(?:\.\d+)*[A-Za-z0-9._-]*(?:@sha256:[0-9a-f]{64})?|@sha256:[0-9a-f]{64}/;
const EXACT_IMAGE = new RegExp(`^${IMAGE_NAME.source}(?:${IMAGE_TAG.source})$`);
const EXACT_TAG = /^v?\d+\.\d+[A-Za-z0-9._-]*(@sha256:[0-9a-f]{64})?$/;

/** Names of the Applications whose version is the user's own choice: their own, and the webhook that proves their domain. */
const usersOwn = ({ lab: { config, waves } }: Tree): Set<string> => new Set([
  ...config.applications.map(({ name }) => name),
  ...[...waves.keys()].map(({ name }) => name).filter((name) => name.startsWith('dns01-')),
]);

/** What versions.ts pins, by where it comes from. */
const PINS = new Map<string, string>([
  ...Object.values(CHARTS).map(({ repository, chart, version }) => [`${repository} ${chart}`, version] as const),
  ...Object.values(CRD_FOLDERS).map(({ repository, path, revision }) => [`${repository} ${path}`, revision] as const),
]);

/** Charts and upstream folders that a lab installs for itself: where each comes from, and in which version. */
function installed(tree: Tree): (readonly [source: string, version: string])[] {
  return tree.manifests.flatMap((manifest) => {
    const spec = manifest['spec'] as Readonly<Record<string, string>> & { readonly source?: Readonly<Record<string, string>> };
    if (manifest.kind === 'HelmChart') { return [[`${spec['repo'] ?? ''} ${spec['chart'] ?? ''}`, spec['version'] ?? ''] as const]; }
    if (manifest.kind !== 'Application' || usersOwn(tree).has(manifest.metadata.name)) { return []; }
    const { repoURL = '', chart, path, targetRevision = '' } = spec.source ?? {};
    return repoURL === tree.lab.config.gitops.repoURL ? [] : [[`${repoURL} ${chart ?? path ?? ''}`, targetRevision] as const];
  });
}

describeTrees((tree) => {
  test('has every chart and every upstream folder in the version that versions.ts pins for it', () => {
    expect(installed(tree()).filter(([source, version]) => PINS.get(source) !== version)).toEqual([]);
  });

  test('pins every chart and every upstream folder to one release', () => {
    const loose = tree().manifests.flatMap((manifest) => {
      if (manifest.kind === 'HelmChart') {
        const { version } = manifest['spec'] as { version?: string };
        return EXACT_CHART.test(version ?? '') ? [] : [`${nameOf(manifest)}: ${version ?? 'no version'}`];
      }
      if (manifest.kind !== 'Application' || usersOwn(tree()).has(manifest.metadata.name)) { return []; }
      const { source, sources } = manifest['spec'] as Record<'source' | 'sources', Record<string, string> | undefined>;
      return [source, sources].flat().flatMap((each) => {
        if (each === undefined || each['repoURL'] === tree().lab.config.gitops.repoURL) { return []; }
        const exact = each['chart'] === undefined ? EXACT_REVISION : EXACT_CHART;
        return exact.test(each['targetRevision'] ?? '') ? [] : [`${nameOf(manifest)}: ${String(each['targetRevision'])}`];
      });
    });
    expect(loose).toEqual([]);
  });

  test('pins every image to one release', () => {
    const loose = tree().manifests.flatMap((manifest) => [...leaves(manifest)].flatMap(({ at, key, value, parent }) => {
      if (usersOwn(tree()).has(manifest.metadata.name)) { return []; }
      const wrong = (key === 'image' && typeof value === 'string' && value !== '' && !EXACT_IMAGE.test(value) && !isPartOfImage(parent))
        || (key === 'tag' && isPartOfImage(parent) && !EXACT_TAG.test(String(value)));
      return wrong ? [`${nameOf(manifest)}${at}: ${String(value)}`] : [];
    }));
    expect(loose).toEqual([]);
  });
}, WHOLE);

test('nothing is pinned that no lab installs', () => {
  const sources = [
    'alerting', 'addons', 'dns-name-server', 'dns-cloudflare', 'login-own-provider', 'addons-stores', 'addons-nfs', 'addons-databases',
  ].flatMap((name) => installed(fixture(name)))
    .map(([source]) => source);
  expect([...PINS.keys()].filter((source) => !sources.includes(source))).toEqual([]);
});

test('Argo CD is never older than the definitions that its chart brings', () => {
  expect(gte(ARGOCD_VERSION, ARGOCD_DEFINITIONS_VERSION)).toBe(true);
});

test.each([
  ['registry.k8s.io/kubectl:v1.36.4', true], ['quay.io/a/b@sha256:' + 'a'.repeat(64), true], ['docker.io/library/busybox:1.36.1', true],
  ['bitnami/kubectl:latest', false], ['registry.k8s.io/kubectl', false], ['a.b/c:', false], ['a.b/c:stable', false],
])('the image %s is pinned: %s', (image, pinned) => {
  expect(EXACT_IMAGE.test(image)).toBe(pinned);
});

/** Charts write an image as a mapping of registry, repository, image and tag. */
function isPartOfImage(parent: unknown): boolean {
  return typeof parent === 'object' && parent !== null && 'tag' in parent
    && ('repository' in parent || 'image' in parent || 'registry' in parent);
}
