import { App, type ApiObject } from 'cdk8s';
import { PLATFORM_NAMESPACES } from '../config/platform';
import type { HomelabConfig } from '../config/schema';
import { AmbientNamespaces } from './ambient-namespaces';
import { ArgoApplications, type GitSource } from './argo-applications';
import { Bootstrap } from './bootstrap';
import { plan, TRUNK } from './branches';
import { Component } from './component';
import { ownApplications } from './composition/applications';
import { bootstrapReleases } from './composition/bootstrap';
import { edgeLayers, edgeNamespaces, gatewayApiCrds } from './composition/edge';
import { cniChaining, istioAmbient, meshNamespaces, ztunnelRestart } from './composition/mesh';
import { monitoringLayers, monitoringNamespaces } from './composition/monitoring';
import { projects } from './composition/projects';
import type { HelmValues } from './helm-values';
import type { Layer, RequiredSecret } from './layer';
import type { PlainRuleGroup } from './prometheus-rules';
import { BOOTSTRAP_PROJECT } from './projects';

/** Folder of the objects K3s applies at its first start. */
export const BOOTSTRAP_FOLDER = 'bootstrap';

/** The whole lab: every layer, wired to the ones it needs. */
export class Homelab {
  public readonly layers: readonly Layer[];
  /** Every Application with its sync wave. */
  public readonly waves: ReadonlyMap<Component, number>;

  /** Alerts and recording rules, as promtool takes them. */
  public readonly ruleGroups: readonly PlainRuleGroup[];
  /** Alertmanager's configuration, as amtool takes it; none without monitoring. */
  public readonly alertmanagerConfig: HelmValues | undefined;

  constructor(public readonly config: HomelabConfig) {
    const app = new App();
    const git: GitSource = config.gitops;

    const namespaces = new AmbientNamespaces(app, 'namespaces', { namespaces: labNamespaces(config) });

    const crds = gatewayApiCrds(app, config);
    const cni = cniChaining(app, config);
    const mesh = istioAmbient(app, config, cni, [crds.gatewayApi, namespaces.component]);
    const edge = edgeLayers(app, config, { namespaces: namespaces.component, gatewayApi: crds.gatewayApi, mesh: [mesh.component] });
    const monitoring = monitoringLayers(app, config, { namespaces: namespaces.component, prometheusOperator: crds.prometheusOperator });

    const layers: Layer[] = [crds, namespaces, cni, mesh, ztunnelRestart(app, config, mesh), ...edge.layers, ...monitoring.layers];
    const applications = ownApplications(config);

    const bootstrapFolder = new Component({ name: BOOTSTRAP_FOLDER, namespace: PLATFORM_NAMESPACES.argocd, source: { kind: 'own', folder: BOOTSTRAP_FOLDER } });
    const components = [bootstrapFolder, ...layers.flatMap((layer) => layer.components), ...applications.components];
    const { folders, roots, waves } = plan(PLATFORM_NAMESPACES.argocd, components, [edge.branch, monitoring.branch, applications]);
    const projectOf = projects(config, { bootstrap: [bootstrapFolder, ...roots], applications: applications.components, components, objects: layers.flatMap((layer) => layer.objects) });

    const bootstrap = new Bootstrap(app, BOOTSTRAP_FOLDER, {
      git,
      namespace: PLATFORM_NAMESPACES.argocd,
      rootProject: BOOTSTRAP_PROJECT,
      roots: [{ name: TRUNK, folder: TRUNK }],
      releases: bootstrapReleases(config, cni),
      projects: projectOf.scopes,
    });
    this.waves = waves;
    this.layers = [
      bootstrap,
      ...folders.map((folder) => new ArgoApplications(app, folder.name, { git, namespace: PLATFORM_NAMESPACES.argocd, waves: folder.waves, projectOf: projectOf.of })),
      ...layers,
    ];
    this.ruleGroups = monitoring.rules;
    this.alertmanagerConfig = monitoring.alertmanagerConfig;
  }

  /** Every Secret that somebody has to create by hand. */
  public get requiredSecrets(): readonly RequiredSecret[] { return this.layers.flatMap((layer) => layer.requiredSecrets); }

  /** Every object of the lab. */
  public get objects(): readonly ApiObject[] { return this.layers.flatMap((layer) => layer.objects); }
}

function labNamespaces(config: HomelabConfig): ConstructorParameters<typeof AmbientNamespaces>[2]['namespaces'] {
  return [
    { name: PLATFORM_NAMESPACES.argocd, ambient: false, podSecurity: 'baseline' },
    ...edgeNamespaces(config),
    ...meshNamespaces(config),
    ...monitoringNamespaces(config),
  ];
}
