import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { load } from 'js-yaml';
import { readConfig } from '../../charts/load-config';
import { synthesise } from '../../synth/synthesise';
import { ApiServer } from './api-server';
import { prepare } from './judge';
import { describeWithServer, part } from './parts';

/*
 * The scripts of a lab with host: none, against a real API server with Node objects as K3s writes them. Nothing runs on these nodes.
 */

const CONFIG = readConfig(`
host: none
gitops: { repoURL: https://github.com/frank/lab.git }
network: { cidr: 192.168.1.0/24, loadBalancerRange: 192.168.1.200-192.168.1.220 }
nodes: [{ name: nuc, address: 192.168.1.20, cpus: 4, memoryGiB: 16, diskGiB: 200 }]
tls: { issuer: homelab-ca }
`, 'homelab.yaml');

/** What K3s v1.36 writes to k3s.io/node-args when it is started with the lab's configuration: values of flags as a text of their own. */
const GOOD_ARGUMENTS = [
  'server', '--node-name', 'nuc', '--node-ip', '192.168.1.20', '--tls-san', '192.168.1.20', '--tls-san', 'nuc',
  '--cluster-cidr', '10.42.0.0/16', '--service-cidr', '10.43.0.0/16', '--flannel-backend', 'none', '--disable-network-policy', 'true',
  '--disable-kube-proxy', 'true', '--disable', 'traefik', '--disable', 'servicelb', '--write-kubeconfig-mode', '0600',
];

interface Machine {
  readonly name: string;
  readonly address: string;
  readonly arguments: readonly string[];
  readonly architecture: string;
  readonly kernel: string;
  readonly release: string;
  readonly cpus: string;
  readonly memory: string;
  readonly disk: string;
  readonly pods: string;
  readonly taints: readonly object[];
}

const NUC: Machine = {
  name: 'nuc', address: '192.168.1.20', arguments: GOOD_ARGUMENTS, architecture: 'amd64', kernel: '6.8.0-45-generic',
  release: 'v1.36.4+k3s1', cpus: '4', memory: '16278212Ki', disk: '205314024Ki', pods: '10.42.0.0/24',
  taints: [{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }],
};

describeWithServer('the scripts of host: none', () => {
  let server: ApiServer;
  let folder: string;
  beforeAll(async () => {
    server = await ApiServer.start();
    await prepare(server, []);
    folder = mkdtempSync(path.join(tmpdir(), 'host-none-'));
    const lab = synthesise(CONFIG);
    const files = new Map([
      ...[...lab.files].map(([file, text]) => [`dist/${file}`, text] as const),
      ...[...lab.scripts].map(([file, text]) => [`scripts/${file}`, text] as const),
    ]);
    for (const [file, text] of files) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    }
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    for (const url of ['/api/v1/nodes', '/apis/storage.k8s.io/v1/storageclasses', '/apis/apps/v1/namespaces/kube-system/daemonsets']) {
      await server.ask('DELETE', url);
    }
    await server.ask('DELETE', '/apis/helm.cattle.io/v1/namespaces/kube-system/helmcharts');
  });

  function run(script: string, args: readonly string[] = [], more: Readonly<Record<string, string>> = {}): SpawnSyncReturns<string> {
    return spawnSync('bash', [path.join(folder, 'scripts', script), ...args], {
      encoding: 'utf8', input: '',
      env: { PATH: process.env['PATH'] ?? '', HOME: folder, KUBECONFIG: server.kubeconfig, KUBECTL: part('kubectl'), ...more },
    });
  }
  const check = (): SpawnSyncReturns<string> => run('check-cluster.sh');
  /** The first lines of all findings. */
  const findings = (): string[] => check().stdout.split('\n').filter((line) => line.startsWith('fail  ')).map((line) => line.slice(6));

  async function make(url: string, object: object): Promise<void> {
    const { status, body } = await server.ask('POST', url, object);
    expect([status, body.message]).toEqual([201, undefined]);
  }

  /** A node as K3s registers it, and what else a fresh K3s has. */
  async function cluster(changes: Partial<Machine> = {}, isWhole = true): Promise<void> {
    const machine = { ...NUC, ...changes };
    await make('/api/v1/nodes', {
      apiVersion: 'v1', kind: 'Node',
      metadata: {
        name: machine.name, labels: { 'node-role.kubernetes.io/control-plane': 'true' },
        annotations: { 'k3s.io/node-args': JSON.stringify(machine.arguments) },
      },
      spec: { podCIDR: machine.pods, taints: machine.taints },
    });
    const { status } = await server.ask('PATCH', `/api/v1/nodes/${machine.name}/status`, {
      status: {
        addresses: [{ type: 'InternalIP', address: machine.address }, { type: 'Hostname', address: machine.name }],
        capacity: { 'cpu': machine.cpus, 'memory': machine.memory, 'ephemeral-storage': machine.disk, 'pods': '110' },
        nodeInfo: {
          architecture: machine.architecture, operatingSystem: 'linux', kernelVersion: machine.kernel, kubeletVersion: machine.release,
          osImage: 'Ubuntu 24.04.1 LTS', bootID: 'a', machineID: 'a', systemUUID: 'a', containerRuntimeVersion: 'containerd://2.1.4-k3s1',
          kubeProxyVersion: '',
        },
      },
    }, 'application/strategic-merge-patch+json');
    expect(status).toBe(200);
    if (!isWhole) { return; }
    await make('/apis/storage.k8s.io/v1/storageclasses', {
      apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', provisioner: 'rancher.io/local-path',
      metadata: { name: 'local-path', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    });
  }

  async function daemonSet(name: string): Promise<void> {
    await make('/apis/apps/v1/namespaces/kube-system/daemonsets', {
      apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name, namespace: 'kube-system' },
      spec: {
        selector: { matchLabels: { app: name } },
        template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'main', image: 'example.org/main:1' }] } },
      },
    });
  }

  test('a K3s that was started with the configuration of the lab is as it should be', async () => {
    // GIVEN
    await cluster();
    // WHEN
    const { status, stdout, stderr } = check();
    // THEN
    expect([status, stdout, stderr]).toEqual([
      0, 'The cluster is as this lab needs it. Next: bash scripts/secrets.sh, then bash scripts/bootstrap.sh\n', '',
    ]);
  });

  test('a K3s as its installer makes it has all in it that the lab cannot do with, each with its reason and its remedy', async () => {
    // GIVEN
    await cluster({ arguments: ['server'] }, false);
    await daemonSet('svclb-traefik-1234');
    // WHEN
    const { status, stdout } = check();
    // THEN
    expect(status).toBe(1);
    expect(findings()).toEqual([
      'node nuc: runs flannel', "node nuc: runs K3s' network policy controller", 'node nuc: runs kube-proxy', 'node nuc: installs Traefik',
      'node nuc: runs ServiceLB', "DaemonSet kube-system/svclb-traefik-1234 is K3s' ServiceLB",
      'the cluster has no default StorageClass',
    ]);
    expect(stdout.split('\n').filter((line) => line.startsWith('      why: '))).toHaveLength(7);
    expect(stdout.split('\n').filter((line) => line.startsWith('      fix: '))).toHaveLength(7);
    expect(stdout).toContain('\n7 finding(s). Nothing was changed.\n');
  });

  test.each<readonly [string, Partial<Machine>, readonly string[]]>([
    ['flags on the command line, as people write them', {
      arguments: [
        'server', '--flannel-backend=none', '--disable-network-policy', '--disable-kube-proxy', '--disable=traefik,servicelb',
      ],
    }, []],
    ['flags that are off', {
      arguments: [...GOOD_ARGUMENTS.slice(0, -2), '--disable-kube-proxy=false'],
    }, ['node nuc: runs kube-proxy']],
    ['other networks', {
      arguments: ['server', '--cluster-cidr', '10.52.0.0/16', '--service-cidr=10.53.0.0/16', ...GOOD_ARGUMENTS.slice(13)],
    }, [
      'node nuc: has 10.52.0.0/16 for pods, and homelab.yaml says 10.42.0.0/16',
      'node nuc: has 10.53.0.0/16 for Services, and homelab.yaml says 10.43.0.0/16',
    ]],
    ['parts and ports that the layers rest on', {
      arguments: [
        ...GOOD_ARGUMENTS, '--disable', 'coredns', '--https-listen-port', '7443', '--cluster-domain', 'lab.local', '--docker',
      ],
    }, [
      'node nuc: leaves CoreDNS out', 'node nuc: has the argument cluster-domain=lab.local',
      'node nuc: has the argument https-listen-port=7443', 'node nuc: has the argument docker',
    ]],
    ['values that are those of K3s anyway', {
      arguments: [...GOOD_ARGUMENTS, '--cluster-domain', 'cluster.local', '--https-listen-port=6443'],
    }, []],
    ['pods outside the network of pods', { pods: '10.244.0.0/24' }, [
      'node nuc: gives pods addresses of 10.244.0.0/24, outside network.podCIDR 10.42.0.0/16',
    ]],
    ['another name and address', { name: 'pi', address: '192.168.1.21' }, [
      'the cluster has no node named nuc', 'the cluster has no node at 192.168.1.20',
    ]],
    ['an address in another network', { address: '10.0.0.5' }, [
      'node nuc: has the address 10.0.0.5, outside network.cidr 192.168.1.0/24', 'the cluster has no node at 192.168.1.20',
    ]],
    ["an address of MetalLB's", { address: '192.168.1.205' }, [
      "node nuc: has an address of MetalLB's (192.168.1.205 in 192.168.1.200-192.168.1.220)", 'the cluster has no node at 192.168.1.20',
    ]],
    ['an older patch release', { release: 'v1.36.2+k3s1' }, ['node nuc: runs K3s v1.36.2+k3s1, and homelab.yaml says v1.36.4+k3s1']],
    ['an older Kubernetes', { release: 'v1.33.4+k3s1' }, [
      'node nuc: runs K3s v1.33.4+k3s1, and the charts of this lab are tested with Kubernetes 1.36',
    ]],
    ['a newer patch release', { release: 'v1.36.11+k3s2' }, []],
    ['no K3s', { release: 'v1.36.4', arguments: [] }, ['node nuc: runs Kubernetes v1.36.4, which is no K3s']],
    ['a Raspberry Pi with Ubuntu', { architecture: 'arm64', kernel: '6.8.0-1013-raspi' }, []],
    ['a Raspberry Pi with its own system', { architecture: 'arm64', kernel: '6.6.62+rpt-rpi-v8' }, [
      'node nuc: runs the kernel of Raspberry Pi OS (6.6.62+rpt-rpi-v8)',
    ]],
    ['a 32-bit system', { architecture: 'arm' }, ['node nuc: is a machine of the architecture arm']],
    ['an old kernel', { kernel: '5.4.0-190-generic' }, ['node nuc: runs Linux 5.4.0-190-generic']],
    ['a smaller machine', { cpus: '2', memory: '8041404Ki', disk: '61255492Ki' }, [
      'node nuc: has 2 CPUs, and homelab.yaml says 4', 'node nuc: has 7 GiB of memory, and homelab.yaml says 16',
      'node nuc: has 58 GiB of disk, and homelab.yaml says 200',
    ]],
    ['a taint', { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] }, [
      'node nuc: has the taint node-role.kubernetes.io/control-plane:NoSchedule',
    ]],
  ])('%s', async (_, changes, expected) => {
    await cluster(changes);
    expect(findings()).toEqual(expected);
  });

  test.each([
    ['calico-node', 'is another pod network'], ['kube-flannel-ds', 'is another pod network'], ['kube-proxy', 'is a kube-proxy'],
    ['traefik', 'is a Traefik'], ['cilium', 'is there already'], ['metallb-speaker', 'is there already'],
  ])('what %s would break is said', async (name, what) => {
    await cluster();
    await daemonSet(name);
    expect(findings()).toEqual([`DaemonSet kube-system/${name} ${what}`]);
  });

  test('a cluster without nodes, and one of two, are told apart from what is wrong', async () => {
    expect(findings()).toContain('the cluster has no node');
    await cluster();
    await cluster({ name: 'second', address: '192.168.1.22' }, false);
    const { status, stdout } = check();
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^note {2}There are 2 nodes\. The layers are made for one: /)]);
  });

  test('no cluster is another answer than a bad one', () => {
    const { status, stderr } = run('check-cluster.sh', [], { KUBECONFIG: '/nowhere' });
    expect([status, stderr]).toEqual([2, expect.stringContaining('The cluster does not answer: ')]);
  });

  test('Secrets are made from variables and files, and no value is printed', async () => {
    // GIVEN
    const file = path.join(folder, 'password');
    writeFileSync(file, 'p§ss "word" $HOME');
    const missing = run('secrets.sh', ['--missing']);
    expect([missing.status, missing.stdout]).toEqual([1, 'monitoring/grafana-admin is missing: Grafana does not start without it\n']);
    // WHEN
    const made = run('secrets.sh', [], {
      HOMELAB_SECRET_MONITORING_GRAFANA_ADMIN_ADMIN_USER: 'frank', HOMELAB_SECRET_MONITORING_GRAFANA_ADMIN_ADMIN_PASSWORD_FILE: file,
    });
    // THEN
    expect([made.status, made.stdout, made.stderr]).toEqual([
      0, 'monitoring/grafana-admin: Grafana does not start without it\n  monitoring/grafana-admin is made\n', '',
    ]);
    const { body } = await server.ask('GET', '/api/v1/namespaces/monitoring/secrets/grafana-admin');
    const data = Object.entries(body['data'] as Record<string, string>)
      .map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]);
    expect(data).toEqual([['admin-password', 'p§ss "word" $HOME'], ['admin-user', 'frank']]);
    expect(run('secrets.sh').stdout).toBe('monitoring/grafana-admin is there\n');
    expect(run('secrets.sh', ['--missing']).status).toBe(0);
  });

  test('the root Application is brought once, with the very objects of dist/bootstrap', async () => {
    // GIVEN the Secrets of the test before, and what Argo CD's chart would have made
    await cluster();
    await make('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'argocd' } });
    // WHEN
    const { status, stdout, stderr } = run('bootstrap.sh', [], { BOOTSTRAP_TRIES: '2', BOOTSTRAP_PAUSE: '0' });
    // THEN
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('application.argoproj.io/root serverside-applied\n');
    const { body } = await server.ask('GET', '/apis/helm.cattle.io/v1/namespaces/kube-system/helmcharts/cilium');
    const made = body as { spec: object; metadata: { managedFields: { manager: string }[] } };
    const { files } = synthesise(CONFIG);
    const written = [...files].find(([file]) => /cilium.*helmchart/.test(file))!;
    expect(made.spec).toMatchObject((load(written[1]) as { spec: object }).spec);
    expect(made.metadata.managedFields.map(({ manager }) => manager)).toEqual(['argocd-controller']);
    expect(run('bootstrap.sh').stdout).toContain('Argo CD has the lab already (argocd/root)');
  });

  test('what is wrong with the cluster stops it before anything is applied', async () => {
    await server.ask('DELETE', '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/root');
    await cluster({ arguments: ['server'] });
    const { status } = run('bootstrap.sh');
    expect(status).toBe(1);
    const { body } = await server.ask('GET', '/apis/helm.cattle.io/v1/namespaces/kube-system/helmcharts');
    expect(body['items']).toEqual([]);
  });
});
