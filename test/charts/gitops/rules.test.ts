import type { Manifest } from '../../../charts/core/manifest';
import { RenderedLab } from '../../../charts/core/rendered-lab';
import { parseConfig } from '../../../charts/load-config';
import { RULES } from '../../../check/rules';
import { checkLab } from '../../../check/run';
import { findings } from '../../check/findings';
import { object } from '../../check/objects';

describe('dependencies-first', () => {
  const pool = object('metallb.io/v1beta1', 'IPAddressPool', 'pool', 'default', { spec: { addresses: ['192.168.100.1/32'] } });
  const synced = (name: string, folder: string, wave: number): Manifest => object('argoproj.io/v1alpha1', 'Application', name, 'argocd', {
    metadata: { annotations: { 'argocd.argoproj.io/sync-wave': String(wave) } },
    spec: {
      project: 'lab',
      source: { repoURL: 'https://github.com/your-name/homelab.git', path: `dist/${folder}` },
      destination: { namespace: 'default' },
    },
  });
  const say = (providers: ReadonlyMap<string, string | undefined>, wave: number): readonly string[] => {
    const folders = new Map([['root', [synced('pools', 'pools', wave), synced('metallb', 'chart', 3)]], ['pools', [pool]]]);
    const rules = RULES.filter(({ name }) => name === 'dependencies-first');
    return checkLab(new RenderedLab(parseConfig(''), folders, { definitionsBy: providers }), rules).faults;
  };

  test('wants the Application that brings a definition to come first, as the pinned definition and the layers say', () => {
    const providers = new Map([['metallb/metallb', 'metallb']]);
    expect(say(providers, 4)).toEqual([]);
    expect(say(providers, 3)).toEqual([
      expect.stringContaining('is applied in wave 3, but metallb brings the definition of IPAddressPool only in wave 3'),
    ]);
  });

  test('wants somebody to bring it, be it K3s', () => {
    expect(say(new Map(), 4)).toEqual([
      expect.stringContaining('holds an object of kind IPAddressPool of metallb.io, whose definition no Application brings'),
    ]);
    expect(say(new Map([['metallb/metallb', undefined]]), 0)).toEqual([]);
  });
});

describe('projects-allow', () => {
  const gitops = { repoURL: 'https://github.com/your-name/homelab.git', path: 'dist/here' };
  const application = object('argoproj.io/v1alpha1', 'Application', 'here', 'argocd', {
    spec: { project: 'lab', source: gitops, destination: { namespace: 'default' } },
  });
  const project = (whitelists: object): Manifest => object('argoproj.io/v1alpha1', 'AppProject', 'lab', 'argocd', {
    spec: { sourceRepos: [gitops.repoURL], destinations: [{ namespace: 'default' }, { namespace: 'argocd' }], ...whitelists },
  });
  const volume = object('v1', 'PersistentVolume', 'media', undefined, {});
  const say = (manifest: Manifest, whitelists: object): string[] => findings('projects-allow', [manifest, application, project(whitelists)])
    .filter((finding) => finding.includes(manifest.metadata.name));
  const kindsOfRule = [{ group: 'argoproj.io', kind: 'Application' }, { group: 'argoproj.io', kind: 'AppProject' }];

  test('takes a cluster-scoped kind that the project lists as one', () => {
    const listed = { clusterResourceWhitelist: [{ group: '', kind: 'PersistentVolume' }], namespaceResourceWhitelist: kindsOfRule };
    expect(say(volume, listed)).toEqual([]);
  });

  test('refuses a cluster-scoped kind that the project lists as a namespaced one, or not at all', () => {
    const refusal = [expect.stringMatching(/^PersistentVolume media is of a kind that the project lab does not allow/)];
    const asNamespaced = [...kindsOfRule, { group: '', kind: 'PersistentVolume' }];
    expect(say(volume, { clusterResourceWhitelist: [], namespaceResourceWhitelist: asNamespaced })).toEqual(refusal);
    expect(say(volume, {})).toEqual(refusal);
  });

  test('takes a namespaced kind where the project lists none, and only those it lists otherwise', () => {
    const claim = object('v1', 'PersistentVolumeClaim', 'media', 'default', {});
    expect(say(claim, {})).toEqual([]);
    expect(say(claim, { namespaceResourceWhitelist: kindsOfRule })).toHaveLength(1);
  });

  test('takes a kind whose scope nobody knows by either list', () => {
    const thing = object('example.com/v1', 'Thing', 'media', undefined, {});
    const asCluster = [{ group: 'example.com', kind: 'Thing' }];
    expect(say(thing, { clusterResourceWhitelist: asCluster, namespaceResourceWhitelist: kindsOfRule })).toEqual([]);
    expect(say(thing, { clusterResourceWhitelist: [], namespaceResourceWhitelist: kindsOfRule })).toHaveLength(1);
  });
});
