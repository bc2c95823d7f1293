import type { ConfigPath } from '../../config/problem';

/** How much a namespace's pods may ask of the node, see https://kubernetes.io/docs/concepts/security/pod-security-standards/. */
export type PodSecurityLevel = 'restricted' | 'baseline' | 'privileged';

/** A namespace that a layer needs. */
export interface LabNamespace {
  /** Name of the namespace. */
  readonly name: string;
  /** Whether its pods join the Istio ambient mesh. */
  readonly ambient: boolean;
  /** The level that is enforced; the strictest one is warned about in any case. */
  readonly podSecurity: PodSecurityLevel;
  /** Name of the waypoint its services use. @default - none */
  readonly waypoint?: string;
  /** Whether requests of gateways pass that waypoint, too. @default false */
  readonly gatewayPassesWaypoint?: boolean;
  /** The key of homelab.yaml that asks for it. @default - no key does */
  readonly origin?: ConfigPath;
}
