import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { Cluster } from './cluster';
import { programPath } from './parts';
import { freePort, until, type Processes } from './processes';

/** The administrator and the components, by their tokens. They live as long as the tests, on loopback. */
const USERS = [
  ['admin', 'admin', 'system:masters'], ['manager', 'system:kube-controller-manager', ''], ['scheduler', 'system:kube-scheduler', ''],
];

/** A control plane without a node's network: etcd, API server, controller manager, scheduler and kwok, which plays the kubelet. */
export async function startControlPlane(folder: string, processes: Processes): Promise<Cluster> {
  const [client, peer, port] = [await freePort(), await freePort(), await freePort()];
  const etcd = `http://127.0.0.1:${client}`;
  const peers = `http://127.0.0.1:${peer}`;
  processes.start('etcd', programPath('etcd'), [
    '--data-dir', path.join(folder, 'etcd'), '--listen-client-urls', etcd, '--advertise-client-urls', etcd, '--listen-peer-urls', peers,
    '--initial-advertise-peer-urls', peers, '--initial-cluster', `default=${peers}`, '--unsafe-no-fsync', '--log-level', 'warn',
  ]);
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = write(folder, 'sa.key', privateKey.export({ type: 'pkcs1', format: 'pem' }).toString());
  const publicFile = write(folder, 'sa.pub', publicKey.export({ type: 'spki', format: 'pem' }).toString());
  const tokens = write(folder, 'tokens.csv', USERS.map(([token, name, group]) => `${token},${name},${name},"${group}"`).join('\n'));
  const certificates = path.join(folder, 'certificates');
  processes.start('kube-apiserver', programPath('kube-apiserver'), [
    '--etcd-servers', etcd, '--bind-address', '127.0.0.1', '--advertise-address', '127.0.0.1', '--secure-port', String(port),
    '--cert-dir', certificates, '--token-auth-file', tokens, '--authorization-mode', 'RBAC', '--endpoint-reconciler-type', 'none',
    '--service-cluster-ip-range', '10.43.0.0/16', '--service-account-key-file', publicFile, '--service-account-signing-key-file', key,
    '--service-account-issuer', 'https://kubernetes.default.svc.cluster.local', '--allow-privileged',
    // The webhooks of charts are served by pods, which only pretend to run here: they would refuse everything.
    '--disable-admission-plugins', 'MutatingAdmissionWebhook,ValidatingAdmissionWebhook',
    '--max-requests-inflight', '1000', '--max-mutating-requests-inflight', '500',
  ]);
  const cluster = new Cluster(port, 'admin');
  await until('the API server is ready', 90, async () => {
    processes.assertAlive();
    return (await cluster.send('GET', '/readyz').catch(() => undefined)) === 'ok';
  });

  processes.start('kube-controller-manager', programPath('kube-controller-manager'), [
    '--kubeconfig', kubeconfig(folder, 'manager', port, 'manager'), '--leader-elect=false', '--secure-port', '0',
    '--service-account-private-key-file', key, '--root-ca-file', path.join(certificates, 'apiserver.crt'),
    '--use-service-account-credentials', '--node-monitor-grace-period', '2h',
  ]);
  processes.start('kube-scheduler', programPath('kube-scheduler'), [
    '--kubeconfig', kubeconfig(folder, 'scheduler', port, 'scheduler'), '--leader-elect=false', '--secure-port', '0',
  ]);
  processes.start('kwok', programPath('kwok'), [
    '--kubeconfig', kubeconfig(folder, 'kwok', port, 'admin'), '--manage-all-nodes', '--node-ip', '127.0.0.1', '--cidr', '10.42.0.0/16',
    '--server-address', `127.0.0.1:${await freePort()}`, '--config', path.join(__dirname, 'stages.yaml'),
  ]);
  await cluster.send('POST', '/api/v1/nodes', NODE);
  return cluster;
}

/** Writes a kubeconfig, and says where. */
export function kubeconfig(folder: string, name: string, port: number, token: string, namespace = 'default'): string {
  return write(folder, `${name}.kubeconfig`, stringify({
    apiVersion: 'v1', kind: 'Config', 'current-context': 'lab',
    clusters: [{ name: 'lab', cluster: { server: `https://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'user', user: { token } }],
    contexts: [{ name: 'lab', context: { cluster: 'lab', user: 'user', namespace } }],
  }));
}

const ROOM = { 'cpu': '8', 'memory': '32Gi', 'pods': '200', 'ephemeral-storage': '80Gi' };
const NODE = {
  apiVersion: 'v1', kind: 'Node',
  metadata: {
    name: 'homelab',
    labels: { 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64', 'kubernetes.io/hostname': 'homelab' },
  },
  status: { capacity: ROOM, allocatable: ROOM },
};

function write(folder: string, name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}
