import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { put, snapshot, temporaryFolder } from '../../output/folder';

const ROOT = path.join(__dirname, '../..', '..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8').replaceAll('\r\n', '\n');

const PAGE = read('docs/own-code.md');
const blocks = (language: string): string[] => [...PAGE.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)]
  .filter(([, name]) => name === language).map(([, , text = '']) => text);
const [EXAMPLE = '', AT_HAND = '', TEST = ''] = blocks('ts');
const [MESSAGES = ''] = blocks('');

const LAB = 'gitops: { repoURL: https://github.com/me/lab.git }\n';
const folders: string[] = [];

/** A lab of its own, outside this repository, as a user has it. */
function lab(files: Readonly<Record<string, string>> = {}): string {
  const folder = temporaryFolder();
  folders.push(folder);
  put(folder, { 'homelab.yaml': LAB, 'package.json': '{}', ...files });
  return folder;
}

function homelab(folder: string, ...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const env = { ...process.env, HOMELAB_CONFIG: undefined, CDK8S_OUTDIR: undefined };
  return spawnSync(process.execPath, [path.join(ROOT, 'lib/main.js'), ...args], { cwd: folder, encoding: 'utf8', env });
}

afterAll(() => { folders.forEach((folder) => { rmSync(folder, { recursive: true, force: true }); }); });

test('the example is the one whose types npm run lint checks', () => {
  expect(EXAMPLE).toBe(read('test/fixtures/own-code/homelab.ts'));
});

describe('the example', () => {
  const without = lab();
  const folder = lab({ 'homelab.ts': EXAMPLE });
  const file = (name: string): unknown => load(readFileSync(path.join(folder, 'dist', name), 'utf8'));
  beforeAll(() => {
    expect(homelab(without, 'synth')).toMatchObject({ status: 0, stderr: '' });
    expect(homelab(folder, 'synth')).toMatchObject({ status: 0, stderr: '' });
  });

  test('makes a volume and the claim that takes it', () => {
    expect(file('nfs-volumes/nfs-photos.persistentvolume.k8s.yaml')).toEqual({
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: 'nfs-photos' },
      spec: {
        accessModes: ['ReadWriteMany'],
        capacity: { storage: '100Gi' },
        claimRef: { name: 'photos', namespace: 'my-app' },
        nfs: { path: '/volume1/photos', server: '192.168.1.5' },
        persistentVolumeReclaimPolicy: 'Retain',
        storageClassName: '',
      },
    });
    expect(file('nfs-volumes/photos.my-app.persistentvolumeclaim.k8s.yaml')).toEqual({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'photos', namespace: 'my-app' },
      spec: {
        accessModes: ['ReadWriteMany'], resources: { requests: { storage: '100Gi' } }, storageClassName: '', volumeName: 'nfs-photos',
      },
    });
  });

  test('gets an Application of its own, below a root Application that nothing waits for', () => {
    expect(file('root-own/nfs-volumes.argocd.application.k8s.yaml')).toMatchObject({
      metadata: { name: 'nfs-volumes', namespace: 'argocd' },
      spec: {
        destination: { namespace: 'my-app' },
        project: 'app-nfs-volumes',
        source: { path: 'dist/nfs-volumes', repoURL: 'https://github.com/me/lab.git', targetRevision: 'main' },
      },
    });
    expect(file('root/root-own.argocd.application.k8s.yaml'))
      .toMatchObject({ spec: { project: 'bootstrap', source: { path: 'dist/root-own' } } });
    const waveOf = (name: string): number => Number((file(name) as { metadata: { annotations: Record<string, string> } })
      .metadata.annotations['argocd.argoproj.io/sync-wave']);
    expect(waveOf('root/root-own.argocd.application.k8s.yaml')).toBeGreaterThan(waveOf('root/ztunnel.argocd.application.k8s.yaml'));
  });

  test('is allowed by a project of its own, kind by kind', () => {
    expect(file('root-own/app-nfs-volumes.argocd.appproject.k8s.yaml')).toMatchObject({
      spec: {
        clusterResourceWhitelist: [{ group: '', kind: 'PersistentVolume' }],
        namespaceResourceWhitelist: [{ group: '', kind: 'PersistentVolumeClaim' }],
        destinations: [{ namespace: 'my-app' }],
      },
    });
  });

  test('takes no volume along when it goes', () => {
    expect(file('root-own/nfs-volumes.argocd.application.k8s.yaml')).not.toHaveProperty('metadata.finalizers');
  });

  test('labels the gateway', () => {
    expect(file('gateway/main-gateway.istio-ingress.gateway.k8s.yaml')).toMatchObject({ metadata: { labels: { owner: 'me' } } });
  });

  test('changes nothing else', () => {
    const [before, after] = [without, folder].map((each) => snapshot(path.join(each, 'dist')) ?? {});
    expect(Object.keys(after!).filter((name) => before![name] !== after![name])).toEqual([
      'gateway/main-gateway.istio-ingress.gateway.k8s.yaml',
      'nfs-volumes/nfs-photos.persistentvolume.k8s.yaml',
      'nfs-volumes/photos.my-app.persistentvolumeclaim.k8s.yaml',
      // The digest of its folder.
      'root-edge/gateway.argocd.application.k8s.yaml',
      'root-own/app-nfs-volumes.argocd.appproject.k8s.yaml',
      'root-own/nfs-volumes.argocd.application.k8s.yaml',
      'root/root-edge.argocd.application.k8s.yaml',
      'root/root-own.argocd.application.k8s.yaml',
    ]);
    expect(Object.keys(before!).filter((name) => !(name in after!))).toEqual([]);
  });

  test('is taken by the API server, as far as the schemas know', () => {
    expect(homelab(folder, 'verify')).toMatchObject({ status: 0, stderr: '' });
  });
});

describe('the example of what is at hand', () => {
  const folder = lab({ 'homelab.ts': AT_HAND });
  const file = (name: string): unknown => load(readFileSync(path.join(folder, name), 'utf8'));
  beforeAll(() => {
    expect(homelab(folder, 'synth')).toMatchObject({ status: 0, stderr: '' });
  });

  test('has a layer of its own, which comes after the mesh', () => {
    expect(file('dist/media/settings.media.configmap.k8s.yaml')).toMatchObject({ data: { TZ: 'Etc/UTC' } });
    const waveOf = (name: string): number => Number((file(name) as { metadata: { annotations: Record<string, string> } })
      .metadata.annotations['argocd.argoproj.io/sync-wave']);
    expect(waveOf('dist/root-own/media.argocd.application.k8s.yaml'))
      .toBeGreaterThan(waveOf('dist/root/istio-ambient.argocd.application.k8s.yaml'));
  });

  test('asks other layers for a namespace with a waypoint, addresses, a route and an Application', () => {
    expect(file('dist/namespaces/media.namespace.k8s.yaml'))
      .toMatchObject({ metadata: { labels: { 'istio.io/use-waypoint': 'waypoint' } } });
    expect(file('dist/istio-ambient/waypoint.media.gateway.k8s.yaml')).toMatchObject({ spec: { gatewayClassName: 'istio-waypoint' } });
    expect(file('dist/metallb-pools/media.metallb-system.ipaddresspool.k8s.yaml')).toMatchObject({ spec: { autoAssign: false } });
    expect(file('dist/metallb-pools/homelab-advertisement.metallb-system.l2advertisement.k8s.yaml'))
      .toMatchObject({ spec: { ipAddressPools: ['homelab-pool', 'media'] } });
    expect(file('dist/routes/jellyfin.media.httproute.k8s.yaml')).toMatchObject({ spec: { hostnames: ['films.homelab.example.com'] } });
    expect(file('dist/root-applications/jellyfin.argocd.application.k8s.yaml')).toMatchObject({ spec: { source: { path: 'deploy' } } });
  });

  test('is watched, with a runbook of its own', () => {
    expect(file('dist/monitoring/jellyfin.monitoring.servicemonitor.k8s.yaml')).toMatchObject({ metadata: { name: 'jellyfin' } });
    expect(file('dist/monitoring/dashboard-media.monitoring.configmap.k8s.yaml'))
      .toMatchObject({ metadata: { labels: { grafana_dashboard: '1' } } });
    expect(readFileSync(path.join(folder, 'dist/root-monitoring/kube-prometheus-stack.argocd.application.k8s.yaml'), 'utf8'))
      .toContain('url: http://192.168.1.5:9090');
    expect(file('monitoring/rules/media.yaml')).toMatchObject({ groups: [{ rules: [{
      expr: 'absent(up{job="jellyfin"} == 1)',
      annotations: {
        runbook_url: 'https://github.com/me/lab/blob/main/runbooks/jellyfindown.md',
        dashboard_url: 'https://grafana.homelab.example.com/d/homelab-media',
      },
    }] }] });
    expect(readFileSync(path.join(folder, 'runbooks/jellyfindown.md'), 'utf8')).toContain('## Fix\n\n`kubectl -n media rollout restart');
  });

  test('is taken by the API server, as far as the schemas know', () => {
    expect(homelab(folder, 'verify')).toMatchObject({ status: 0, stderr: '' });
  });
});

describe('a mistake in the first example', () => {
  test.each([
    ['a patch of nothing', "name: 'main-gateway' }", "name: 'main-gatewy' }"],
    ['a namespace that nobody declares', "namespace: 'my-app'", "namespace: 'media'"],
    ['an object without a field that its kind requires', 'nfs: { server, path }', 'nfs: { path } as never'],
    ['a patch with a value of the wrong type', "{ owner: 'me' }", '{ owner: 1 }'],
    ['a layer that is not valid', "volumes: { photos: { path: '/volume1/photos', size: '100Gi' } }", 'volumes: {}'],
  ])('is shown as the page shows it: %s', (_what, right, wrong) => {
    const folder = lab({ 'homelab.ts': EXAMPLE.replace(right, () => wrong) });
    const { status, stdout, stderr } = homelab(folder, 'synth');
    expect(stdout).toBe('');
    expect(stderr.split('\n').filter((line) => line !== '' && !MESSAGES.split('\n').includes(line))).toEqual([]);
    expect(stderr).toMatch(/\bhomelab\.ts:\d+:\d+\b/);
    expect(status).toBe(1);
    expect(snapshot(path.join(folder, 'dist'))).toBeUndefined();
  });

  test('or in a file that it imports is shown with that file', () => {
    const folder = lab({
      'homelab.ts': "import { volumes } from './volumes';\nexport default volumes;\n",
      'volumes.ts': "export function volumes(): void { throw new Error('the NAS is not known'); }\n",
    });
    expect(homelab(folder, 'synth')).toMatchObject({ status: 1, stderr: 'volumes.ts:1:1 the NAS is not known\n' });
  });
});

describe('a kind of a definition that the lab brings itself', () => {
  const THINGS = `import { ApiObject, defineLab, type Homelab, Layer } from 'homelab-synth';
class Things extends Layer {
  constructor(lab: Homelab, id: string) {
    super(lab, id);
    for (const name of ['a', 'b']) {
      const metadata = { name, namespace: 'my-app' };
      new ApiObject(this, name, { apiVersion: 'example.com/v1', kind: 'Thing', metadata, spec: { any: [1] } });
    }
    this.addOwnFolder({ namespace: 'my-app' });
  }
}
export default defineLab((lab) => { new Things(lab, 'things'); });
`;
  const WARNING = 'homelab.ts:12:40 Thing my-app/a is of a kind whose schema is not pinned (example.com/v1 Thing), so nothing checks the '
    + 'fields of its objects [schema-pinned]; ask a cluster that has its definition, with homelab verify --server';

  test('is written as it is, with a warning', () => {
    const folder = lab({ 'homelab.ts': THINGS });
    const { status, stderr } = homelab(folder, 'synth');
    expect({ status, stderr }).toEqual({ status: 0, stderr: `Warning: ${WARNING}\n` });
    expect(load(readFileSync(path.join(folder, 'dist/things/b.my-app.thing.k8s.yaml'), 'utf8'))).toMatchObject({ spec: { any: [1] } });
    // AND verify says it too
    expect(homelab(folder, 'verify')).toMatchObject({ status: 0, stderr: `Warning: ${WARNING}\n` });
  });
});

test('the test of a layer runs as the page says', () => {
  // GIVEN the package, installed in the lab
  const folder = lab({ 'homelab.ts': EXAMPLE, 'nfs-volumes.test.ts': TEST });
  mkdirSync(path.join(folder, 'node_modules'));
  symlinkSync(ROOT, path.join(folder, 'node_modules/homelab-synth'), 'junction');
  const jiti = path.join(ROOT, 'node_modules/jiti/lib/jiti-cli.mjs');
  const run = (): { status: number | null; stdout: string } =>
    spawnSync(process.execPath, [jiti, 'nfs-volumes.test.ts'], { cwd: folder, encoding: 'utf8' });
  // WHEN, THEN
  expect(run()).toMatchObject({ status: 0, stdout: expect.stringMatching(/^[#ℹ] pass 1$/m) as string });
  // AND it can fail
  put(folder, { 'homelab.ts': EXAMPLE.replace('volumeName, resources', 'resources') });
  expect(run()).toMatchObject({ status: 1, stdout: expect.stringMatching(/^[#ℹ] fail 1$/m) as string });
});
