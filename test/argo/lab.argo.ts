import path from 'node:path';
import { text } from '../../charts/core/rendered-lab';
import { CHARTS } from '../../versions';
import type { Cluster } from './cluster';
import { LAB_ADDRESS, makeRepository, type LabRepository } from './lab-repository';
import { missingParts } from './parts';
import { previousVersion } from './pins';
import { sleep, until } from './processes';
import { startLab, type RunningLab } from './running-lab';
import type { StandIns } from './stand-ins';
import { isGreen, type Timeline } from './timeline';
import type { Upstream } from './upstream';

/*
 * One lab through its life, on a real API server and a real Argo CD. Each test goes on from where the one before it ended.
 */

const missing = missingParts();
const whole = missing.length === 0 ? describe : describe.skip;

const BASE = `gitops: { repoURL: "${LAB_ADDRESS}" }\ndomain: lab.example.org\ntls: { issuer: homelab-ca }\n`;

const NAMESPACE = 'namespaces: [{ name: mine }]\n';
const APPLICATION = `applications:
  - name: own
    namespace: mine
    repoURL: "${CHARTS.tempo.repository}"
    chart: tempo
    targetRevision: ${CHARTS.tempo.version}
    remove: cascade
`;
/** A definition below a folder, a role beside it, and an object of the new kind, which waits for both. */
const OPERATOR = new Map([
  ['operator/role.yaml', 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: widgets }\nrules: []\n'],
  ['operator/crds/widget.yaml', `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.example.org }
spec:
  group: example.org
  scope: Namespaced
  names: { kind: Widget, plural: widgets, singular: widget }
  versions: [{ name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object } } }]
`],
  ['widget/one.yaml', 'apiVersion: example.org/v1\nkind: Widget\nmetadata: { name: one }\n'],
]);
const operator = (more: string): string => `${BASE}${NAMESPACE}applications:
  - name: operator
    namespace: mine
    repoURL: https://github.com/someone/operator.git
    path: operator
    targetRevision: v1.0.0
    recurse: true
    ${more}
`;
const WIDGET = `  - name: widget
    namespace: mine
    repoURL: https://github.com/someone/operator.git
    path: widget
    targetRevision: v1.0.0
    dependsOn: [operator]
`;
/** Two that differ in what becomes of their objects; the chart has names that only one in a namespace can have. */
const two = (remove: string, of: Readonly<Record<string, string>> = { kept: 'mine', gone: 'yours' }): string => [
  'namespaces: [{ name: mine }, { name: yours }, { name: third }]\napplications:',
  ...Object.entries(of).map(([name, namespace]) => `  - name: ${name}
    namespace: ${namespace}
    repoURL: "${CHARTS.tempo.repository}"
    chart: tempo
    targetRevision: ${CHARTS.tempo.version}
    values: { persistence: { enabled: true } }
    remove: ${name === 'kept' ? remove : 'cascade'}
`)].join('\n');
const ACME = `gitops: { repoURL: "${LAB_ADDRESS}" }\ndomain: lab.example.org\ntls: { issuer: letsencrypt-prod, email: me@example.org, `
  + 'route53: { region: eu-west-2, hostedZoneID: Z0123456789ABC } }\n';
const statefulSets = (namespace: string): string => `/apis/apps/v1/namespaces/${namespace}/statefulsets`;
const claims = (namespace: string): string => `/api/v1/namespaces/${namespace}/persistentvolumeclaims`;

whole(missing.length === 0 ? 'a lab' : `a lab (SKIPPED, not here: ${missing.join(', ')})`, () => {
  let lab: RunningLab | undefined;
  let cluster: Cluster;
  let timeline: Timeline;
  let upstream: Upstream;
  let standIns: StandIns;
  let repository: LabRepository;
  let commit = '';

  beforeAll(async () => {
    lab = await startLab('lab');
    ({ cluster, timeline, upstream, standIns, repository } = lab);
    commit = repository.push(BASE);
    await lab.argoCd.install(repository.files(BASE));
  });

  afterAll(async () => { await lab?.stop(); });

  test('is installed from nothing, without one sync that fails or is tried again', async () => {
    await settled(600);
    report(`first install: ${timeline.seconds.toFixed(0)} s`);
    report(`waves: ${wavesDone().join(', ')}`);
    // THEN each is synced once; twice where the definitions of two charts in a row take Argo CD longer to see than it waits
    const again = [...countSyncs()].filter(([, count]) => count > 1);
    report(`synced again: ${again.map(([name, count]) => `${name} ${count}`).join(', ') || 'none'}`);
    expect(again.filter(([, count]) => count > 2)).toEqual([]);
    expect([...timeline.failedSince(''), ...timeline.retries, ...timeline.errors]).toEqual([]);
    expect(isBefore('istio-base', 'istiod', '') && isBefore('istiod', 'istio-cni', '') && isBefore('istio-cni', 'ztunnel', '')).toBe(true);
  });

  test('is upgraded wave by wave: Istio in the order of its releases', async () => {
    // GIVEN the version before the one that is pinned
    const pinned = CHARTS['istio-base'].version;
    await change(BASE, (text) => text.replaceAll(`targetRevision: ${pinned}\n`, `targetRevision: ${previousVersion(pinned)}\n`));
    await settled(300);
    const since = timeline.moment;
    // WHEN
    await change(BASE);
    await settled(300);
    // THEN
    const order = ['istio-base', 'istiod', 'istio-cni', 'ztunnel'].map((name) => timeline.syncSince(name, since));
    const times = order.map((sync) => `${sync?.application} ${sync?.started.slice(11, 19)}-${sync?.finished.slice(11, 19)}`);
    report(`upgrade: ${times.join(', ')}`);
    expect(order.map((sync) => sync?.phase)).toEqual(['Succeeded', 'Succeeded', 'Succeeded', 'Succeeded']);
    expect(order.slice(1).filter((sync, index) => sync!.started < order[index]!.finished)).toEqual([]);
    expect(timeline.failedSince(since)).toEqual([]);
  });

  test('takes a new application in a new namespace, green at its first sync', async () => {
    // GIVEN
    timeline.forget();
    const since = timeline.seconds;
    // WHEN
    await change(`${BASE}${NAMESPACE}${APPLICATION}`);
    await settled(240);
    // THEN
    report(`new application: ${(timeline.seconds - since).toFixed(0)} s`);
    expect([...timeline.errors, ...timeline.retries]).toEqual([]);
    expect(await cluster.list(statefulSets('mine'))).toHaveLength(1);
  });

  test('is green a minute after the last application is removed, and what that had is deleted', async () => {
    await change(`${BASE}${NAMESPACE}`);
    await aMinute();
    expect(timeline.notGreen).toEqual([]);
    expect(await cluster.list(statefulSets('mine'))).toEqual([]);
    expect(timeline.now.has('own')).toBe(false);
    expect(timeline.now.has('root-applications')).toBe(false);
    expect(await names('/apis/argoproj.io/v1alpha1/namespaces/argocd/appprojects')).not.toContain('app-own');
  });

  test('is refused an operator until its entry names the kinds that it brings; what depends on it comes after it', async () => {
    // GIVEN one that is not tried again for ten minutes
    makeRepository(path.join(lab!.git, 'github.com', 'someone', 'operator.git'), 'v1.0.0', OPERATOR);
    const once = (text_: string): string => text_.includes('name: operator') ? text_.replace('limit: 12', 'limit: 1') : text_;
    const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    const roles = '/apis/rbac.authorization.k8s.io/v1/clusterroles';
    const sync = (key: 'phase' | 'message'): string => text(timeline.now.get('operator')?.status, 'operationState', key);
    // WHEN
    await change(operator(''), once);
    await until('the operator is refused for good', 300, () => sync('phase') === 'Failed');
    // THEN
    report(`refused: ${sync('message')}`);
    expect(sync('message')).toContain('apiextensions.k8s.io:CustomResourceDefinition is not permitted in project app-operator');
    expect(sync('message')).toContain('rbac.authorization.k8s.io:ClusterRole is not permitted in project app-operator');
    expect(await names(definitions)).not.toContain('widgets.example.org');
    expect(await names(roles)).not.toContain('widgets');
    // WHEN
    const since = timeline.seconds;
    await change(`${operator('clusterKinds: [CustomResourceDefinition, ClusterRole]')}${WIDGET}`, once);
    await settled(400);
    // THEN
    report(`allowed: ${(timeline.seconds - since).toFixed(0)} s`);
    expect(await names(definitions)).toContain('widgets.example.org');
    expect(await names(roles)).toContain('widgets');
    expect(await names('/apis/example.org/v1/namespaces/mine/widgets')).toEqual(['one']);
    const done = timeline.now.get('operator')?.status;
    expect(text(done, 'operationState', 'finishedAt') <= timeline.syncSince('widget', '')!.started).toBe(true);
  });

  test('is green a minute after a namespace is removed, which stays with what it holds', async () => {
    await change(BASE);
    await aMinute();
    expect(timeline.notGreen).toEqual([]);
    expect(await names('/api/v1/namespaces')).toContain('mine');
  });

  test('is green a minute after monitoring is switched off, and nothing of it runs on; then on again', async () => {
    // WHEN
    await change(`${BASE}monitoring: { enabled: false }\n`);
    await aMinute();
    // THEN
    expect(timeline.notGreen).toEqual([]);
    expect([...timeline.now.keys()].filter((name) => /monitoring|prometheus/.test(name))).toEqual([]);
    const kinds = ['deployments', 'daemonsets', 'statefulsets'];
    const left = await Promise.all(kinds.map(async (kind) => names(`/apis/apps/v1/namespaces/monitoring/${kind}`)));
    expect(left.flat()).toEqual([]);
    // WHEN
    await change(BASE);
    await settled(300);
  });

  test('has its gateway and routes without a certificate, and no account is left when none is wanted', async () => {
    // GIVEN an authority that does not answer
    standIns.away.add('clusterissuers').add('certificates');
    // WHEN
    await change(ACME);
    await until('routes and gateway are green', 180, () => isSynced() && ['root', 'root-edge', 'gateway', 'root-routes', 'routes']
      .every((name) => isGreen(timeline.now.get(name)?.status))
      && healthOf('cluster-issuers') === 'Progressing');
    report(`without a certificate: ${timeline.notGreen.join(', ')}`);
    // WHEN
    standIns.away.clear();
    await change(BASE);
    await aMinute();
    // THEN
    expect(timeline.notGreen).toEqual([]);
    expect(await names('/apis/cert-manager.io/v1/clusterissuers')).toEqual(['homelab-ca', 'homelab-selfsigned']);
  });

  test('shows a missing Service on its route, and stays green elsewhere', async () => {
    // WHEN
    standIns.withoutService.add('lost');
    await change(`${BASE}${NAMESPACE}services: [{ name: lost, namespace: mine, port: 80 }]\n`);
    await until('the route is Degraded', 120, () => isSynced() && healthOf('routes') === 'Degraded');
    // THEN
    expect(timeline.notGreen.filter((each) => !/^(root-)?routes: /.test(each))).toEqual([]);
    // WHEN
    standIns.withoutService.clear();
    await change(BASE);
    await aMinute();
    expect(timeline.notGreen).toEqual([]);
  });

  test('goes on without its logs: nothing but what collects them waits, and the next commit is taken', async () => {
    // GIVEN a Loki that never starts, as nothing here makes volumes
    await change(`${BASE}monitoring: { logs: loki }\n`);
    await until('Loki waits for its volume', 240, () => isSynced() && healthOf('loki') === 'Progressing');
    expect(isGreen(timeline.now.get('root')?.status)).toBe(true);
    // WHEN
    await change(`${BASE}${NAMESPACE}monitoring: { logs: loki }\n`);
    await until('the commit is applied', 120, async () => isSynced() && (await names('/api/v1/namespaces')).includes('mine'));
    // Grafana begins anew with its new data source.
    await until('all else is green', 120, () => timeline.notGreen.every((each) => /^(loki|alloy|root-logs): /.test(each)));
    // WHEN
    await change(BASE);
    await aMinute();
    expect(timeline.notGreen).toEqual([]);
    expect(await names('/apis/apps/v1/namespaces/monitoring/statefulsets')).not.toContain('loki');
  });

  test('says which chart is broken, and takes the commit that mends it', async () => {
    // WHEN
    await change(`${BASE}values: { metallb: { speaker: { tolerations: "all" } } }\n`);
    const said = (): string => JSON.stringify(timeline.now.get('root')?.status?.['operationState'] ?? {});
    await until('the root says so', 180, () => said().includes('cannot be rendered'));
    // THEN
    report(`a broken chart: ${timeline.notGreen.join(', ')}`);
    expect([...timeline.errors].join('\n')).toMatch(/metallb: ComparisonError: .*helm template/s);
    // WHEN
    await change(BASE);
    await settled(300);
  });

  test('says that its repository is lost, and recovers when it is back', async () => {
    // WHEN
    timeline.forget();
    upstream.lost.add('github.com');
    await sleep(1_000);
    await timeline.refresh('root');
    await until('the root says so', 400, () => [...timeline.errors].some((each) => each.startsWith('root: ComparisonError: ')));
    report(`a lost repository: ${timeline.notGreen.join(', ')}`);
    // WHEN
    upstream.lost.clear();
    await change(BASE);
    await settled(400);
  });

  test('applications that are taken out: one leaves its objects behind and can be taken back, another takes them along', async () => {
    await settled(600);
    // GIVEN what K3s' provisioner would make
    await makeVolumes(8);
    await change(`${BASE}${two('keep')}`);
    await settled(240);
    expect([await names(statefulSets('mine')), await names(statefulSets('yours'))]).toEqual([['kept-tempo'], ['gone-tempo']]);
    // WHEN
    await change(`${BASE}namespaces: [{ name: mine }, { name: yours }]\n`);
    await aMinute();
    // THEN claims of StatefulSets stay in any case, with their data
    expect(timeline.notGreen).toEqual([]);
    expect([...timeline.now.keys()].filter((name) => /kept|gone|applications/.test(name))).toEqual([]);
    expect([await names(statefulSets('mine')), await names(statefulSets('yours'))]).toEqual([['kept-tempo'], []]);
    expect([await names(claims('mine')), await names(claims('yours'))]).toEqual([['storage-kept-tempo-0'], ['storage-gone-tempo-0']]);
    // WHEN it is taken back, moved to another namespace, told otherwise, and taken out again
    await change(`${BASE}${two('keep')}`);
    await settled(240);
    await change(`${BASE}${two('cascade', { kept: 'third', gone: 'yours' })}`);
    await settled(240);
    expect([await names(statefulSets('mine')), await names(statefulSets('third'))]).toEqual([['kept-tempo'], ['kept-tempo']]);
    await change(BASE);
    await aMinute();
    // THEN what the move left behind is nobody's
    expect(timeline.notGreen).toEqual([]);
    expect([await names(statefulSets('mine')), await names(statefulSets('third')), await names(statefulSets('yours'))])
      .toEqual([['kept-tempo'], [], []]);
  });

  test('optional layers that are taken out leave claims of volumes, and nothing that runs', async () => {
    await settled(600);
    // GIVEN
    await makeVolumes(8);
    const everything = `${BASE}monitoring: { logs: loki, traces: tempo }\n`;
    await change(everything);
    await until('all of them are there', 240, async () => isSynced()
      && ['loki', 'tempo'].every((name) => timeline.now.has(name))
      && (await names(claims('monitoring'))).filter((name) => /loki|tempo/.test(name)).length === 2);
    const claimed = await names(claims('monitoring'));
    report(`claims: ${claimed.join(', ')}`);
    // WHEN
    await change(`${BASE}monitoring: { enabled: false }\n`);
    await aMinute();
    // THEN
    expect(timeline.notGreen).toEqual([]);
    expect([...timeline.now.keys()].filter((name) => /monitoring|prometheus|loki|alloy|tempo|logs|traces/.test(name))).toEqual([]);
    const kinds = ['deployments', 'daemonsets', 'statefulsets'];
    const left = await Promise.all(kinds.map(async (kind) => names(`/apis/apps/v1/namespaces/monitoring/${kind}`)));
    expect(left.flat()).toEqual([]);
    report(`claims that stay: ${(await names(claims('monitoring'))).join(', ')}`);
    expect(await names(claims('monitoring'))).toEqual(claimed);
    expect(await names('/api/v1/namespaces')).toContain('monitoring');
    const definitions = await names('/apis/apiextensions.k8s.io/v1/customresourcedefinitions');
    expect(definitions.filter((name) => name.endsWith('monitoring.coreos.com'))).toHaveLength(10);
    // WHEN
    await change(BASE);
    await settled(300);
  });

  test('is not taken to another folder by a commit that drops the old one, and is by one that has the new bootstrap there', async () => {
    await settled(600);
    const moved = BASE.replace('homelab.git"', 'homelab.git", path: out');
    const fresh = repository.files(moved);
    // WHEN
    commit = repository.pushFolders(new Map([['out', fresh]]));
    await timeline.refresh('root');
    await until('the root says so', 240, () => [...timeline.errors].some((each) => /^root: .*app path does not exist/.test(each)));
    await sleep(30_000);
    report(`another folder: ${timeline.notGreen.join(', ')}`);
    expect(sourceOf('root', 'path')).toBe('dist/root');
    // WHEN it is told how it should be, and then all the way back
    for (const [from, to, files] of [['dist', 'out', fresh], ['out', 'dist', repository.files(BASE)]] as const) {
      const bootstrap = new Map([...files].filter(([file]) => file.startsWith('bootstrap/')));
      commit = repository.pushFolders(new Map([[to, files], [from, bootstrap]]));
      await timeline.refresh('bootstrap');
      await until('the root reads the other folder', 240, () => sourceOf('root', 'path') === `${to}/root`);
      await timeline.refresh('root');
      await settled(300);
      expect(sourceOf('bootstrap', 'path')).toBe(`${to}/bootstrap`);
    }
    // THEN the old folder is no longer needed
    await change(BASE);
    await settled(300);
  });

  test('is taken to another branch by a commit that both have', async () => {
    await settled(600);
    // WHEN
    repository.branches.push('next');
    await change(BASE.replace('homelab.git"', 'homelab.git", revision: next'));
    await until('the root follows the other branch', 240, () => sourceOf('root', 'targetRevision') === 'next');
    await settled(300);
    expect(sourceOf('bootstrap', 'targetRevision')).toBe('next');
  });

  /** Volumes for whoever claims one. */
  async function makeVolumes(count: number): Promise<void> {
    for (let index = 0; index < count; index++) {
      await cluster.send('POST', '/api/v1/persistentvolumes', {
        apiVersion: 'v1', kind: 'PersistentVolume', metadata: { generateName: 'pretended-' },
        spec: {
          capacity: { storage: '20Gi' }, accessModes: ['ReadWriteOnce'], persistentVolumeReclaimPolicy: 'Retain',
          hostPath: { path: '/nowhere' },
        },
      });
    }
  }

  function sourceOf(application: string, field: 'path' | 'repoURL' | 'targetRevision'): string {
    return text(timeline.now.get(application)?.spec?.['source'], field);
  }

  function healthOf(application: string): string {
    return text(timeline.now.get(application)?.status, 'health', 'status');
  }

  /** Commits another state of the lab, and tells the root. */
  async function change(yaml: string, edit?: (text: string) => string): Promise<void> {
    commit = repository.push(yaml, edit);
    await timeline.refresh('root');
  }

  /** Whether the root has applied the newest commit. */
  function isSynced(): boolean {
    const status = timeline.now.get('root')?.status;
    return text(status, 'sync', 'revision') === commit && text(status, 'sync', 'status') === 'Synced'
      && text(status, 'operationState', 'phase') === 'Succeeded';
  }

  async function settled(seconds: number): Promise<void> {
    await until('every Application is green', seconds, () => timeline.now.size > 15 && isSynced() && timeline.notGreen.length === 0)
      .catch((error: unknown) => { throw new Error(`${String(error)}: ${timeline.notGreen.join(', ')}`); });
  }

  async function aMinute(): Promise<void> {
    await until('the root has applied it', 120, isSynced);
    await sleep(60_000);
    report(`a minute after: ${timeline.notGreen.length} not green ${timeline.notGreen.join(', ')}`);
  }

  async function names(path_: string): Promise<string[]> {
    return (await cluster.list(path_)).map(({ metadata }) => metadata.name).sort();
  }

  /** Whether the first sync of one has ended before that of the other began. */
  function isBefore(first: string, second: string, since: string): boolean {
    return timeline.syncSince(first, since)!.finished <= timeline.syncSince(second, since)!.started;
  }

  function countSyncs(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { application } of timeline.syncs.values()) { counts.set(application, (counts.get(application) ?? 0) + 1); }
    return counts;
  }

  /** The seconds after which the last sync of each wave had ended. */
  function wavesDone(): string[] {
    const waves = new Map<string, string>();
    for (const { application, finished } of timeline.syncs.values()) {
      const wave = timeline.now.get(application)?.metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? '';
      if (wave !== '' && finished > (waves.get(wave) ?? '')) { waves.set(wave, finished); }
    }
    return [...waves].sort(([a], [b]) => Number(a) - Number(b)).map(([wave, at]) => `${wave}: ${at.slice(11, 19)}`);
  }

  function report(line: string): void {
    timeline.note(line);
    process.stdout.write(`${line}\n`);
  }
});
