import { compareTrees } from '../../diff/compare';
import { clusterObject, object, ownApplication, tree, type Sketch } from './sketch';

const PRUNE_FALSE = { annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' } };
const root = object('argoproj.io/v1alpha1', 'Application', 'root', {
  metadata: PRUNE_FALSE, spec: { source: { path: 'dist/root' }, syncPolicy: { automated: { prune: true } } },
});

type Placed = readonly [folder: string, Sketch];

/** What is said of each object that goes. */
function removals(before: readonly Placed[], after: readonly Placed[]): Record<string, string[]> {
  const always: Placed[] = [['bootstrap', root], ['root', ownApplication('bootstrap')]];
  const diffs = compareTrees(tree(...always, ...before), tree(...always, ...after));
  return Object.fromEntries(diffs.flatMap(({ objects }) => objects).filter(({ kind }) => kind === 'removed')
    .map(({ name, hazards }) => [name, hazards.map(({ level, text }) => `${level}: ${text}`)]));
}

describe('an object whose Application stays is deleted', () => {
  const owner: Placed = ['root', ownApplication('things')];
  const gone = (manifest: Sketch, ...rest: readonly Placed[]): string[] =>
    Object.values(removals([owner, ['things', manifest]], [owner, ...rest]))[0] ?? [];

  test.each<[string, Sketch, string[]]>([
    ['a namespace', clusterObject('v1', 'Namespace', 'a'), ['danger: everything in the namespace is deleted with it, volumes included']],
    ['a definition', clusterObject('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'a'),
      ['danger: every object of this kind is deleted with its definition']],
    ['a gateway', object('gateway.networking.k8s.io/v1', 'Gateway', 'a'),
      ['danger: every address and host name behind it stops answering']],
    ['a route', object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'a', { spec: { hostnames: ['a.example.com'] } }),
      ['caution: a.example.com stops answering']],
    ['a route for gRPC', object('gateway.networking.k8s.io/v1', 'GRPCRoute', 'a', { spec: { hostnames: ['b.example.com'] } }),
      ['caution: b.example.com stops answering']],
    ['a route without names', object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'a'), ['caution: its path stops answering']],
    ['a pool', object('metallb.io/v1beta1', 'IPAddressPool', 'a'), ['danger: Services with an address of this pool lose it']],
    ['what is asked of a certificate', object('gateway.networking.k8s.io/v1', 'BackendTLSPolicy', 'a'),
      ['caution: the gateway speaks plain text to what it is for']],
    ['a claim', object('v1', 'PersistentVolumeClaim', 'a'), ['danger: its data may be deleted with it']],
    ['a ConfigMap', object('v1', 'ConfigMap', 'a'), []],
    ['what CoreDNS reads beside its own', object('v1', 'ConfigMap', 'coredns-custom', { metadata: { namespace: 'kube-system' } }),
      ['caution: pods ask others for what it tells them; keys that somebody else has added to it are deleted with it']],
    ['another of that name', object('v1', 'ConfigMap', 'coredns-custom'), []],
  ])('%s', (_, manifest, said) => {
    expect(gone(manifest)).toEqual(said);
  });

  describe('alerts', () => {
    const rules = (name: string, ...of: readonly Sketch[]): Sketch =>
      object('monitoring.coreos.com/v1', 'PrometheusRule', name, { spec: { groups: [{ name: 'g', rules: of }] } });
    const [a, b, record] = [{ alert: 'A' }, { alert: 'B' }, { record: 'job:up:sum' }];

    test('that no rule has any more tell nobody', () => {
      expect(gone(rules('old', a, b, record))).toEqual(['caution: nobody is told any more of what its alerts watch']);
      expect(gone(rules('old', a, b), ['things', rules('new', b)])).toEqual(['caution: nobody is told any more of what A watches']);
    });

    test('that another object has, and recorded series, are no loss', () => {
      expect(gone(rules('old', a, b), ['things', rules('new', b, a)])).toEqual([]);
      expect(gone(rules('old', record))).toEqual([]);
    });
  });

  test('a route that moves to another namespace goes on answering', () => {
    const route = (namespace: string): Sketch =>
      object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'shop', { metadata: { namespace }, spec: { hostnames: ['shop.example.com'] } });
    expect(gone(route('old'), ['things', route('new')])).toEqual(['caution: HTTPRoute new/shop answers shop.example.com from now on']);
  });

  test('a route of a Service of the mesh has no host name that could stop answering', () => {
    const spec = { parentRefs: [{ group: '', kind: 'Service', name: 'shop', port: 80 }] };
    expect(gone(object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'shop.mesh', { spec })))
      .toEqual(['caution: requests to shop are no longer shared out inside the mesh']);
  });

  test('an object that a chart does not make any more, by Argo CD or by Helm', () => {
    const claim = (): Sketch => object('v1', 'PersistentVolumeClaim', 'a');
    const charted: Placed = ['root', object('argoproj.io/v1alpha1', 'Application', 'mine', {
      spec: { source: { chart: 'tool', helm: { releaseName: 'tool' } }, syncPolicy: { automated: { prune: true } } },
    })];
    const early: Placed = ['bootstrap', object('helm.cattle.io/v1', 'HelmChart', 'net')];
    const lost = ['danger: its data may be deleted with it'];
    expect(removals([charted, ['chart tool', claim()]], [charted])).toEqual({ 'PersistentVolumeClaim somewhere/a': lost });
    expect(removals([early, ['chart net', claim()]], [early])).toEqual({ 'PersistentVolumeClaim somewhere/a': lost });
  });

  test('unless it says Prune=false', () => {
    const namespace = clusterObject('v1', 'Namespace', 'a', { metadata: PRUNE_FALSE });
    const project = object('argoproj.io/v1alpha1', 'AppProject', 'a', { metadata: PRUNE_FALSE });
    expect(gone(namespace))
      .toEqual(['danger: Argo CD leaves it in the cluster (Prune=false); things is OutOfSync until it is deleted by hand, '
      + 'which deletes everything in it, volumes included']);
    expect(gone(project))
      .toEqual(['caution: Argo CD leaves it in the cluster (Prune=false); things is OutOfSync until it is deleted by hand']);
  });

  test('unless it says so, and is no difference from git then', () => {
    const annotations = { ...PRUNE_FALSE.annotations, 'argocd.argoproj.io/compare-options': 'IgnoreExtraneous' };
    expect(gone(clusterObject('v1', 'Namespace', 'a', { metadata: { annotations } })))
      .toEqual(['danger: Argo CD leaves it in the cluster (Prune=false); delete it by hand, '
      + 'which deletes everything in it, volumes included']);
  });

  test('unless its Application never deletes', () => {
    const keeping: Placed = ['root', ownApplication('things', { syncPolicy: { automated: { prune: false } } })];
    expect(removals([keeping, ['things', object('v1', 'ConfigMap', 'a')]], [keeping])).toEqual({
      'ConfigMap somewhere/a': ['caution: Argo CD leaves it in the cluster (things does not prune); '
        + 'things is OutOfSync until it is deleted by hand'],
    });
  });
});

test('an object whose Application goes at the same time stays, and is nobody\'s', () => {
  // GIVEN a layer that is switched off
  const issuer = clusterObject('cert-manager.io/v1', 'ClusterIssuer', 'letsencrypt', { spec: { acme: {} } });
  const layer: Placed[] = [['root', ownApplication('layer')], ['layer', object('v1', 'ConfigMap', 'a')], ['layer', issuer]];
  // THEN
  expect(removals(layer, [])).toEqual({
    'Application somewhere/layer': [
      'danger: what it has installed stays in the cluster and runs on, and no Application owns it any more; delete it by hand',
    ],
    'ConfigMap somewhere/a': ['caution: stays in the cluster, because layer, which would delete it, is removed at the same time; '
      + 'delete it by hand'],
    'ClusterIssuer letsencrypt': ['caution: stays in the cluster, because layer, which would delete it, is removed at the same time, '
      + 'and continues to use its ACME server; delete it by hand'],
  });
});

test('an object goes with its Application where that has Argo CD\'s finalizer', () => {
  const application = ownApplication('layer');
  const finalizers = ['resources-finalizer.argocd.argoproj.io'];
  const layer: Placed[] = [['root', { ...application, metadata: { ...application['metadata'] as Sketch, finalizers } }],
    ['layer', object('v1', 'ConfigMap', 'a')]];
  expect(removals(layer, [])).toEqual({
    'Application somewhere/layer': [],
    'ConfigMap somewhere/a': [],
  });
});

describe('what an Application with Argo CD\'s finalizer has', () => {
  const finalizers = ['resources-finalizer.argocd.argoproj.io'];
  const application = ownApplication('layer');
  const cascading: Placed = ['root', { ...application, metadata: { ...application['metadata'] as Sketch, finalizers } }];
  const closing = object('networking.k8s.io/v1', 'NetworkPolicy', 'a', { spec: { podSelector: {}, policyTypes: ['Egress'] } });

  test('stays where it says Delete=false, and a claim keeps its data', () => {
    expect(removals([cascading, ['layer', object('v1', 'PersistentVolumeClaim', 'a', { metadata: PRUNE_FALSE })]], []))
      .toMatchObject({
        'PersistentVolumeClaim somewhere/a': [
          'caution: Argo CD leaves it in the cluster (Delete=false), with its data, until somebody deletes it by hand',
        ],
      });
    expect(removals([cascading, ['layer', object('v1', 'ConfigMap', 'a', { metadata: PRUNE_FALSE })]], [])).toMatchObject({
      'ConfigMap somewhere/a': ['caution: Argo CD leaves it in the cluster (Delete=false), until somebody deletes it by hand'],
    });
    expect(removals([cascading, ['layer', object('v1', 'PersistentVolumeClaim', 'a')]], [])).toMatchObject({
      'PersistentVolumeClaim somewhere/a': ['danger: its data may be deleted with it'],
    });
  });

  test('opens nothing where a policy goes together with its pods', () => {
    const opened = ['danger: pods of somewhere may call everything from now on: other namespaces, the LAN, the internet'];
    expect(removals([cascading, ['layer', closing], ['layer', object('apps/v1', 'Deployment', 'a')]], []))
      .toMatchObject({ 'NetworkPolicy somewhere/a': [] });
    expect(removals([cascading, ['layer', closing]], [])).toMatchObject({ 'NetworkPolicy somewhere/a': opened });
    expect(removals([cascading, ['layer', closing], ['layer', object('apps/v1', 'Deployment', 'a')]], [cascading]))
      .toMatchObject({ 'NetworkPolicy somewhere/a': opened });
  });
});

describe('a chart whose Application has the finalizer goes with it', () => {
  const metadata = { finalizers: ['resources-finalizer.argocd.argoproj.io/background'] };
  const chart = (project: string): Sketch =>
    object('argoproj.io/v1alpha1', 'Application', 'tool', { metadata, spec: { project, source: { chart: 'tool' } } });
  const gone = (project: string): string[] | undefined => {
    const root: Placed = ['root', ownApplication('tools')];
    return removals([root, ['tools', chart(project)]], [root])['Application somewhere/tool'];
  };

  test('with its volumes, as far as they are the chart\'s own', () => {
    expect(gone('app-tool')).toEqual(['danger: everything it has installed is deleted with it, volumes too; '
      + 'only claims that a StatefulSet has made stay, with their data']);
  });

  test('without them where it is the platform\'s', () => {
    expect(gone('platform')).toEqual(['danger: all that its chart has made is deleted with it; '
      + 'the claims of its volumes stay, with their data, until they are deleted by hand']);
  });
});

test('definitions from upstream lose their owner', () => {
  expect(removals([['root', ownApplication('gateway-api-crds')]], [])).toEqual({
    'Application somewhere/gateway-api-crds': ['danger: its definitions stay, and no Application owns them any more; '
      + 'if you delete them by hand, every object of their kinds is deleted'],
  });
});

describe('the last Application of a root Application stays if the root Application is removed too', () => {
  const project = (...sourceRepos: string[]): Sketch =>
    object('argoproj.io/v1alpha1', 'AppProject', 'applications', { metadata: PRUNE_FALSE, spec: { sourceRepos } });
  const podinfo = object('argoproj.io/v1alpha1', 'Application', 'podinfo',
    { spec: { project: 'applications', source: { repoURL: 'https://a.example' } } });
  const before: Placed[] = [['root', ownApplication('root-applications')], ['root-applications', podinfo]];
  const stays = (what: string): string =>
    'danger: stays in the cluster, because root-applications, which would delete it, is removed at the same time, '
    + `and ${what}; delete it by hand; what it has installed stays even then`;

  test('and continues to sync with a project that is kept', () => {
    expect(removals([...before, ['bootstrap', project('https://a.example')]], [])['Application somewhere/podinfo'])
      .toEqual([stays('continues to sync')]);
  });

  test('and cannot sync where its project allows its repository no more', () => {
    const said = removals([...before, ['bootstrap', project('https://a.example')]], [['bootstrap', project('https://b.example')]]);
    expect(said['Application somewhere/podinfo'])
      .toEqual([stays('can no longer sync, because its project does not allow its repository any more')]);
  });
});

describe('an object that moves to the folder of another Application', () => {
  const owners: Placed[] = [['root', ownApplication('old')], ['root', ownApplication('new')]];
  const finalizers = ['resources-finalizer.argocd.argoproj.io/background'];
  const cascading = object('argoproj.io/v1alpha1', 'Application', 'a', { metadata: { finalizers } });
  const move = 'moves from old to new: it is deleted, and made anew';

  test.each<[string, Sketch, string[]]>([
    ['a namespace', clusterObject('v1', 'Namespace', 'a'),
      [`danger: ${move}; everything in the namespace is deleted with it, volumes included`]],
    ['a ConfigMap', object('v1', 'ConfigMap', 'a'), [`caution: ${move}`]],
    ['a route, which answers again afterwards', object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'a'), [`caution: ${move}`]],
    ['an Application that takes its objects along', cascading, [`danger: ${move}; everything it has installed is deleted with it`]],
    ['an Application that leaves its objects alone', object('argoproj.io/v1alpha1', 'Application', 'a'), []],
    ['what says Prune=false', clusterObject('v1', 'Namespace', 'a', { metadata: PRUNE_FALSE }), []],
  ])('%s', (_, manifest, said) => {
    const diffs = compareTrees(tree(...owners, ['old', manifest]), tree(...owners, ['new', manifest]));
    const hazards = diffs.flatMap(({ objects }) => objects).flatMap((each) => each.hazards);
    expect(hazards.map(({ level, text }) => `${level}: ${text}`)).toEqual(said);
  });

  test('is left alone if its Application does not prune, or goes without its objects', () => {
    const manifest = clusterObject('v1', 'Namespace', 'a');
    const keeps: Placed = ['root', ownApplication('old', { syncPolicy: { automated: { prune: false } } })];
    const [old, fresh] = owners;
    expect(compareTrees(tree(keeps, fresh!, ['old', manifest]), tree(keeps, fresh!, ['new', manifest]))).toEqual([]);
    const gone = compareTrees(tree(old!, fresh!, ['old', manifest]), tree(fresh!, ['new', manifest]));
    expect(gone.flatMap(({ objects }) => objects.map(({ name }) => name))).not.toContain('Namespace a');
  });
});
