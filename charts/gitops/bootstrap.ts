import type { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { Application } from '../../imports/argoproj.io';
import { HelmChart, HelmChartSpecFailurePolicy } from '../../imports/helm.cattle.io';
import type { BootstrapRelease } from '../core/bootstrap-release';
import type { Component } from '../core/component';
import type { AskedKey, DerivedKey } from '../core/required-secret';
import { Layer, type Contributions } from '../core/layer';
import { HOUR, MINUTE } from '../core/seconds';
import { toYaml } from '../core/yaml';
import { ARGO_CD_SECRET } from './argo-cd-login';
import { addProject } from './app-project';
import { argocdRules } from './alerts';
import type { GitSource } from './argo-applications';
import { IN_CLUSTER } from './in-cluster';
import { BOOTSTRAP_PROJECT, type ProjectScope } from './projects';
import { argoCdTargets } from './scrape-targets';
import { syncPolicy } from './sync-policy';

/** What the bootstrap folder is made from. */
export interface BootstrapProps {
  /** Where Argo CD reads the lab's folders. */
  readonly git: GitSource;
  /** Argo CD: its chart, its namespace and its values, complete. */
  readonly argocd: BootstrapRelease;
}

/** Folder of the objects K3s applies at its first start. */
export const BOOTSTRAP_FOLDER = 'bootstrap';

/** helm-controller looks for HelmChart objects here. */
const HELM_CONTROLLER_NAMESPACE = 'kube-system';

/** Keys that every repository Secret has, https://argo-cd.readthedocs.io/en/stable/operator-manual/argocd-repositories-yaml/. */
const repositoryKeys = (url: string): readonly DerivedKey[] => [{ key: 'type', value: 'git' }, { key: 'url', value: url }];
/** What else it has for a repository that is read over https. */
const PASSWORD_KEYS: readonly AskedKey[] = [
  { key: 'username', description: 'user name; any word goes with a token' },
  { key: 'password', description: 'password, or a token that may read the repository' },
];
/** What else it has for one that is read over ssh. */
const DEPLOY_KEY: readonly AskedKey[] = [
  { key: 'sshPrivateKey', description: 'private half of a deploy key that may read, without a passphrase', kind: 'ssh-private-key' },
];

/**
 * What has to exist before Argo CD can sync anything. K3s applies these very files at its first start; then Argo CD owns them from git.
 */
export class Bootstrap extends Layer {
  /** The Application of this folder. */
  public readonly component: Component;

  /**
   * @param scope - the lab
   * @param id - name of the folder
   * @param props - Argo CD, and the repository it reads
   */
  constructor(scope: Construct, id: string, private readonly props: BootstrapProps) {
    super(scope, id);
    const { git, argocd: { namespace } } = props;
    this.component = this.addOwnFolder({ namespace, project: BOOTSTRAP_PROJECT, cascade: false });
    this.node.addValidation({ validate: () => this.sharedAddOns() });
    const isHttps = git.repoURL.startsWith('https://');
    this.requireSecret({
      namespace,
      name: 'gitops-repository',
      keys: [...repositoryKeys(git.repoURL), ...isHttps ? PASSWORD_KEYS : DEPLOY_KEY],
      labels: { 'argocd.argoproj.io/secret-type': 'repository' },
      purpose: isHttps ? `Argo CD reads ${git.repoURL}, if it is private` : `Argo CD reads ${git.repoURL}: over SSH nothing is public`,
      required: !isHttps,
    });
    this.addRelease(props.argocd);
    this.addNamespace({ name: namespace, ambient: false, podSecurity: 'baseline' });
    argoCdTargets(namespace).forEach((target) => { this.addScrapeTarget(target); });
    this.addAlerts(argocdRules());
  }

  /** Makes a HelmChart of every chart that a layer wants to be there before Argo CD. */
  public override complete({ releases }: Contributions): void {
    releases.forEach((release) => { this.makeHelmChart(release); });
  }

  /**
   * Asks for the Secret by which Argo CD logs people in at a provider.
   *
   * @param name - of the Secret
   * @param clientID - id of the client whose secret it holds
   */
  public addLoginSecret(name: string, clientID: string): void {
    this.requireSecret({
      namespace: this.props.argocd.namespace, name, labels: ARGO_CD_SECRET,
      keys: [{ key: 'client-secret', description: `secret of the client ${clientID}, the same as in the namespace oauth2-proxy` }],
      purpose: 'without it people log in to Argo CD with the password of admin alone',
    });
  }

  /** Makes AppProjects that are there before any Application of theirs is synced. */
  public addProjects(projects: readonly ProjectScope[]): void {
    // Without one, Argo CD would refuse all that belongs to it.
    const annotations = { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' };
    projects.forEach((project) => { addProject(this, project, { namespace: this.props.argocd.namespace, annotations }); });
  }

  /** Makes the root Application of the platform, which brings all others. */
  public addRoot(name: string): void {
    const { git, argocd: { namespace } } = this.props;
    new Application(this, `root-${name}`, {
      metadata: {
        name,
        namespace,
        annotations: {
          'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
          // One of a root's children is the Application of this folder, which holds the root: each would wait for the other's health, for
          // ever.
          'argocd.argoproj.io/ignore-healthcheck': 'true',
        },
      },
      spec: {
        project: BOOTSTRAP_PROJECT,
        source: { repoUrl: git.repoURL, targetRevision: git.revision, path: `${git.path}/${name}` },
        destination: { server: IN_CLUSTER, namespace },
        syncPolicy: syncPolicy({ source: 'own' }),
      },
    });
  }

  /**
   * K3s keeps one AddOn per file, named by what stands before the first dot of the file's name, and prunes what an AddOn no longer holds:
   * two files of one name would delete each other's objects in turns (k3s pkg/deploy/controller.go, basename).
   */
  private sharedAddOns(): string[] {
    const names = this.objects.map(({ name }) => name.split('.')[0] ?? name);
    const shared = names.filter((name, index) => names.indexOf(name) !== index);
    return [...new Set(shared)]
      .map((name) => `two objects are named "${name}"; K3s tells files apart by what stands before the first dot, so rename one`);
  }

  private makeHelmChart({ name, namespace, pin, values, beforeNetwork = false, timeout }: BootstrapRelease): void {
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
        ...timeout === undefined ? {} : { timeout: helmTimeout(timeout) },
        // The default, reinstall, would answer a failed upgrade by uninstalling the CNI; abort would wait for a person for ever, and never
        // apply a commit that corrects the values. K3s knows this one since 1.36.4 (helm-controller 0.17.6).
        failurePolicy: HelmChartSpecFailurePolicy.RETRY,
        valuesContent: toYaml(values),
      },
    });
  }
}

/** In the form that Go prints, such as `30m0s`: helm-controller may write the object back, and any other form would then be drift. */
function helmTimeout(timeout: Duration): string {
  const seconds = timeout.toSeconds();
  const hours = Math.floor(seconds / HOUR);
  return `${hours > 0 ? `${hours}h` : ''}${Math.floor(seconds % HOUR / MINUTE)}m${seconds % MINUTE}s`;
}
