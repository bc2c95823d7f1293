import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseConfig } from '../../charts/load-config';
import { formatPath } from '../../config/problem';
import { RULES } from '../../check/rules';
import { checkLab, type Verdict } from '../../check/run';
import { RenderedLab, type ObjectSource } from '../../charts/core/rendered-lab';
import type { Manifest } from '../../charts/core/manifest';
import { renderedLab, toManifests } from '../../synth/render';
import { labOf } from '../util';
import { CASES, object } from './rule-cases';

/** What made objects that a lab's own code asked for. */
const OWN: ObjectSource = { construct: 'homelab/here', origin: { place: { file: path.resolve('homelab.ts'), line: 3, column: 5 } } };

/** What one rule says of some objects in the folder it looks at, and of a seed disk. */
function findings(name: string, manifests: readonly Manifest[], seed?: string, source?: ObjectSource): string[] {
  const rules = RULES.filter((each) => each.name === name);
  // Argo CD is there before anything it syncs.
  const definitionsBy = new Map([['argoproj/argo-cd', undefined]]);
  const host = new Map(seed === undefined ? [] : [['seed/homelab/user-data', seed]]);
  const folders = new Map([[seed === undefined ? 'here' : 'bootstrap', manifests]]);
  const verdict = checkLab(new RenderedLab(parseConfig(''), folders, { host, definitionsBy, sourceOf: () => source }), rules);
  return [...verdict.errors.map(({ what }) => what), ...verdict.mistakes, ...verdict.faults, ...verdict.warnings];
}

function verdictOn(yaml: string): Verdict {
  const lab = labOf(yaml);
  const manifests = toManifests(lab);
  return checkLab(renderedLab(lab, manifests));
}

test('the default lab breaks no rule', () => {
  expect(verdictOn('')).toEqual({ errors: [], mistakes: [], faults: [], warnings: [], allowed: [] });
});

describe.each(RULES.map(({ name }) => name))('%s', (name) => {
  test('objects to a lab that breaks it', () => {
    const { broken, seeds, own, says } = CASES[name]!;
    expect(findings(name, broken, seeds?.broken, own ? OWN : undefined).join('\n')).toContain(says);
  });

  test('is content with the same lab mended', () => {
    const { mended, seeds, own } = CASES[name]!;
    expect(findings(name, mended, seeds?.mended, own ? OWN : undefined)).toEqual([]);
  });

  test('is explained', () => {
    expect(readFileSync(path.join(__dirname, '../../docs/rules.md'), 'utf8')).toContain(`### ${name}\n`);
  });
});

test('no two rules share a name', () => {
  expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length);
});

describe('what a finding names', () => {
  const ambientLabel = RULES.filter(({ name }) => name === 'ambient-label-owned');

  test('the key of homelab.yaml an object was made from', () => {
    const sourceOf = (): ObjectSource => ({ construct: 'homelab/namespaces/my-app', origin: { key: ['namespaces', 0] } });
    const tree = new RenderedLab(parseConfig(''), new Map([['here', [object('v1', 'Namespace', 'my-app')]]]), { sourceOf });
    expect(checkLab(tree, ambientLabel).errors).toMatchObject([{ path: ['namespaces', 0] }]);
  });

  test('the override that undid a value', () => {
    expect(verdictOn('values: { istio-cni: { istioOwnedCNIConfig: false } }').errors).toMatchObject([
      { path: ['values', 'istio-cni', 'istioOwnedCNIConfig'], fix: 'remove the override, or set it to true' },
    ]);
  });

  test('the null that removed a whole branch', () => {
    expect(verdictOn('values: { cilium: { socketLB: null } }').errors).toMatchObject([{ path: ['values', 'cilium', 'socketLB'] }]);
  });

  test('the construct where the code of this program alone made it', () => {
    const sourceOf = (): ObjectSource => ({ construct: 'homelab/namespaces/from-code' });
    const tree = new RenderedLab(parseConfig(''), new Map([['here', [object('v1', 'Namespace', 'from-code')]]]), { sourceOf });
    expect(checkLab(tree, ambientLabel).faults).toEqual([
      expect.stringContaining('Namespace from-code (construct homelab/namespaces/from-code) '),
    ]);
  });

  test("the line of a lab's own code, as seen from its folder, and the construct", () => {
    const place = { file: path.resolve('/lab/homelab.ts'), line: 8, column: 3 };
    const sourceOf = (): ObjectSource => ({ construct: 'homelab/mine/it', origin: { place } });
    const tree = new RenderedLab(parseConfig(''), new Map([['here', [object('v1', 'Namespace', 'it')]]]), {
      sourceOf,
      codeFolder: path.resolve('/lab'),
    });
    expect(checkLab(tree, ambientLabel).mistakes).toEqual([
      expect.stringMatching(/^homelab\.ts:8:3 Namespace it \(construct homelab\/mine\/it\) /),
    ]);
  });
});

test.each([
  ['cilium: { cni: { exclusive: true } }', 'values.cilium.cni.exclusive'],
  ['cilium: { cni: { confPath: /etc/other } }', 'values.cilium.cni.confPath'],
  ['istio-cni: { cni: { cniConfDir: /etc/other } }', 'values.istio-cni.cni.cniConfDir'],
  ['istio-cni: { chained: false }', 'values.istio-cni.chained'],
  ['istio-cni: { cniConfFileName: ZZ-istio-cni.conflist }', 'values.istio-cni.cniConfFileName'],
  ['istio-cni: { cni: { enabled: true, chained: true, cniConfFileName: ZZ-istio-cni.conflist } }', 'values.istio-cni.cni.cniConfFileName'],
  ['istio-cni: { istioOwnedCNIConfigFileName: ZZ-istio-cni.conflist }', 'values.istio-cni.istioOwnedCNIConfigFileName'],
  ['istio-cni: { cni: { istioOwnedCNIConfigFileName: ZZ-istio-cni.conflist } }', 'values.istio-cni.cni.istioOwnedCNIConfigFileName'],
  ['istio-cni: { global: { platform: k3s } }', 'values.istio-cni.global.platform'],
  ['argocd: { configs: { params: { server.insecure: false } } }', 'values.argocd.configs.params."server.insecure"'],
  ['argocd: { configs: null }', 'values.argocd.configs'],
])('the override "%s" is refused at %s', (override, at) => {
  expect(verdictOn(`values: { ${override} }`).errors.map(({ path: where }) => formatPath(where))).toEqual([at]);
});

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

describe('a kind without a pinned schema', () => {
  const things = ['a', 'b'].map((name) => object('example.com/v1', 'Thing', name));

  test("is an error in the platform's layers", () => {
    expect(findings('schema-kept', things)).toEqual(
      ['a', 'b'].map(
        (name) =>
          `Thing ${name} is not of a kind with a pinned schema ` +
          "(example.com/v1 Thing) [schema-kept]; add a custom kind to tools/crds/kinds.ts, one of Kubernetes' own to "
            + 'tools/openapi/kinds.ts',
      ),
    );
    expect(findings('schema-pinned', things)).toEqual([]);
  });

  test('is a warning in layers of a lab, once for each kind', () => {
    expect(findings('schema-kept', things, undefined, OWN)).toEqual([]);
    expect(findings('schema-pinned', things, undefined, OWN)).toEqual([
      'homelab.ts:3:5 Thing a is of a kind whose schema is not pinned (example.com/v1 Thing), so nothing checks the fields of its objects '
      + '[schema-pinned]; ask a cluster that has its definition, with homelab verify --server',
    ]);
  });

  test('has its metadata checked all the same', () => {
    const labelled = object('example.com/v1', 'Thing', 'a', undefined, { metadata: { labels: { wave: 1 } } });
    expect(findings('schema-kept', [labelled], undefined, OWN)).toEqual([
      'homelab.ts:3:5 Thing a (construct homelab/here) would be refused by the API server: metadata.labels.wave must be of type string '
      + '[schema-kept]; change what this object is made from',
    ]);
  });
});

test('an object that breaks its schema is blamed on the patch of it, if there is one', () => {
  const patch = { file: path.resolve('homelab.ts'), line: 9, column: 7 };
  const source: ObjectSource = { construct: 'homelab/namespaces/my-app', origin: { key: ['namespaces', 0] }, patch };
  const labelled = object('v1', 'Namespace', 'my-app', undefined, { metadata: { labels: { owner: 1 } } });
  expect(findings('schema-kept', [labelled], undefined, source)).toEqual([
    'homelab.ts:9:7 Namespace my-app (construct homelab/namespaces/my-app) would be refused by the API server: '
    + 'metadata.labels.owner must be of type string [schema-kept]; correct this patch',
  ]);
});

describe('allowUnsafe', () => {
  test('lets a broken rule pass and says so', () => {
    // GIVEN an override that undoes a safety rule, allowed by name
    const verdict = verdictOn('{ values: { cilium: { cni: { exclusive: true } } }, allowUnsafe: [cilium-safe-for-mesh] }');
    // THEN nothing stops the synth, but the summary will say it
    expect(verdict.errors).toEqual([]);
    expect(verdict.allowed).toEqual([expect.stringMatching(/^values\.cilium\.cni\.exclusive: .*\[cilium-safe-for-mesh\]/)]);
  });

  test('is refused for a name that is no rule, with the nearest one', () => {
    expect(verdictOn('allowUnsafe: [cilium-safe]').errors).toMatchObject([
      { path: ['allowUnsafe', 0], fix: expect.stringContaining('cilium-safe-for-mesh') as string },
    ]);
  });
});
