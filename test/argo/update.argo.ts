import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { dump, load, loadAll } from 'js-yaml';
import type { Manifest } from '../../charts/core/manifest';
import { text } from '../../charts/core/rendered-lab';
import { CHARTS, CRD_FOLDERS } from '../../versions';
import { inventory, lost } from './inventory';
import { LAB_ADDRESS, makeRepository } from './lab-repository';
import { CHARTS_FOLDER, missingParts, programPath } from './parts';
import { ISTIO, previousVersion } from './pins';
import { sleep, until } from './processes';
import { startLab, type RunningLab } from './running-lab';

/*
 * A lab that version 0.2.0 made gets the files that the tool makes today, as `homelab upgrade` and a push would bring them. What it holds
 * has to survive that: applications move to other roots, definitions to another source, and Argo CD itself is upgraded on the way.
 */

const missing = missingParts();
const whole = missing.length === 0 ? describe : describe.skip;

/** The configuration in lab-0.2.0.yaml, of which today's files are made. */
const YAML = `gitops: { repoURL: "${LAB_ADDRESS}" }
domain: lab.example.org
tls: { issuer: homelab-ca }
monitoring: { traces: tempo }
namespaces: [{ name: mine }]
services: [{ name: shop, namespace: mine, port: 80 }]
applications:
  - name: own
    namespace: mine
    repoURL: "${CHARTS.tempo.repository}"
    chart: tempo
    targetRevision: ${CHARTS.tempo.version}
    values: { persistence: { enabled: true, size: 1Gi } }
`;

/** Applications that are below another root now. */
const MOVED = ['certificates', 'monitoring', 'prometheus-operator-crds', 'prometheus-rules', 'routes', 'tempo'];
/**
 * What istiod of another cluster would read Secrets with, as its chart is told to leave it out now; and the page of Hubble, which has no
 * login and is exposed only where somebody says so.
 */
const NO_LONGER_ASKED_FOR = [
  'ClusterRole /istio-reader-clusterrole-istio-system', 'ClusterRoleBinding /istio-reader-clusterrole-istio-system',
  'HTTPRoute kube-system/hubble', 'ServiceAccount istio-system/istio-reader-service-account',
];
/** Where 0.2.0 had the definitions of Prometheus Operator from. */
const OPERATOR = { address: 'github.com/prometheus-operator/prometheus-operator.git', folder: 'example/prometheus-operator-crd' };

whole(missing.length === 0 ? 'a lab of 0.2.0' : `a lab of 0.2.0 (SKIPPED, not here: ${missing.join(', ')})`, () => {
  let lab: RunningLab | undefined;
  let commit = '';
  let before: ReadonlyMap<string, string> = new Map();

  beforeAll(async () => {
    lab = await startLab('update');
    const { argoCd, cluster, git, repository } = lab;
    const files = oldFiles();
    makeRepository(path.join(git, OPERATOR.address), 'v0.93.1', operatorDefinitions());
    commit = repository.pushFiles(files);
    await argoCd.install(files);
    for (const name of ['first', 'second', 'third']) { await cluster.send('POST', '/api/v1/persistentvolumes', volume(name)); }
  });

  afterAll(async () => { await lab?.stop(); });

  test('stands', async () => {
    const { cluster, timeline } = lab!;
    // WHEN somebody presses Refresh: its Argo CD looked at fresh definitions again only after minutes
    const pressed = new Set<number>();
    await until('every Application is green', 1_200, async () => {
      const round = Math.floor(timeline.seconds / 20);
      if (!pressed.has(round)) {
        pressed.add(round);
        for (const each of timeline.notGreen) { await timeline.refresh(each.replace(/:.*/, '')); }
      }
      return isGreen(oldFiles());
    });
    expect(timeline.notGreen).toEqual([]);
    report(`0.2.0 stands after ${timeline.seconds.toFixed(0)} s`);
    // THEN there is something to lose
    before = await inventory(cluster);
    expect([...before.keys()].filter((name) => name.startsWith('PersistentVolumeClaim ')).sort()).toEqual([
      'PersistentVolumeClaim mine/storage-own-tempo-0', 'PersistentVolumeClaim monitoring/storage-tempo-0',
    ]);
  });

  test('is updated without losing an object that somebody may miss', async () => {
    const { argoCd, cluster, repository, timeline } = lab!;
    // GIVEN
    timeline.forget();
    const [began, moment] = [timeline.seconds, timeline.moment];
    // WHEN
    const files = repository.files(YAML);
    commit = repository.push(YAML);
    await timeline.refresh('root');
    const values = (release: unknown): string => text(release, 'spec', 'valuesContent');
    const wanted = values(load(files.get(RELEASE) ?? ''));
    await until('the new HelmChart of Argo CD is applied', 300, async () => values(await cluster.send('GET', LIVE_RELEASE)) === wanted);
    report(`Argo CD is upgraded after ${(timeline.seconds - began).toFixed(0)} s`);
    await argoCd.upgrade(files);
    // Until somebody deletes the project that is no longer in git, the folder that had it is OutOfSync.
    await until('every Application is green', 900, () => isGreen(files, 'bootstrap'))
      .catch((error: unknown) => { throw new Error(`${String(error)}: ${timeline.notGreen.join(', ')}`); });
    report(`updated after ${(timeline.seconds - began).toFixed(0)} s`);
    // THEN nothing failed, though a root may have to wait until another has let go of an application
    expect([...timeline.errors, ...timeline.failedSince(moment)]).toEqual([]);
    expect([...timeline.retries].filter((each) => !/^root-\w+: /.test(each))).toEqual([]);
    // AND all that was there still is, but for what is no longer asked for; Applications were made anew, without their objects
    const after = await inventory(cluster);
    expect(lost(before, after)).toEqual([...MOVED.map((name) => `Application argocd/${name}`), ...NO_LONGER_ASKED_FOR]);
    expect([...timeline.now.keys()].sort()).toEqual(applicationsOf(files));
    expect(timeline.notGreen).toEqual(['bootstrap: OutOfSync/Healthy']);
  });

  test('is green a minute after the project is deleted that the changelog names', async () => {
    const { cluster, timeline } = lab!;
    const held = await inventory(cluster);
    await cluster.send('DELETE', '/apis/argoproj.io/v1alpha1/namespaces/argocd/appprojects/applications');
    await sleep(60_000);
    expect(timeline.notGreen).toEqual([]);
    expect(lost(held, await inventory(cluster))).toEqual(['AppProject argocd/applications']);
  });

  /** Whether the root has applied the commit, and all that is in these files is there and works, but for one Application. */
  function isGreen(files: ReadonlyMap<string, string>, but = ''): boolean {
    const { now, notGreen } = lab!.timeline;
    const status = now.get('root')?.status;
    return text(status, 'sync', 'revision') === commit && text(status, 'operationState', 'phase') === 'Succeeded'
      && notGreen.every((each) => each.startsWith(`${but}:`)) && applicationsOf(files).every((name) => now.has(name));
  }

  function report(line: string): void {
    lab?.timeline.note(line);
    process.stdout.write(`${line}\n`);
  }
});

const RELEASE = 'bootstrap/argocd.kube-system.helmchart.k8s.yaml';
const LIVE_RELEASE = '/apis/helm.cattle.io/v1/namespaces/kube-system/helmcharts/argocd';

/** What 0.2.0 made, with the charts that are here: those of today, and Istio a patch behind. */
function oldFiles(): Map<string, string> {
  const files = load(readFileSync(path.join(__dirname, 'lab-0.2.0.yaml'), 'utf8')) as Record<string, Manifest>;
  return new Map(Object.entries(files).map(([file, manifest]) => {
    const spec = manifest['spec'] as { source?: Record<string, unknown>; chart?: string; version?: string; valuesContent?: string };
    if (manifest.kind === 'HelmChart') { spec.version = versionOf(spec.chart ?? ''); }
    if (file === RELEASE) { spec.valuesContent = calm(spec.valuesContent ?? ''); }
    if (manifest.kind === 'Application' && spec.source?.['chart'] !== undefined) {
      spec.source['targetRevision'] = versionOf(text(spec.source, 'chart'));
    }
    if (manifest.metadata.name === 'gateway-api-crds') { spec.source!['targetRevision'] = CRD_FOLDERS.gatewayApi.revision; }
    return [file, dump(manifest)];
  }));
}

/** Values of Argo CD with which it does not sync the definitions again and again, so that the first install takes minutes less. */
function calm(values: string): string {
  const all = load(values) as { configs: { params: Record<string, unknown> } };
  Object.assign(all.configs.params, { 'controller.self.heal.timeout.seconds': 60, 'controller.self.heal.backoff.timeout.seconds': 0 });
  return dump(all);
}

function versionOf(chart: string): string {
  const version = Object.values(CHARTS).find((pin) => pin.chart === chart)?.version ?? '';
  return ISTIO.some((pin) => pin.chart === chart) ? previousVersion(version) : version;
}

/** The folder of definitions that 0.2.0 read from the operator's repository, out of the chart that has the same. */
function operatorDefinitions(): Map<string, string> {
  const { repository, chart, version } = CHARTS['prometheus-operator-crds'];
  const archive = path.join(CHARTS_FOLDER, repository, `${chart}-${version}.tgz`);
  const rendered = execFileSync(programPath('helm'), ['template', 'crds', archive], {
    encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'],
  });
  const definitions = (loadAll(rendered) as (Manifest | null)[]).filter((each): each is Manifest => each !== null);
  return new Map(definitions.map((each) => {
    const [plural = '', ...group] = each.metadata.name.split('.');
    return [`${OPERATOR.folder}/${group.join('.')}_${plural}.yaml`, dump(each)];
  }));
}

/** Names of the Applications in files of `dist/`. */
function applicationsOf(files: ReadonlyMap<string, string>): string[] {
  return [...files.values()].map((content) => load(content) as Manifest).filter(({ kind }) => kind === 'Application')
    .map(({ metadata }) => metadata.name).sort();
}

/** What a provisioner would make for a claim. */
function volume(name: string): object {
  return {
    apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name },
    spec: {
      capacity: { storage: '10Gi' }, accessModes: ['ReadWriteOnce'], persistentVolumeReclaimPolicy: 'Retain',
      hostPath: { path: '/nowhere' },
    },
  };
}
