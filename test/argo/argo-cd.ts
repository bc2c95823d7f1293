import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { dump, load, loadAll } from 'js-yaml';
import type { Manifest } from '../../charts/core/manifest';
import { at, list, text } from '../../charts/core/rendered-lab';
import { customKinds } from '../../charts/core/pinned-kinds';
import type { Cluster } from './cluster';
import { kubeconfig } from './control-plane';
import { CHARTS_FOLDER, programPath } from './parts';
import { freePort, sleep, type Processes } from './processes';
import type { Upstream } from './upstream';

/** Kinds of the chart that have to be there; its pods are started by hand. */
const APPLIED = new Set([
  'CustomResourceDefinition', 'ConfigMap', 'Secret', 'ServiceAccount', 'Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding',
]);
/** Groups whose definitions are there before Argo CD: those of K3s, and those that Cilium's operator makes. */
const EARLY_GROUPS = ['helm.cattle.io', 'cilium.io'];

/** What Argo CD is started with. */
export interface ArgoCdProps {
  /** A folder of its own. */
  readonly folder: string;
  /** The API server. */
  readonly cluster: Cluster;
  /** Starts its programs. */
  readonly processes: Processes;
  /** Where it finds every host. */
  readonly upstream: Upstream;
}

/** Argo CD's controller and repository server, configured as the rendered chart says. */
export class ArgoCd {
  private readonly admin: string;
  private common: NodeJS.ProcessEnv = {};

  /** @param props - what it is started with */
  constructor(private readonly props: ArgoCdProps) {
    const { folder, cluster } = props;
    this.admin = kubeconfig(folder, 'admin', cluster.port, cluster.token, 'argocd');
  }

  /** Installs and starts it, with `dist/bootstrap` as K3s applies it. @param files - the files of `dist/` */
  public async install(files: ReadonlyMap<string, string>): Promise<void> {
    const { folder, processes } = this.props;
    apply(folder, this.admin, 'k3s', [...EARLY_GROUPS.flatMap(definitions), namespace('argocd'), VOLUME]);
    const chart = render(folder, files);
    this.applyChart(chart);
    // K3s applies these as soon as their kinds exist, which is before the pods of the chart have started.
    const bootstrap = [...files].filter(([file]) => file.startsWith('bootstrap/')).map(([, content]) => load(content) as Manifest);
    apply(folder, this.admin, 'deploy@homelab', bootstrap);
    this.common = await this.environmentOfAll();
    await this.start(chart);
    await sleep(2_000);
    processes.assertAlive();
  }

  /** What helm-controller does when the HelmChart changes: the new configuration, and new pods. @param files - the files of `dist/` */
  public async upgrade(files: ReadonlyMap<string, string>): Promise<void> {
    const chart = render(this.props.folder, files);
    this.applyChart(chart);
    await this.props.processes.stop(PROGRAMS);
    await this.start(chart);
  }

  private applyChart(chart: readonly Manifest[]): void {
    apply(this.props.folder, this.admin, 'helm', chart.filter(({ kind }) => APPLIED.has(kind)));
  }

  /** What its programs have in common: where they are, what they trust, and who they are to the API server. */
  private async environmentOfAll(): Promise<NodeJS.ProcessEnv> {
    const { folder, cluster, upstream } = this.props;
    const asked = await cluster.send('POST', '/api/v1/namespaces/argocd/serviceaccounts/argocd-application-controller/token', {
      apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 86_400 },
    });
    const config = kubeconfig(folder, 'argocd', cluster.port, text(asked, 'status', 'token'), 'argocd');
    const local = (name: string): string => {
      mkdirSync(path.join(folder, name), { recursive: true });
      return path.join(folder, name);
    };
    const bin = local('bin');
    for (const name of ['argocd-application-controller', 'argocd-repo-server', 'argocd-git-ask-pass']) {
      symlinkSync(programPath('argocd'), path.join(bin, name));
    }
    writeFileSync(path.join(local('ssh'), 'ssh_known_hosts'), '');
    return {
      ...upstream.env, HOME: local('home'), TMPDIR: local('tmp'), KUBECONFIG: config, ARGOCD_FAKE_IN_CLUSTER: 'true',
      ARGOCD_GPG_ENABLED: 'false', ARGOCD_TLS_DATA_PATH: local('tls'), ARGOCD_SSH_DATA_PATH: local('ssh'),
      PATH: [bin, path.dirname(programPath('helm')), path.dirname(programPath('git')), process.env['PATH']].join(path.delimiter),
    };
  }

  private async start(chart: readonly Manifest[]): Promise<void> {
    const { folder, processes } = this.props;
    const [redis, repo] = [await freePort(), await freePort()];
    const metrics = async (): Promise<string[]> => ['--metrics-port', String(await freePort())];
    const program = (name: string): string => path.join(folder, 'bin', name);
    processes.start('redis', programPath('redis-server'), [
      '--port', String(redis), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no',
    ]);
    processes.start('argocd-repo-server', program('argocd-repo-server'), [
      '--port', String(repo), '--address', '127.0.0.1', '--metrics-address', '127.0.0.1', '--redis', `127.0.0.1:${redis}`,
      ...await metrics(),
    ], { env: { ...environment(chart, 'argocd-repo-server'), ...this.common } });
    processes.start('argocd-application-controller', program('argocd-application-controller'), [
      '--repo-server', `127.0.0.1:${repo}`, '--redis', `127.0.0.1:${redis}`, '--namespace', 'argocd', ...await metrics(),
    ], { env: { ...environment(chart, 'argocd-application-controller'), ...this.common } });
  }
}

/** What is started, by name. */
const PROGRAMS = ['redis', 'argocd-repo-server', 'argocd-application-controller'];

/** The chart that K3s would install, with the values of `dist/bootstrap`. */
function render(folder: string, files: ReadonlyMap<string, string>): Manifest[] {
  const release = load(files.get('bootstrap/argocd.kube-system.helmchart.k8s.yaml') ?? '') as Manifest;
  const values = path.join(folder, 'argocd.values.yaml');
  writeFileSync(values, text(release, 'spec', 'valuesContent'));
  const { host, pathname } = new URL(text(release, 'spec', 'repo'));
  const archive = path.join(CHARTS_FOLDER, host, pathname, `${text(release, 'spec', 'chart')}-${text(release, 'spec', 'version')}.tgz`);
  const rendered = execFileSync(programPath('helm'), [
    'template', 'argocd', archive, '--namespace', 'argocd', '--values', values, '--include-crds', '--kube-version', '1.36.0',
  ], { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] });
  return (loadAll(rendered) as (Manifest | null)[]).filter((each): each is Manifest => each !== null)
    .filter(({ metadata }) => metadata.annotations?.['helm.sh/hook'] === undefined);
}

/** What the chart puts into the environment of a workload's container. */
function environment(chart: readonly Manifest[], workload: string): NodeJS.ProcessEnv {
  const owner = chart.find(({ kind, metadata }) => ['Deployment', 'StatefulSet'].includes(kind) && metadata.name === workload);
  const container = list(owner, 'spec', 'template', 'spec', 'containers')[0];
  return Object.fromEntries(list(container, 'env').flatMap((entry): [string, string][] => {
    const reference = at(entry, 'valueFrom', 'configMapKeyRef');
    const from = chart.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === text(reference, 'name'));
    const value = at(entry, 'value') ?? at(from, 'data', text(reference, 'key'));
    return typeof value === 'string' ? [[text(entry, 'name'), value]] : [];
  }));
}

/** Definitions of the pinned kinds of a group that take any field: what is in them is judged elsewhere. */
function definitions(group: string): object[] {
  return customKinds().filter((kind) => kind.group === group).map(({ version, kind, plural, scope }) => ({
    apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: `${plural}.${group}` },
    spec: {
      group, scope, names: { kind, plural },
      versions: [{
        name: version, served: true, storage: true, subresources: { status: {} },
        schema: { openAPIV3Schema: { 'type': 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      }],
    },
  }));
}

/** What K3s' provisioner would make for Grafana's claim. */
const VOLUME = {
  apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: 'pretended' },
  spec: {
    capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], persistentVolumeReclaimPolicy: 'Retain', hostPath: { path: '/nowhere' },
  },
};

function namespace(name: string): object {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

function apply(folder: string, config: string, manager: string, objects: readonly object[]): void {
  const file = path.join(folder, `${manager.replace('@', '-')}.yaml`);
  writeFileSync(file, objects.map((object) => dump(object)).join('---\n'));
  const flags = ['--kubeconfig', config, 'apply', '--server-side', '--force-conflicts', '--field-manager', manager, '-f', file];
  for (let attempt = 0; ; attempt += 1) {
    try {
      execFileSync(programPath('kubectl'), flags, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
      return;
    } catch (error) {
      // Kinds are known a moment after their definition.
      if (attempt === 5) { throw error; }
    }
  }
}
