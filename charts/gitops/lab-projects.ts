import type { ApiObject } from 'cdk8s';
import { KUBE_SYSTEM, PLATFORM_NAMESPACES } from '../../config/platform';
import { CHARTS } from '../../versions';
import type { Component, GroupKind } from '../core/component';
import { ADDONS_ROOT, APPLICATIONS_ROOT, OWN_ROOT } from '../core/root-names';
import { projectOfOne } from '../core/project-names';
import { BOOTSTRAP_PROJECT, LAB_PROJECT, merged, ownScope, PLATFORM_PROJECT, upstreamScope, type ProjectScope } from './projects';

/** Everything that has to belong to a project. */
export interface ProjectMembers {
  /** Repository of `dist/`. */
  readonly repoURL: string;
  /** All Applications. */
  readonly components: readonly Component[];
  /** The root of an Application, by what follows `root-` in its name; undefined for the platform's. */
  readonly rootOf: (component: Component) => string | undefined;
  /** The objects of a folder of `dist/`. */
  readonly objectsOf: (folder: string) => readonly ApiObject[];
}

/** The AppProjects of a lab. */
export interface LabProjects {
  /** The AppProject of an Application. */
  readonly projectOf: (component: Component) => string;
  /** Those of the platform. They bound Applications of every root, and are there before any of them. */
  readonly platform: readonly ProjectScope[];
  /** The project that an Application has for itself; undefined for one of the platform's. */
  readonly ownOf: (component: Component) => ProjectScope | undefined;
}

/**
 * Projects of least privilege: each allows what its members are made of.
 *
 * What a lab may be told to drop has to be allowed for longer than it is there, because Argo CD deletes nothing that the project does not
 * allow, without a word (controller/state.go, CompareAppState; appcontroller.go, getPermittedAppLiveObjects; v3.5.1). So the platform's
 * projects allow optional parts whether they are switched on or not, and what comes and goes by its own name, add-ons, Applications of
 * homelab.yaml and layers of a lab's own code, has a project each, which goes after it.
 */
export function labProjects({ repoURL, components, rootOf, objectsOf }: ProjectMembers): LabProjects {
  const isOwn = (component: Component): boolean => [ADDONS_ROOT, APPLICATIONS_ROOT, OWN_ROOT].includes(rootOf(component) ?? '');
  const projectOf = (component: Component): string => {
    const { name, props: { project, source } } = component;
    if (project !== undefined) { return project; }
    if (isOwn(component)) { return projectOfOne(name); }
    return source.kind === 'own' ? LAB_PROJECT : PLATFORM_PROJECT;
  };
  const members = (project: string): Component[] => components.filter((component) => projectOf(component) === project);
  const objects = (of: readonly Component[]): ApiObject[] =>
    of.flatMap(({ props: { source } }) => source.kind === 'own' ? objectsOf(source.folder) : []);

  const lab = members(LAB_PROJECT);
  return {
    projectOf,
    platform: [
      bootstrapScope(repoURL),
      merged(upstreamScope(PLATFORM_PROJECT, 'Charts and CRDs from upstream', members(PLATFORM_PROJECT)), OPTIONAL_CHARTS),
      merged(ownScope(LAB_PROJECT, LAB_DESCRIPTION, { repoURL, components: lab, objects: objects(lab) }), LAB_KINDS),
    ],
    ownOf: (component) => {
      const name = projectOfOne(component.name);
      if (!isOwn(component) || projectOf(component) !== name) { return undefined; }
      const description = `The Application ${component.name} alone`;
      return component.props.source.kind === 'own'
        ? ownScope(name, description, { repoURL, components: [component], objects: objects([component]) })
        : upstreamScope(name, description, [component]);
    },
  };
}

const LAB_DESCRIPTION = 'Manifests synthesised from homelab.yaml';

/** What charts need that a lab may do without; kinds outside a namespace are those of other charts, too. */
const OPTIONAL_CHARTS: Partial<ProjectScope> = {
  sourceRepos: [
    ...[CHARTS['kube-prometheus-stack'], CHARTS['prometheus-operator-crds'], CHARTS.loki, CHARTS.alloy, CHARTS.tempo]
      .map(({ repository }) => repository),
  ],
  namespaces: [PLATFORM_NAMESPACES.monitoring, KUBE_SYSTEM],
};

/**
 * Every kind that some homelab.yaml makes, in whatever namespace: namespaces are declared and dropped, and objects in a dropped one have to
 * be deleted. The list of kinds is what bounds this project, whose only source is the repository that the projects themselves are in.
 */
const LAB_KINDS: Partial<ProjectScope> = {
  namespaces: ['*'],
  clusterKinds: [
    ...kinds('', 'Namespace'),
    ...kinds('cert-manager.io', 'ClusterIssuer'),
    ...kinds('cilium.io', 'CiliumClusterwideNetworkPolicy'),
    ...kinds('rbac.authorization.k8s.io', 'ClusterRole'),
  ],
  namespacedKinds: [
    ...kinds('', 'ConfigMap', 'Service', 'ServiceAccount'),
    ...kinds('batch', 'CronJob'),
    ...kinds('cert-manager.io', 'Certificate'),
    ...kinds('gateway.networking.k8s.io', 'BackendTLSPolicy', 'GRPCRoute', 'Gateway', 'HTTPRoute', 'ReferenceGrant', 'TLSRoute'),
    // A policy that cannot be pruned would go on cutting its pods off.
    ...kinds('cilium.io', 'CiliumNetworkPolicy'),
    ...kinds('networking.k8s.io', 'NetworkPolicy'),
    ...kinds('metallb.io', 'IPAddressPool', 'L2Advertisement'),
    ...kinds('monitoring.coreos.com', 'PodMonitor', 'PrometheusRule', 'ServiceMonitor'),
    ...kinds('networking.istio.io', 'ServiceEntry'),
    ...kinds('rbac.authorization.k8s.io', 'Role', 'RoleBinding'),
    ...kinds('security.istio.io', 'AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication'),
    ...kinds('telemetry.istio.io', 'Telemetry'),
  ],
};

function kinds(group: string, ...names: readonly string[]): GroupKind[] {
  return names.map((kind) => ({ group, kind }));
}

/** The project of what K3s installs, of the projects and of the root Applications: what dist/bootstrap and dist/root hold, kind by kind. */
function bootstrapScope(repoURL: string): ProjectScope {
  return {
    name: BOOTSTRAP_PROJECT,
    description: 'What K3s installs, and the Applications themselves',
    sourceRepos: [repoURL],
    namespaces: [PLATFORM_NAMESPACES.argocd, KUBE_SYSTEM],
    clusterKinds: [],
    namespacedKinds: [
      { group: 'argoproj.io', kind: 'AppProject' },
      { group: 'argoproj.io', kind: 'Application' },
      { group: 'helm.cattle.io', kind: 'HelmChart' },
    ],
  };
}
