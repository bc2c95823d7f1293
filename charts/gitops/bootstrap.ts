import type { Construct } from 'constructs';
import { AppProject, Application } from '../../imports/argoproj.io';
import { HelmChart, HelmChartSpecFailurePolicy } from '../../imports/helm.cattle.io';
import { IN_CLUSTER, syncPolicy, type GitSource } from './argo-applications';
import type { ChartPin } from '../core/component';
import type { HelmValues } from '../core/helm-values';
import { Layer } from '../core/layer';
import type { ProjectScope } from './projects';
import { toYaml } from '../core/yaml';

/** A chart that K3s' helm-controller installs. */
export interface BootstrapRelease {
  readonly name: string;
  /** Namespace of the release; made if missing. */
  readonly namespace: string;
  readonly pin: ChartPin;
  readonly values: HelmValues;
  /** Set for what must run before the node has a network: the job then uses the host's. @default false */
  readonly beforeNetwork?: boolean;
  /** How long Helm waits for the chart's hooks, as a Go duration. @default - Helm's own, 5m */
  readonly timeout?: string;
}

/** An Application that syncs a folder of Applications. */
export interface RootApplication {
  readonly name: string;
  /** Folder below `dist/`. */
  readonly folder: string;
}

export interface BootstrapProps {
  readonly git: GitSource;
  /** Namespace of Argo CD. */
  readonly namespace: string;
  readonly releases: readonly BootstrapRelease[];
  readonly roots: readonly RootApplication[];
  readonly projects: readonly ProjectScope[];
  /** AppProject of the root Applications. */
  readonly rootProject: string;
}

/** helm-controller looks for HelmChart objects here. */
const HELM_CONTROLLER_NAMESPACE = 'kube-system';

/** Keys that every repository Secret has, https://argo-cd.readthedocs.io/en/stable/operator-manual/argocd-repositories-yaml/. */
const REPOSITORY_KEYS = [{ key: 'type', description: 'the word git' }, { key: 'url', description: 'address of the repository, exactly as gitops.repoURL has it' }];

/**
 * What has to exist before Argo CD can sync anything. K3s applies these very files at its first start; then Argo CD owns them from git.
 */
export class Bootstrap extends Layer {
  constructor(scope: Construct, id: string, props: BootstrapProps) {
    super(scope, id);
    props.releases.forEach((release) => this.addRelease(release));
    props.projects.forEach((project) => this.addProject(props.namespace, project));
    props.roots.forEach((root) => this.addRoot(props, root));
    this.node.addValidation({ validate: () => this.sharedAddOns() });
    this.requireSecret({
      namespace: props.namespace,
      name: 'gitops-repository',
      keys: props.git.repoURL.startsWith('https://')
        ? [...REPOSITORY_KEYS, { key: 'username', description: 'user name; any word goes with a token' }, { key: 'password', description: 'password, or a token that may read the repository' }]
        : [...REPOSITORY_KEYS, { key: 'sshPrivateKey', description: 'private key of a deploy key, in PEM' }],
      labels: { 'argocd.argoproj.io/secret-type': 'repository' },
      purpose: `Argo CD reads ${props.git.repoURL}, if it is private`,
      required: false,
    });
  }

  /**
   * K3s keeps one AddOn per file, named by what stands before the first dot of the file's name, and prunes what an AddOn no longer holds:
   * two files of one name would delete each other's objects in turns (k3s pkg/deploy/controller.go, basename).
   */
  private sharedAddOns(): string[] {
    const names = this.objects.map(({ name }) => name.split('.')[0] ?? name);
    const shared = names.filter((name, index) => names.indexOf(name) !== index);
    return [...new Set(shared)].map((name) => `two objects are named "${name}"; K3s tells files apart by what stands before the first dot, so rename one`);
  }

  private addRelease({ name, namespace, pin, values, beforeNetwork = false, timeout }: BootstrapRelease): void {
    new HelmChart(this, `release-${name}`, {
      metadata: {
        name,
        namespace: HELM_CONTROLLER_NAMESPACE,
        // Deleting a HelmChart uninstalls the release; losing a file in git must not take the network down.
        annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' },
      },
      spec: {
        repo: pin.repository,
        chart: pin.chart,
        version: pin.version,
        targetNamespace: namespace,
        createNamespace: true,
        bootstrap: beforeNetwork,
        ...timeout === undefined ? {} : { timeout },
        // The default, reinstall, would answer a failed upgrade by uninstalling the CNI.
        failurePolicy: HelmChartSpecFailurePolicy.ABORT,
        valuesContent: toYaml(values),
      },
    });
  }

  private addProject(namespace: string, project: ProjectScope): void {
    new AppProject(this, `project-${project.name}`, {
      metadata: { name: project.name, namespace, annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' } },
      spec: {
        description: project.description,
        sourceRepos: [...project.sourceRepos],
        destinations: project.namespaces.map((each) => ({ server: IN_CLUSTER, namespace: each })),
        clusterResourceWhitelist: project.clusterKinds.map((each) => ({ ...each })),
        ...project.namespacedKinds ? { namespaceResourceWhitelist: project.namespacedKinds.map((each) => ({ ...each })) } : {},
      },
    });
  }

  private addRoot({ git, namespace, rootProject }: BootstrapProps, { name, folder }: RootApplication): void {
    new Application(this, `root-${name}`, {
      metadata: {
        name,
        namespace,
        annotations: {
          'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
          // One of a root's children is the Application of this folder, which holds the root: each would wait for the other's health, for ever.
          'argocd.argoproj.io/ignore-healthcheck': 'true',
        },
      },
      spec: {
        project: rootProject,
        source: { repoUrl: git.repoURL, targetRevision: git.revision, path: `${git.path}/${folder}` },
        destination: { server: IN_CLUSTER, namespace },
        syncPolicy: syncPolicy({ source: 'own' }),
      },
    });
  }
}
