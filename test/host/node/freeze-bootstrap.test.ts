import { Sandbox, type Run } from './sandbox';
import { needing } from './tools';

const test = needing('bash');

const FILES = ['argocd.kube-system.helmchart.k8s.yaml', 'cilium.kube-system.helmchart.k8s.yaml'];

let node: Sandbox;
beforeEach(() => {
  node = new Sandbox();
  node.command('k3s', 'if [[ -e $SANDBOX/owner ]]; then cat "$SANDBOX/owner"; else echo "no such resource" >&2; exit 1; fi');
  node.command('systemctl', '');
  node.write('list', FILES.map((file) => `${file}\n`).join(''));
  for (const file of [...FILES, 'coredns.yaml']) { node.write(`manifests/${file}`, ''); }
});
afterEach(() => { node.delete(); });

function freeze(): Run {
  return node.run(
    'usr/local/lib/homelab/freeze-bootstrap.sh', { FREEZE_MANIFESTS: `${node.folder}/manifests`, FREEZE_LIST: `${node.folder}/list` },
  );
}

function skips(): string[] {
  return node.list('manifests').filter((file) => file.endsWith('.skip'));
}

test.each([
  ['there is no Argo CD yet', undefined], ['it has not synchronised', 'OutOfSync/Missing'], ['it is not done', 'Synced/Progressing'],
  ['it has no opinion yet', '/'], ['it found something broken', 'Synced/Degraded'],
])('K3s keeps the bootstrap objects while %s', (_, owner) => {
  if (owner !== undefined) { node.write('owner', owner); }
  expect(freeze())
    .toMatchObject({ status: 0, stderr: '', stdout: `Argo CD does not own the bootstrap objects yet (${owner ?? 'absent'})\n` });
  expect(skips()).toEqual([]);
  expect(node.list('state')).toEqual([]);
});

test('once Argo CD has them, K3s is told to leave exactly those alone, and the question is not asked again', () => {
  // GIVEN
  node.write('owner', 'Synced/Healthy');

  // WHEN
  const { status } = freeze();

  // THEN
  expect(status).toBe(0);
  expect(skips()).toEqual(FILES.map((file) => `${file}.skip`));
  expect(node.takeCalls()).toEqual([
    'k3s kubectl --request-timeout=10s get applications.argoproj.io bootstrap --namespace argocd '
      + '--output jsonpath={.status.sync.status}/{.status.health.status}',
    'systemctl stop --no-block homelab-freeze-bootstrap.timer',
  ]);
  expect(freeze().status).toBe(0);
  expect(node.takeCalls()).toEqual([]);
});

test('it is not done before every file is frozen', () => {
  node.write('owner', 'Synced/Healthy');
  node.remove('manifests');
  expect(freeze().status).not.toBe(0);
  expect(node.list('state')).toEqual([]);
});
