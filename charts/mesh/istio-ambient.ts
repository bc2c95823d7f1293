import type { Construct } from 'constructs';
import { Gateway, GatewaySpecListenersAllowedRoutesNamespacesFrom } from '../../imports/gateway.networking.k8s.io';
import { PeerAuthentication, PeerAuthenticationSpecMtlsMode } from '../../imports/security.istio.io';
import { Telemetry } from '../../imports/telemetry.istio.io';
import type { ChartPin, Component, GroupKind, IgnoredDifference } from '../core/component';
import { mergeValues, type HelmValues } from '../core/helm-values';
import { Layer } from '../core/layer';
import type { TraceCollector } from '../traces/traces';

/** STRICT: pods in the mesh refuse plain text from outside it. PERMISSIVE: they take both. */
export type MtlsMode = 'STRICT' | 'PERMISSIVE';

/** What the mesh does for one namespace. */
export interface MeshNamespace {
  readonly name: string;
  /** @default - the mesh's mode */
  readonly mtls?: MtlsMode;
  /** Whether an L7 proxy stands before its Services; the namespace has to carry the label `istio.io/use-waypoint`. @default false */
  readonly waypoint?: boolean;
}

export interface IstioAmbientProps {
  /** Namespace of Istio itself. */
  readonly namespace: string;
  readonly pins: { readonly base: ChartPin; readonly istiod: ChartPin; readonly cni: ChartPin; readonly ztunnel: ChartPin };
  /** mTLS mode of every namespace that does not ask for another one. */
  readonly mtls: MtlsMode;
  /** Life of workload certificates, as a Go duration. istiod signs 2160h at most and refuses longer requests (security/pkg/pki/ca/ca.go). */
  readonly workloadCertificateTTL: string;
  readonly namespaces: readonly MeshNamespace[];
  /** Values of the istio-cni chart that fit the node's CNI, complete. */
  readonly cniValues: HelmValues;
  /** Where gateways and waypoints send traces. @default - nowhere */
  readonly traces?: TraceCollector;
  /** Values of the user, laid over the generated ones. @default - none */
  readonly values?: { readonly base?: HelmValues; readonly istiod?: HelmValues; readonly ztunnel?: HelmValues };
  /** What must be there before the first chart: the namespace, the Gateway API's kinds, which istiod looks for when it starts, and the CNI's policy. */
  readonly dependsOn: readonly Component[];
}

/** Name of the waypoint of a namespace, as `istioctl waypoint apply` would call it; goes into the label `istio.io/use-waypoint`. */
export const WAYPOINT = 'waypoint';

/** Name of the tracing provider, which Telemetry refers to. */
const TRACES = 'traces';

const CLUSTER_ROLE: GroupKind = { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' };
const CLUSTER_ROLE_BINDING: GroupKind = { group: 'rbac.authorization.k8s.io', kind: 'ClusterRoleBinding' };
const DEFINITION: GroupKind = { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' };
const VALIDATING_WEBHOOK: GroupKind = { group: 'admissionregistration.k8s.io', kind: 'ValidatingWebhookConfiguration' };
const MUTATING_WEBHOOK: GroupKind = { group: 'admissionregistration.k8s.io', kind: 'MutatingWebhookConfiguration' };

/** Istio without sidecars: control plane, node agents, and the mesh-wide settings. */
export class IstioAmbient extends Layer {
  public readonly istiod: Component;
  public readonly cni: Component;
  public readonly ztunnel: Component;
  /** The Application of this layer's own objects; once it is Healthy the mesh works as configured. */
  public readonly component: Component;

  constructor(scope: Construct, id: string, props: IstioAmbientProps) {
    super(scope, id);
    const { namespace, pins, mtls, namespaces, values, dependsOn } = props;

    // The order is Istio's own: https://istio.io/latest/docs/ambient/install/helm/
    const base = this.addComponent({
      name: 'istio-base',
      namespace,
      source: { kind: 'helm', pin: pins.base, values: mergeValues(baseValues(), values?.base) },
      clusterKinds: [DEFINITION, VALIDATING_WEBHOOK],
      ignoreDifferences: [patchedByIstiod(VALIDATING_WEBHOOK, 'istiod-default-validator')],
      dependsOn,
    });
    this.istiod = this.addComponent({
      name: 'istiod',
      namespace,
      source: { kind: 'helm', pin: pins.istiod, values: mergeValues(istiodValues(props), values?.istiod) },
      clusterKinds: [CLUSTER_ROLE, CLUSTER_ROLE_BINDING, VALIDATING_WEBHOOK, MUTATING_WEBHOOK],
      ignoreDifferences: [patchedByIstiod(VALIDATING_WEBHOOK, `istio-validator-${namespace}`), patchedByIstiod(MUTATING_WEBHOOK, 'istio-sidecar-injector')],
      dependsOn: [base],
    });
    this.cni = this.addComponent({
      name: 'istio-cni',
      namespace,
      source: { kind: 'helm', pin: pins.cni, values: props.cniValues },
      clusterKinds: [CLUSTER_ROLE, CLUSTER_ROLE_BINDING],
      dependsOn: [this.istiod],
    });
    this.ztunnel = this.addComponent({
      name: 'ztunnel',
      namespace,
      // Its cluster roles are for OpenShift only (templates/rbac.yaml), so it needs no cluster-scoped kind.
      source: { kind: 'helm', pin: pins.ztunnel, values: mergeValues(ztunnelValues(props), values?.ztunnel) },
      dependsOn: [this.cni],
    });

    this.addPeerAuthentication(namespace, mtls);
    namespaces.filter((each) => each.mtls !== undefined && each.mtls !== mtls).forEach((each) => this.addPeerAuthentication(each.name, each.mtls ?? mtls));
    this.addTelemetry(namespace, props.traces);
    namespaces.filter(({ waypoint }) => waypoint).forEach(({ name }) => this.addWaypoint(name));
    this.component = this.addOwnFolder({ namespace, dependsOn: [this.ztunnel] });
  }

  /** In Istio's own namespace it counts for the whole mesh, in any other for that one. */
  private addPeerAuthentication(namespace: string, mode: MtlsMode): void {
    new PeerAuthentication(this, `peer-authentication-${namespace}`, {
      metadata: { name: 'default', namespace },
      spec: { mtls: { mode: PeerAuthenticationSpecMtlsMode[mode] } },
    });
  }

  /** Access logs of gateways and waypoints; ztunnel writes its own in any case. "envoy" is istiod's built-in provider, to standard output. */
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

  private addWaypoint(namespace: string): void {
    new Gateway(this, `waypoint-${namespace}`, {
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
    });
  }
}

/**
 * istiod writes these two fields into its webhooks when it starts. With Fail in the values the policy is the same on both sides; the rule
 * stays for a user who takes it out.
 */
function patchedByIstiod({ group, kind }: GroupKind, name: string): IgnoredDifference {
  return { group, kind, name, jqPathExpressions: ['.webhooks[]?.clientConfig.caBundle', '.webhooks[]?.failurePolicy'] };
}

function baseValues(): HelmValues {
  return {
    profile: 'ambient',
    // Charts that are only rendered, as Argo CD does, get Ignore on each sync and istiod puts back Fail, for ever.
    // https://istio.io/latest/docs/ambient/install/helm/
    base: { validationFailurePolicy: 'Fail' },
  };
}

function istiodValues({ workloadCertificateTTL, traces }: IstioAmbientProps): HelmValues {
  return {
    ...baseValues(),
    // One is enough at home: proxies go on with their last configuration while it restarts.
    autoscaleEnabled: false,
    replicaCount: 1,
    // A pod that asks for a sidecar leaves its redirection to istio-cni, and needs no privileged init container (istio: manifests/charts/istio-control/istio-discovery/files/injection-template.yaml).
    cni: { enabled: true },
    // The chart asks for 2 GiB; istiod needs some 100 MiB for a mesh of dozens of pods.
    resources: { requests: { cpu: '50m', memory: '256Mi' } },
    meshConfig: {
      // Gateways and waypoints renew late by the time the node slept, once (istio: security/pkg/nodeagent/cache/secretcache.go); a long life is the margin.
      defaultConfig: { proxyMetadata: { SECRET_TTL: workloadCertificateTTL } },
      // https://istio.io/latest/docs/tasks/observability/distributed-tracing/opentelemetry/
      ...traces ? { enableTracing: true, extensionProviders: [{ name: TRACES, opentelemetry: { service: traces.service, port: traces.port } }] } : {},
    },
    global: {
      proxy: { resources: { requests: { cpu: '50m', memory: '96Mi' } } },
      waypoint: { resources: { requests: { cpu: '50m', memory: '96Mi' } } },
    },
    // Without it a waypoint is refused in a namespace with Pod Security "restricted".
    gateways: { seccompProfile: { type: 'RuntimeDefault' } },
  };
}

function ztunnelValues({ workloadCertificateTTL }: IstioAmbientProps): HelmValues {
  return {
    profile: 'ambient',
    // ztunnel renews at half of the life, on a clock that stops while the node sleeps, and stays late for ever (istio/ztunnel#1481).
    // So half of the life is the total sleep it survives before a restart.
    env: { SECRET_TTL: workloadCertificateTTL },
    // The chart asks for 512 MiB, enough for 200 000 pods.
    resources: { requests: { cpu: '50m', memory: '64Mi' } },
  };
}
