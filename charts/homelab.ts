import type { ApiObject, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { PLATFORM_NAMESPACES } from '../config/platform';
import type { HomelabConfig } from '../config/schema';
import { AmbientNamespaces } from './namespaces/ambient-namespaces';
import { ArgoApplications, type GitSource } from './gitops/argo-applications';
import { Bootstrap } from './gitops/bootstrap';
import { plan, TRUNK, type Branch } from './gitops/branches';
import type { CodePlace } from './core/code-place';
import { Component } from './core/component';
import { ownApplications } from './applications/from-config';
import { bootstrapReleases } from './gitops/from-config';
import { edgeLayers, edgeNamespaces, gatewayApiCrds } from './gateway/from-config';
import { cniChaining, istioAmbient, meshNamespaces, ztunnelRestart } from './mesh/from-config';
import { monitoringLayers, monitoringNamespaces } from './monitoring/from-config';
import { projects } from './gitops/lab-projects';
import type { HelmValues } from './core/helm-values';
import { Layer, type RequiredSecret } from './core/layer';
import { Patches, type ObjectSelector } from './core/patches';
import type { PlainRuleGroup } from './monitoring/prometheus-rules';
import { BOOTSTRAP_PROJECT } from './gitops/projects';

/** Folder of the objects K3s applies at its first start. */
export const BOOTSTRAP_FOLDER = 'bootstrap';

/** Folder of the runbooks, in the lab's own. */
export const RUNBOOKS_FOLDER = 'runbooks';

/** What a lab cannot know by its configuration. */
export interface HomelabOptions {
  /** The lab's folder, from the root of its repository, with "/". Alerts link to the runbooks in it. @default - the root itself */
  readonly path?: string;
}

/** Name of the root Application of layers that a lab adds itself is this behind `root-`. */
const OWN_LAYERS = 'own';

/**
 * The whole lab: every layer, wired to the ones it needs. A layer of one's own is a `Layer` made with the lab as its scope; `patch` changes
 * single objects. Both are taken until the lab is read for the first time, by `layers` or anything that rests on it.
 *
 * ```ts
 * const { config, location } = loadConfig('homelab.yaml');
 * const lab = new Homelab(new App(), 'homelab', config, location);
 * new NfsVolumes(lab, 'nfs-volumes', { server: '192.168.1.5' });
 * lab.patch({ kind: 'Gateway', name: 'main-gateway' }, JsonPatch.add('/metadata/annotations', { owner: 'me' }));
 * ```
 */
export class Homelab extends Construct {
  /** Alerts and recording rules, as promtool takes them. */
  public readonly ruleGroups: readonly PlainRuleGroup[];
  /** Alertmanager's configuration, as amtool takes it; none without monitoring. */
  public readonly alertmanagerConfig: HelmValues | undefined;

  private readonly platform: readonly Layer[];
  private readonly optional: readonly Branch[];
  private readonly cni: ReturnType<typeof cniChaining>;
  private readonly patches = new Patches();
  private completed?: { readonly layers: readonly Layer[]; readonly own: readonly Layer[]; readonly waves: ReadonlyMap<Component, number> };

  /** @param config - what homelab.yaml says */
  constructor(scope: Construct, id: string, public readonly config: HomelabConfig, { path = '' }: HomelabOptions = {}) {
    super(scope, id);
    const namespaces = new AmbientNamespaces(this, 'namespaces', { namespaces: labNamespaces(config) });
    const crds = gatewayApiCrds(this, config);
    this.cni = cniChaining(this, config);
    const mesh = istioAmbient(this, config, this.cni, [crds.gatewayApi, namespaces.component]);
    const edge = edgeLayers(this, config, { namespaces: namespaces.component, gatewayApi: crds.gatewayApi, mesh: [mesh.component] });
    const monitoring = monitoringLayers(this, config, {
      runbooks: path === '' ? RUNBOOKS_FOLDER : `${path}/${RUNBOOKS_FOLDER}`,
      namespaces: namespaces.component,
      prometheusOperator: crds.prometheusOperator,
    });

    this.platform = [crds, namespaces, this.cni, mesh, ztunnelRestart(this, config, mesh), ...edge.layers, ...monitoring.layers];
    this.optional = [edge.branch, monitoring.branch];
    this.ruleGroups = monitoring.rules;
    this.alertmanagerConfig = monitoring.alertmanagerConfig;
  }

  /** Every layer, in the order in which its folder is listed. Nothing can be added to the lab after the first look at it. */
  public get layers(): readonly Layer[] { return this.complete().layers; }

  /** Every Application with its sync wave. */
  public get waves(): ReadonlyMap<Component, number> { return this.complete().waves; }

  /** Every Secret that somebody has to create by hand. */
  public get requiredSecrets(): readonly RequiredSecret[] { return this.layers.flatMap((layer) => layer.requiredSecrets); }

  /** Every object of the lab. */
  public get objects(): readonly ApiObject[] { return this.layers.flatMap((layer) => layer.objects); }

  /** Layers that were added after construction: those of a lab's own code. */
  public get ownLayers(): readonly Layer[] { return this.complete().own; }

  /**
   * Changes one object, whichever layer makes it, after all layers have made theirs.
   *
   * @param selector - the object; its namespace is only needed where two of that kind and name exist
   * @param operations - RFC 6902 operations of cdk8s, such as `JsonPatch.replace('/spec/replicas', 2)`
   * @throws Error, when the lab is first read, if not exactly one object is selected or an operation does not apply to it
   */
  public patch(selector: ObjectSelector, ...operations: JsonPatch[]): void {
    if (this.completed) { throw new Error('the lab has been read already; patch it before'); }
    this.patches.add(selector, operations);
  }

  /** Where the lab's own code patched an object last; undefined if it did not. */
  public patchedAt(object: ApiObject): CodePlace | undefined { return this.patches.placeOf(object); }

  /** Waves, projects and root Applications depend on every layer, so they are made last. */
  private complete(): NonNullable<typeof this.completed> {
    if (this.completed) { return this.completed; }
    const { config } = this;
    const git: GitSource = config.gitops;
    const own = this.node.children.filter((child): child is Layer => Layer.isLayer(child) && !this.platform.includes(child));
    const members = [...this.platform, ...own];
    const applications = ownApplications(config);
    const ownBranch: Branch = { name: OWN_LAYERS, components: own.flatMap((layer) => layer.components) };

    const bootstrapFolder = new Component({
      name: BOOTSTRAP_FOLDER, namespace: PLATFORM_NAMESPACES.argocd, source: { kind: 'own', folder: BOOTSTRAP_FOLDER },
    });
    const components = [bootstrapFolder, ...members.flatMap((layer) => layer.components), ...applications.components];
    const { folders, roots, waves } = plan(PLATFORM_NAMESPACES.argocd, components, [...this.optional, ownBranch, applications]);
    const objects = members.flatMap((layer) => layer.objects);
    const projectOf = projects(config, {
      bootstrap: [bootstrapFolder, ...roots], applications: applications.components, components, objects,
    });

    const bootstrap = new Bootstrap(this, BOOTSTRAP_FOLDER, {
      git,
      namespace: PLATFORM_NAMESPACES.argocd,
      rootProject: BOOTSTRAP_PROJECT,
      roots: [{ name: TRUNK, folder: TRUNK }],
      releases: bootstrapReleases(config, this.cni),
      projects: projectOf.scopes,
    });
    const layers = [
      bootstrap,
      ...folders.map((folder) => new ArgoApplications(this, folder.name, {
        git, namespace: PLATFORM_NAMESPACES.argocd, waves: folder.waves, projectOf: projectOf.of,
      })),
      ...members,
    ];
    this.patches.apply(layers.flatMap((layer) => layer.objects));
    this.completed = { layers, own, waves };
    return this.completed;
  }
}

function labNamespaces(config: HomelabConfig): ConstructorParameters<typeof AmbientNamespaces>[2]['namespaces'] {
  return [
    { name: PLATFORM_NAMESPACES.argocd, ambient: false, podSecurity: 'baseline' },
    ...edgeNamespaces(config),
    ...meshNamespaces(config),
    ...monitoringNamespaces(config),
  ];
}
