/** A kind in the one version that this project writes into manifests. */
export interface Kind {
  /** API group; empty for Kubernetes' core. */
  readonly group: string;
  /** Such as `Gateway`. */
  readonly kind: string;
  /** Version of the API, such as `v1`. */
  readonly version: string;
}

/** A kind that is imported. */
export interface ImportedKind extends Kind {
  /** True when it gets a schema but no binding. @default false */
  readonly schemaOnly?: boolean;
}

/**
 * The custom kinds in use. Bindings are loaded at every synth, so a kind stands here only when something emits it, and in one version:
 * that way its binding also gets the bare class name (`ReferenceGrant`, not `ReferenceGrantV1Beta1`).
 * AlertmanagerConfig has no binding, since its own would take longer to load than all the others together; Cilium's policies have none,
 * since the lab writes one of them, with one rule.
 */
export const KINDS: readonly ImportedKind[] = [
  { group: 'argoproj.io', kind: 'AppProject', version: 'v1alpha1' },
  { group: 'argoproj.io', kind: 'Application', version: 'v1alpha1' },
  { group: 'cert-manager.io', kind: 'Certificate', version: 'v1' },
  { group: 'cert-manager.io', kind: 'ClusterIssuer', version: 'v1' },
  { group: 'cilium.io', kind: 'CiliumClusterwideNetworkPolicy', version: 'v2', schemaOnly: true },
  { group: 'cilium.io', kind: 'CiliumNetworkPolicy', version: 'v2', schemaOnly: true },
  { group: 'gateway.networking.k8s.io', kind: 'BackendTLSPolicy', version: 'v1' },
  { group: 'gateway.networking.k8s.io', kind: 'GRPCRoute', version: 'v1' },
  { group: 'gateway.networking.k8s.io', kind: 'Gateway', version: 'v1' },
  { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', version: 'v1' },
  { group: 'gateway.networking.k8s.io', kind: 'ReferenceGrant', version: 'v1beta1' },
  { group: 'gateway.networking.k8s.io', kind: 'TLSRoute', version: 'v1' },
  { group: 'helm.cattle.io', kind: 'HelmChart', version: 'v1' },
  { group: 'metallb.io', kind: 'IPAddressPool', version: 'v1beta1' },
  { group: 'metallb.io', kind: 'L2Advertisement', version: 'v1beta1' },
  { group: 'monitoring.coreos.com', kind: 'AlertmanagerConfig', version: 'v1alpha1', schemaOnly: true },
  { group: 'monitoring.coreos.com', kind: 'PodMonitor', version: 'v1' },
  { group: 'monitoring.coreos.com', kind: 'PrometheusRule', version: 'v1' },
  { group: 'monitoring.coreos.com', kind: 'ServiceMonitor', version: 'v1' },
  { group: 'networking.istio.io', kind: 'ServiceEntry', version: 'v1' },
  { group: 'security.istio.io', kind: 'AuthorizationPolicy', version: 'v1' },
  { group: 'security.istio.io', kind: 'PeerAuthentication', version: 'v1' },
  { group: 'security.istio.io', kind: 'RequestAuthentication', version: 'v1' },
  { group: 'telemetry.istio.io', kind: 'Telemetry', version: 'v1' },
];

/** `Gateway.v1.gateway.networking.k8s.io` or `Pod.v1`, for messages and as a key. */
export function kindName({ group, kind, version }: Kind): string {
  return [kind, version, ...group === '' ? [] : [group]].join('.');
}
