import { App, type ApiObject } from 'cdk8s';
import { PLATFORM_NAMESPACES } from '../config/platform';
import type { HomelabConfig } from '../config/schema';
import { AmbientNamespaces } from './ambient-namespaces';
import { ArgoApplications, type GitSource } from './argo-applications';
import { Bootstrap } from './bootstrap';
import { Component } from './component';
import { bootstrapReleases, bootstrapScope } from './composition/bootstrap';
import { edgeLayers, edgeNamespaces, gatewayApiCrds } from './composition/edge';
import { cniChaining, istioAmbient, meshNamespaces, ztunnelRestart } from './composition/mesh';
import { monitoringLayers, monitoringNamespaces } from './composition/monitoring';
import type { Layer, RequiredSecret } from './layer';
import type { PlainRuleGroup } from './prometheus-rules';
import { BOOTSTRAP_PROJECT, LAB_PROJECT, ownScope, PLATFORM_PROJECT, upstreamScope } from './projects';
import { computeWaves } from './waves';

/** Folder of the objects K3s applies at its first start. */
export const BOOTSTRAP_FOLDER = 'bootstrap';
/** Folder of the platform's Applications; the root Application points at it. */
const ROOT_FOLDER = 'root';

/** The whole lab: every layer, wired to the ones it needs. */
export class Homelab {
  public readonly layers: readonly Layer[];
  /** Every Application of the platform with its sync wave. */
  public readonly waves: ReadonlyMap<Component, number>;

  /** Alerts and recording rules, as promtool takes them. */
  public readonly ruleGroups: readonly PlainRuleGroup[];

  constructor(public readonly config: HomelabConfig) {
    const app = new App();
    const git: GitSource = config.gitops;

    const namespaces = new AmbientNamespaces(app, 'namespaces', { namespaces: labNamespaces(config) });

    const crds = gatewayApiCrds(app, config);
    const cni = cniChaining(app, config);
    const mesh = istioAmbient(app, config, cni, [crds.gatewayApi, namespaces.component]);
    const edge = edgeLayers(app, config, { namespaces: namespaces.component, gatewayApi: crds.gatewayApi, mesh: [mesh.component] });

    const monitoring = monitoringLayers(app, config, { namespaces: namespaces.component, prometheusOperator: crds.prometheusOperator });

    const layers: Layer[] = [crds, namespaces, cni, mesh, ztunnelRestart(app, config, mesh), ...edge, ...monitoring.layers];

    const bootstrapFolder = new Component({ name: BOOTSTRAP_FOLDER, namespace: PLATFORM_NAMESPACES.argocd, source: { kind: 'own', folder: BOOTSTRAP_FOLDER } });
    const components = [bootstrapFolder, ...layers.flatMap((layer) => layer.components)];
    this.waves = computeWaves(components);

    const applications = new ArgoApplications(app, ROOT_FOLDER, {
      git,
      namespace: PLATFORM_NAMESPACES.argocd,
      waves: this.waves,
      projectOf: (component) => projectOf(component, bootstrapFolder),
    });
    const upstream = components.filter(({ props }) => props.source.kind !== 'own');
    const own = components.filter(({ props }) => props.source.kind === 'own');
    const bootstrap = new Bootstrap(app, BOOTSTRAP_FOLDER, {
      git,
      namespace: PLATFORM_NAMESPACES.argocd,
      rootProject: BOOTSTRAP_PROJECT,
      roots: [{ name: 'root', folder: ROOT_FOLDER }],
      releases: bootstrapReleases(config, cni),
      projects: [
        bootstrapScope(config),
        upstreamScope(PLATFORM_PROJECT, 'Charts and CRDs from upstream', upstream),
        ownScope(LAB_PROJECT, 'Manifests synthesised from homelab.yaml', git.repoURL, own.filter((component) => component !== bootstrapFolder), layers.flatMap((layer) => layer.objects)),
      ],
    });
    this.layers = [bootstrap, applications, ...layers];
    this.ruleGroups = monitoring.rules;
  }

  /** Every Secret that somebody has to create by hand. */
  public get requiredSecrets(): readonly RequiredSecret[] { return this.layers.flatMap((layer) => layer.requiredSecrets); }

  /** Every object of the lab. */
  public get objects(): readonly ApiObject[] { return this.layers.flatMap((layer) => layer.objects); }
}

function projectOf(component: Component, bootstrapFolder: Component): string {
  if (component === bootstrapFolder) { return BOOTSTRAP_PROJECT; }
  return component.props.source.kind === 'own' ? LAB_PROJECT : PLATFORM_PROJECT;
}

function labNamespaces(config: HomelabConfig): ConstructorParameters<typeof AmbientNamespaces>[2]['namespaces'] {
  return [
    { name: PLATFORM_NAMESPACES.argocd, ambient: false, podSecurity: 'baseline' },
    ...edgeNamespaces(config),
    ...meshNamespaces(config),
    ...monitoringNamespaces(config),
  ];
}
