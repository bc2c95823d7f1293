import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { ConfigPath } from '../../config/problem';
import { Gateway, GatewaySpecListenersAllowedRoutesNamespacesFrom, type GatewayProps } from '../../imports/gateway.networking.k8s.io';
import { PeerAuthentication, PeerAuthenticationSpecMtlsMode } from '../../imports/security.istio.io';
import { Telemetry } from '../../imports/telemetry.istio.io';
import type { ChartPin, Component, Dependency, GroupKind, IgnoredDifference } from '../core/component';
import { withoutRow } from '../core/dashboard';
import { mergeValues, type HelmValues } from '../core/helm-values';
import { Layer } from '../core/layer';
import { noteOrigin, originFor } from '../core/origin';
import type { TraceCollector } from '../traces/trace-collector';
import { meshRules } from './alerts';
import requestPath from './dashboards/request-path.json';
import { istioCniRules } from './istio-cni-alerts';
import { istiodRules } from './istiod-alerts';
import { istioTargets } from './scrape-targets';
import { baseValues, istiodValues, TRACES, ztunnelValues, type IstioSettings } from './values';
import { WAYPOINT } from './waypoint';

/** STRICT: pods in the mesh refuse plain text from outside it. PERMISSIVE: they take both. */
export type MtlsMode = 'STRICT' | 'PERMISSIVE';

/** What the mesh does for one namespace. */
export interface MeshNamespace {
  /** Name of the namespace. */
  readonly name: string;
  /** mTLS mode of its pods. @default - the mesh's mode */
  readonly mtls?: MtlsMode;
  /** Whether an L7 proxy stands before its Services; the namespace has to carry the label `istio.io/use-waypoint`. @default false */
  readonly waypoint?: boolean;
  /** The key of homelab.yaml that asks for it. @default - no key does */
  readonly origin?: ConfigPath;
}

/** What the mesh is made from. */
export interface IstioAmbientProps extends IstioSettings {
  /** Namespace of Istio itself. */
  readonly namespace: string;
  /** Istio's charts, all of one release. */
  readonly pins: { readonly base: ChartPin; readonly istiod: ChartPin; readonly cni: ChartPin; readonly ztunnel: ChartPin };
  /**
   * Whether pods can join: without istio-cni and ztunnel on the nodes the control plane serves gateways alone, and stays as it is, so that
   * the mesh can come and go without a restart of theirs. @default true
   */
  readonly joinable?: boolean;
  /** mTLS mode of every namespace that does not ask for another one. */
  readonly mtls: MtlsMode;
  /** What differs from namespace to namespace. */
  readonly namespaces: readonly MeshNamespace[];
  /** Values of the istio-cni chart that fit the node's CNI, complete. */
  readonly cniValues: HelmValues;
  /** Values of the user, laid over the generated ones. @default - none */
  readonly values?: { readonly base?: HelmValues; readonly istiod?: HelmValues; readonly ztunnel?: HelmValues };
  /**
   * What must be there before the first chart: the namespace, the Gateway API's kinds, which istiod looks for when it starts, and the CNI's
   * policy.
   */
  readonly dependsOn: readonly Dependency[];
}

const CLUSTER_ROLE: GroupKind = { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' };
const CLUSTER_ROLE_BINDING: GroupKind = { group: 'rbac.authorization.k8s.io', kind: 'ClusterRoleBinding' };
const DEFINITION: GroupKind = { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' };
const VALIDATING_WEBHOOK: GroupKind = { group: 'admissionregistration.k8s.io', kind: 'ValidatingWebhookConfiguration' };
const MUTATING_WEBHOOK: GroupKind = { group: 'admissionregistration.k8s.io', kind: 'MutatingWebhookConfiguration' };

/** Istio without sidecars: control plane, node agents, and the mesh-wide settings. */
export class IstioAmbient extends Layer {
  /** The control plane. */
  public readonly istiod: Component;
  /** The node agent that hands pods to ztunnel; undefined where pods cannot join. */
  public readonly cni: Component | undefined;
  /** The proxy on each node; undefined where pods cannot join. */
  public readonly ztunnel: Component | undefined;
  /** The mode of the whole mesh; undefined where pods cannot join. */
  public readonly peerAuthentication: ApiObject | undefined;
  /** The Application of this layer's own objects; once it is Healthy the mesh works as configured. */
  public readonly component: Component;

  /**
   * @param scope - the lab
   * @param id - name of the folder
   * @param props - charts, namespaces and modes
   */
  constructor(scope: Construct, id: string, props: IstioAmbientProps) {
    super(scope, id);
    const { namespace, pins, joinable = true, values, dependsOn } = props;

    // The order is Istio's own: https://istio.io/latest/docs/ambient/install/helm/
    const base = this.addComponent({
      name: 'istio-base',
      namespace,
      source: { kind: 'helm', pin: pins.base, values: mergeValues(baseValues(), values?.base) },
      clusterKinds: [DEFINITION, VALIDATING_WEBHOOK],
      definitionsOf: 'istio/istio',
      ignoreDifferences: [patchedByIstiod(VALIDATING_WEBHOOK, 'istiod-default-validator')],
      dependsOn,
    });
    this.istiod = this.addComponent({
      name: 'istiod',
      namespace,
      source: { kind: 'helm', pin: pins.istiod, values: mergeValues(istiodValues(props), values?.istiod) },
      clusterKinds: [CLUSTER_ROLE, CLUSTER_ROLE_BINDING, VALIDATING_WEBHOOK, MUTATING_WEBHOOK],
      ignoreDifferences: [
        patchedByIstiod(VALIDATING_WEBHOOK, `istio-validator-${namespace}`), patchedByIstiod(MUTATING_WEBHOOK, 'istio-sidecar-injector'),
      ],
      dependsOn: [base],
    });
    if (joinable) {
      this.cni = this.addCni(props, this.istiod);
      this.ztunnel = this.addZtunnel(props, this.cni);
      this.peerAuthentication = this.addModes(props);
      [meshRules(), istioCniRules({ namespace })].forEach((group) => { this.addAlerts(group); });
    }
    this.addTelemetry(namespace, props.traces);
    this.component = this.addOwnFolder({ namespace, dependsOn: [this.ztunnel ?? this.istiod] });
    this.askOthers(namespace, joinable);
  }

  private addCni({ namespace, pins, cniValues }: IstioAmbientProps, istiod: Component): Component {
    return this.addComponent({
      name: 'istio-cni',
      namespace,
      source: { kind: 'helm', pin: pins.cni, values: cniValues },
      clusterKinds: [CLUSTER_ROLE, CLUSTER_ROLE_BINDING],
      dependsOn: [istiod],
    });
  }

  private addZtunnel(props: IstioAmbientProps, cni: Component): Component {
    const { namespace, pins, values } = props;
    return this.addComponent({
      name: 'ztunnel',
      namespace,
      // Its cluster roles are for OpenShift only (templates/rbac.yaml), so it needs no cluster-scoped kind.
      source: { kind: 'helm', pin: pins.ztunnel, values: mergeValues(ztunnelValues(props), values?.ztunnel) },
      dependsOn: [cni],
    });
  }

  /** The mode of the mesh, which is returned, and what differs from it. */
  private addModes({ namespace, mtls, namespaces }: IstioAmbientProps): PeerAuthentication {
    const ofMesh = this.addPeerAuthentication(namespace, mtls);
    for (const each of namespaces) {
      if (each.mtls !== undefined && each.mtls !== mtls) { this.addPeerAuthentication(each.name, each.mtls, each.origin); }
      if (each.waypoint) { this.addWaypoint(each.name, each.origin); }
    }
    return ofMesh;
  }

  /**
   * Puts an L7 proxy before the Services of a namespace, which has to carry the label `istio.io/use-waypoint: waypoint`.
   *
   * @param namespace - a namespace in the mesh
   * @param origin - the key of homelab.yaml that asks for it @default - the line of a lab's own code that calls
   */
  public addWaypoint(namespace: string, origin?: ConfigPath): void {
    const gateway = new Gateway(this, `waypoint-${namespace}`, waypointGateway(namespace));
    noteOrigin(gateway, originFor(origin));
  }

  private askOthers(namespace: string, joinable: boolean): void {
    // ztunnel and istio-cni enter the network namespaces of other pods. Neither they nor istiod are in the mesh they make.
    this.addNamespace({ name: namespace, ambient: false, podSecurity: 'privileged' });
    istioTargets(namespace, joinable).forEach((target) => { this.addScrapeTarget(target); });
    this.addAlerts(istiodRules(joinable));
    this.addDashboard({ name: 'request-path', json: joinable ? requestPath : withoutRow(requestPath, 'ztunnel') });
  }

  /** In Istio's own namespace it counts for the whole mesh, in any other for that one. */
  private addPeerAuthentication(namespace: string, mode: MtlsMode, origin?: ConfigPath): PeerAuthentication {
    const policy = new PeerAuthentication(this, `peer-authentication-${namespace}`, {
      metadata: { name: 'default', namespace },
      spec: { mtls: { mode: PeerAuthenticationSpecMtlsMode[mode] } },
    });
    return noteOrigin(policy, originFor(origin));
  }

  /**
   * Access logs of gateways and waypoints; ztunnel writes its own in any case. "envoy" is istiod's built-in provider, to standard output.
   */
  private addTelemetry(namespace: string, traces: TraceCollector | undefined): void {
    new Telemetry(this, 'access-log', {
      metadata: { name: 'mesh-default', namespace },
      spec: {
        accessLogging: [{ providers: [{ name: 'envoy' }] }],
        // In the same object: of two for the whole mesh Istio takes the older one only.
        ...traces ? { tracing: [{ providers: [{ name: TRACES }], randomSamplingPercentage: traces.samplingPercentage }] } : {},
      },
    });
  }
}

function waypointGateway(namespace: string): GatewayProps {
  return {
    metadata: { name: WAYPOINT, namespace, labels: { 'istio.io/waypoint-for': 'service' } },
    spec: {
      gatewayClassName: 'istio-waypoint',
      infrastructure: {
        // Both are set because istiod otherwise copies the Gateway's own, Argo CD's tracking id among them, to everything it makes.
        labels: { 'istio.io/dataplane-mode': 'none' },
        annotations: { 'kubernetes.io/description': `Made by istiod for the Gateway ${namespace}/${WAYPOINT}` },
      },
      // Defaults of the API are written out: inside a list, a field that only the cluster has is drift to Argo CD (argoproj/argo-cd#22151).
      listeners: [{
        name: 'mesh',
        port: 15008,
        protocol: 'HBONE',
        allowedRoutes: { namespaces: { from: GatewaySpecListenersAllowedRoutesNamespacesFrom.SAME } },
      }],
    },
  };
}

/**
 * istiod writes these two fields into its webhooks when it starts. With Fail in the values the policy is the same on both sides; the rule
 * stays for a user who takes it out.
 */
function patchedByIstiod({ group, kind }: GroupKind, name: string): IgnoredDifference {
  return { group, kind, name, jqPathExpressions: ['.webhooks[]?.clientConfig.caBundle', '.webhooks[]?.failurePolicy'] };
}
