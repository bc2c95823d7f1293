import type { ApiObject, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import type { AddonName } from '../config/addons/names';
import { PLATFORM_NAMESPACES } from '../config/platform';
import type { HomelabConfig } from '../config/schema';
import type { Addon } from './addons/addon';
import { addons } from './addons/from-config';
import { ownApplications } from './applications/from-config';
import type { OwnApplications } from './applications/own-applications';
import type { CertificateAuthority } from './certificates/certificate-authority';
import type { ClusterIssuers } from './certificates/cluster-issuers';
import { certificateAuthority, clusterIssuers, gatewayCertificate } from './certificates/from-config';
import type { GatewayCertificate } from './certificates/gateway-certificate';
import type { CniChaining } from './cni/cni-chaining';
import { cniChaining } from './cni/from-config';
import type { ClusterDns } from './cluster-dns/cluster-dns';
import { clusterDns } from './cluster-dns/from-config';
import { isAlert, type AlertRule, type RuleGroup } from './core/alert-rule';
import { untraced } from './core/code-place';
import type { Component } from './core/component';
import type { HelmValues } from './core/helm-values';
import { Layer, type Contributions } from './core/layer';
import { traceChildren } from './core/origin';
import { Patches, type ObjectSelector } from './core/patches';
import type { RequiredSecret } from './core/required-secret';
import { OWN_ROOT } from './core/root-names';
import { gatewayApiCrds } from './crds/from-config';
import type { GatewayApiCrds } from './crds/gateway-api-crds';
import { mainGateway } from './gateway/from-config';
import type { MainGateway } from './gateway/main-gateway';
import { ArgoApplications } from './gitops/argo-applications';
import type { Bootstrap } from './gitops/bootstrap';
import { bootstrap } from './gitops/from-config';
import { labProjects } from './gitops/lab-projects';
import { planAppOfApps, ROOT } from './gitops/roots';
import { logs } from './logs/from-config';
import type { Logs } from './logs/logs';
import { istioAmbient } from './mesh/from-config';
import type { IstioAmbient } from './mesh/istio-ambient';
import { lanServices } from './lan/from-config';
import type { LanServices } from './lan/lan-services';
import { metalLbPools } from './metallb/from-config';
import type { MetalLbPools } from './metallb/metallb-pools';
import { monitoring, prometheusRules } from './monitoring/from-config';
import type { Monitoring } from './monitoring/monitoring';
import type { PlainRuleGroup, PrometheusRules } from './monitoring/prometheus-rules';
import type { AmbientNamespaces } from './namespaces/ambient-namespaces';
import { ambientNamespaces } from './namespaces/from-config';
import { servicePolicies } from './policy/from-config';
import type { ServicePolicies } from './policy/service-policies';
import { httpRoutes } from './routes/from-config';
import type { HttpRoutes } from './routes/http-routes';
import { traces } from './traces/from-config';
import type { Traces } from './traces/traces';
import { ztunnelRestart } from './ztunnel/from-config';
import type { ZtunnelRestart } from './ztunnel/ztunnel-restart';

/** Folder of the runbooks, in the lab's own. */
export const RUNBOOKS_FOLDER = 'runbooks';

/** What a lab cannot know by its configuration. */
export interface HomelabOptions {
  /** The lab's folder, from the root of its repository, with "/". Alerts link to the runbooks in it. @default - the root itself */
  readonly path?: string;
}

/** A lab that has been read: nothing can be added any more. */
interface CompletedLab {
  readonly layers: readonly Layer[];
  readonly waves: ReadonlyMap<Component, number>;
}

/**
 * The whole lab: every layer, wired to the ones it needs. Each is at hand by its name, and takes more until the lab is read for the first
 * time, by `layers` or anything that rests on it. A layer of one's own is a `Layer` made with the lab, or a construct in it, as its scope.
 *
 * ```ts
 * const { config, location } = loadConfig('homelab.yaml');
 * const lab = new Homelab(new App(), 'homelab', config, location);
 * const volumes = new NfsVolumes(lab, 'nfs-volumes', { server: '192.168.1.5' });
 * volumes.node.addDependency(lab.metallb);
 * lab.routes.addRoute({
 *   name: 'nas', namespace: 'my-app', hostnames: [`nas.${config.domain}`], rules: [{ backends: [{ name: 'nas', port: 80 }] }],
 * });
 * lab.patch({ kind: 'Gateway', name: 'main-gateway' }, JsonPatch.add('/metadata/annotations', { owner: 'me' }));
 * ```
 */
export class Homelab extends Construct {
  /** Definitions of custom kinds that several layers need. */
  public readonly crds: GatewayApiCrds;
  /** Namespaces. */
  public readonly namespaces: AmbientNamespaces;
  /** The pod network: Cilium, with istio-cni chained onto it. */
  public readonly cni: CniChaining;
  /** Istio ambient: the control plane of the gateway and, where there is a mesh, of pods. */
  public readonly mesh: IstioAmbient;
  /** The scheduled restart of ztunnel; undefined without a mesh. */
  public readonly ztunnel: ZtunnelRestart | undefined;
  /** MetalLB and its pools. */
  public readonly metallb: MetalLbPools;
  /** cert-manager, and accounts at public authorities. */
  public readonly issuers: ClusterIssuers;
  /** The lab's own authority. */
  public readonly authority: CertificateAuthority;
  /** The gateway's certificate. */
  public readonly certificate: GatewayCertificate;
  /** The way in. */
  public readonly gateway: MainGateway;
  /** What is reached through it. */
  public readonly routes: HttpRoutes;
  /** Services of TCP and UDP, which have addresses of their own. */
  public readonly lan: LanServices;
  /** What pods are told of the lab's names. */
  public readonly clusterDns: ClusterDns;
  /** Who may call what inside the mesh. */
  public readonly policy: ServicePolicies;
  /** Metrics and dashboards; undefined where monitoring is off. */
  public readonly monitoring: Monitoring | undefined;
  /** Alert rules; undefined where monitoring is off. */
  public readonly alerts: PrometheusRules | undefined;
  /** Where logs are kept; undefined if they are not. */
  public readonly logs: Logs | undefined;
  /** Where traces are kept; undefined if they are not. */
  public readonly traces: Traces | undefined;
  /** Optional layers that homelab.yaml asks for, by their names. */
  public readonly addons: ReadonlyMap<AddonName, Addon>;
  /** Applications that somebody else keeps. */
  public readonly applications: OwnApplications;
  /** Argo CD, and what has to exist before it. */
  public readonly bootstrap: Bootstrap;

  private readonly platform: ReadonlySet<Layer>;
  private readonly platformAlerts: ReadonlySet<RuleGroup>;
  private readonly added: Layer[] = [];
  private readonly patches = new Patches();
  private completed?: CompletedLab;

  /**
   * @param scope - a cdk8s App, or any construct
   * @param id - name of the construct
   * @param config - what homelab.yaml says
   * @param options - where the lab lies in its repository
   */
  constructor(scope: Construct, id: string, public readonly config: HomelabConfig, { path = '' }: HomelabOptions = {}) {
    super(scope, id);
    this.crds = gatewayApiCrds(this, config);
    this.namespaces = ambientNamespaces(this, config);
    this.cni = cniChaining(this, config);
    this.mesh = istioAmbient(this, config, { cni: this.cni, dependsOn: [this.crds.gatewayApi, this.namespaces] });
    this.ztunnel = ztunnelRestart(this, config, this.mesh.ztunnel);
    this.metallb = metalLbPools(this, config, [this.namespaces]);
    this.issuers = clusterIssuers(this, config, [this.namespaces]);
    this.authority = certificateAuthority(this, config, this.issuers);
    this.certificate = gatewayCertificate(this, config, [this.namespaces, this.issuers.chart, this.authority]);
    this.gateway = mainGateway(this, config, [this.namespaces, this.crds.gatewayApi, this.mesh, this.metallb]);
    this.routes = httpRoutes(this, config, [this.namespaces, this.crds.gatewayApi]);
    this.lan = lanServices(this, config, [this.namespaces, this.metallb, this.gateway]);
    this.clusterDns = clusterDns(this, config);
    this.policy = servicePolicies(this, config, { routes: this.routes, dependsOn: [this.namespaces, this.mesh] });
    const monitoringNeeds = [...this.crds.prometheusOperator ? [this.crds.prometheusOperator] : [], this.namespaces];
    this.monitoring = monitoring(this, config, monitoringNeeds);
    this.alerts = prometheusRules(this, config, {
      runbooks: path === '' ? RUNBOOKS_FOLDER : `${path}/${RUNBOOKS_FOLDER}`, dependsOn: monitoringNeeds,
    });
    this.logs = logs(this, config, [this.namespaces]);
    this.traces = traces(this, config, [this.namespaces]);
    this.addons = addons(this, config, [this.namespaces]);
    this.applications = ownApplications(this, config);
    this.bootstrap = bootstrap(this, config);
    this.platform = new Set(this.members());
    this.platform.forEach(traceChildren);
    this.platformAlerts = new Set(alertsOf(this.platform));
    // cdk8s' own synth looks at charts only, but asks every construct first: what rests on all layers is made then at the latest.
    this.node.addValidation({ validate: () => { this.complete(); return []; } });
  }

  /** Every layer, in the order in which its folder is listed. Nothing can be added to the lab after the first look at it. */
  public get layers(): readonly Layer[] { return this.complete().layers; }

  /** Every Application with its sync wave. */
  public get waves(): ReadonlyMap<Component, number> { return this.complete().waves; }

  /** Every Secret that somebody has to create by hand. */
  public get requiredSecrets(): readonly RequiredSecret[] { return this.layers.flatMap((layer) => layer.requiredSecrets); }

  /** Every object of the lab. */
  public get objects(): readonly ApiObject[] { return this.layers.flatMap((layer) => layer.objects); }

  /** Alerts and recording rules, as promtool takes them; none where monitoring is off. */
  public get ruleGroups(): readonly PlainRuleGroup[] { this.complete(); return this.alerts?.plainGroups ?? []; }

  /**
   * Alerts that were added after the lab was made, to whichever layer: those of its own code. Without monitoring nothing evaluates them.
   */
  public get ownAlerts(): readonly AlertRule[] {
    return alertsOf(this.layers).filter((group) => !this.platformAlerts.has(group)).flatMap(({ rules }) => rules.filter(isAlert));
  }

  /** Alertmanager's configuration, as amtool takes it; undefined where monitoring is off. */
  public get alertmanagerConfig(): HelmValues | undefined { this.complete(); return this.monitoring?.alertmanagerConfig; }

  /**
   * Takes in a layer that was made elsewhere. One whose scope is the lab, or a construct in it, belongs to it already.
   *
   * @throws Error if the lab has been read already
   */
  public addLayer(layer: Layer): void {
    this.refuseIfRead('add the layer before');
    if (!this.members().includes(layer)) { this.added.push(layer); }
  }

  /**
   * Changes one object, whichever layer makes it, after all layers have made theirs.
   *
   * @param selector - the object; its namespace is only needed where two of that kind and name exist
   * @param operations - RFC 6902 operations of cdk8s, such as `JsonPatch.replace('/spec/replicas', 2)`
   * @throws Error, when the lab is first read, if not exactly one object is selected or an operation does not apply to it
   */
  public patch(selector: ObjectSelector, ...operations: JsonPatch[]): void {
    this.refuseIfRead('patch it before');
    this.patches.add(selector, operations);
  }

  private refuseIfRead(fix: string): void {
    if (this.completed) { throw new Error(`the lab has been read already; ${fix}`); }
  }

  /** Layers below the lab, at any depth, and those that were taken in. */
  private members(): Layer[] {
    return [...this.node.findAll().filter((child) => Layer.isLayer(child)), ...this.added];
  }

  /** Waves, projects and root Applications depend on every layer, so they are made last. */
  private complete(): CompletedLab {
    this.completed ??= untraced(() => this.completeLayers());
    return this.completed;
  }

  private completeLayers(): CompletedLab {
    const members = this.members().filter((layer) => layer !== this.bootstrap);
    const all = [...members, this.bootstrap];
    const asked = contributionsOf(all);
    all.forEach((layer) => { layer.complete(asked); });
    refuseSharedFolders([...all.map(({ node }) => node.id), ROOT]);

    const own = new Set(members.filter((layer) => !this.platform.has(layer)).flatMap((layer) => layer.components));
    const components = [this.bootstrap.component, ...members.flatMap((layer) => layer.components)];
    const rootOf = (component: Component): string | undefined => component.props.root ?? (own.has(component) ? OWN_ROOT : undefined);
    const others = layerDependencies(members);
    const { folders, roots, waves } = planAppOfApps({
      namespace: PLATFORM_NAMESPACES.argocd,
      components,
      rootOf,
      // It brings the projects, and what a commit adds to them has to be there before what needs it.
      waitsFor: (component) => component === this.bootstrap.component ? [] : [this.bootstrap.component, ...others(component)],
    });
    const { gitops } = this.config;
    const objectsOf = (folder: string): ApiObject[] => members.filter(({ node }) => node.id === folder).flatMap((layer) => layer.objects);
    const projects = labProjects({ repoURL: gitops.repoURL, components: [...components, ...roots], rootOf, objectsOf });
    this.bootstrap.addProjects(projects.platform);
    this.bootstrap.addRoot(ROOT);
    const layers = [
      this.bootstrap,
      ...folders.map((folder) => new ArgoApplications(this, folder.name, {
        git: gitops, namespace: PLATFORM_NAMESPACES.argocd, waves: folder.waves, projects,
        cascades: ({ props: { cascade, source } }) => cascade ?? (source.kind === 'own' && !objectsOf(source.folder).some(holdsMore)),
      })),
      ...members,
    ];
    this.patches.apply(layers.flatMap((layer) => layer.objects));
    return { layers, waves };
  }
}

/** Kinds with whose objects more goes than themselves: data, or objects of others. */
const HOLDS_MORE = ['CustomResourceDefinition', 'Namespace', 'PersistentVolume', 'PersistentVolumeClaim'];

function holdsMore({ kind }: ApiObject): boolean {
  return HOLDS_MORE.includes(kind);
}

function alertsOf(layers: Iterable<Layer>): RuleGroup[] {
  return [...layers].flatMap(({ contributions }) => contributions.alerts);
}

/** Each layer writes to the folder of its id. @throws Error for two of one id */
function refuseSharedFolders(folders: readonly string[]): void {
  const shared = folders.find((folder, index) => folders.indexOf(folder) !== index);
  if (shared !== undefined) {
    throw new Error(`two layers have the id "${shared}", which names their folder in dist/; give one of them another id`);
  }
}

/** What layers ask of each other, in their order. */
function contributionsOf(layers: readonly Layer[]): Contributions {
  const all = <Kind extends keyof Contributions>(kind: Kind): Contributions[Kind][number][] =>
    layers.flatMap((layer) => layer.contributions[kind] as readonly Contributions[Kind][number][]);
  return {
    namespaces: all('namespaces'),
    releases: all('releases'),
    alerts: all('alerts'),
    scrapeTargets: all('scrapeTargets'),
    dashboards: all('dashboards'),
    downloads: all('downloads'),
    dataSources: all('dataSources'),
  };
}

/** What `layer.node.addDependency(other)` means: all Applications of the layer wait for all of the other's. */
function layerDependencies(layers: readonly Layer[]): (component: Component) => readonly Component[] {
  const needs = new Map(layers.flatMap((layer) => {
    const others = layer.node.dependencies.flatMap(({ node }) => node.findAll()).filter((each) => Layer.isLayer(each) && each !== layer);
    const components = others.flatMap((other) => (other as Layer).components);
    return components.length === 0 ? [] : layer.components.map((component) => [component, components] as const);
  }));
  return (component) => needs.get(component) ?? [];
}
