import type { ConfigPath } from '../../config/problem';

/** How much a namespace's pods may ask of the node, see https://kubernetes.io/docs/concepts/security/pod-security-standards/. */
export type PodSecurityLevel = 'restricted' | 'baseline' | 'privileged';

/** A port, of pods or of machines outside the cluster. */
export interface MachinePort {
  /** Its number. */
  readonly port: number;
  /** What is spoken there. */
  readonly protocol: 'TCP' | 'UDP';
}

/** Machines outside the cluster that pods may call. */
export interface CalledMachines {
  /** Their addresses, such as `192.168.1.20/32`. */
  readonly cidr: string;
  /** Networks among them that may not be called. @default - none */
  readonly except?: readonly string[];
  /** The one port. @default - every port */
  readonly port?: MachinePort;
}

/** What pods of a namespace may call, beside each other and the name server of the cluster. */
export interface NamespaceEgress {
  /** Namespaces, every pod of theirs. */
  readonly namespaces: readonly string[];
  /** Gateways of the lab, by name, and their namespace. @default - none */
  readonly gateways?: { readonly names: readonly string[]; readonly namespace: string };
  /** Machines outside the cluster; nodes are none of them, nor are addresses that Services have. */
  readonly machines: readonly CalledMachines[];
  /** Which pods may call the API server of Kubernetes: all, those of databases, or none. */
  readonly api: 'all' | 'databases' | 'none';
  /** What its waypoint needs of others. @default - it has none */
  readonly waypoint?: {
    /** Namespace of istiod. */
    readonly istiod: string;
    /** Namespace of the collector of traces. @default - there is none */
    readonly traces?: string;
  };
}

/** Who may call pods of a namespace, beside each other. */
export interface NamespaceIngress {
  /** What Prometheus reads. */
  readonly metrics: {
    /** TCP ports of pods. */
    readonly ports: readonly number[];
    /** Namespace of Prometheus. */
    readonly namespace: string;
  };
  /** TCP ports of pods that the API server calls: webhooks, and what people reach through it. @default - none */
  readonly api?: readonly number[];
  /** Ports of pods that everybody may call, in the cluster and outside. @default - none */
  readonly everybody?: readonly MachinePort[];
}

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
  /** Who may call its pods. @default - everybody */
  readonly ingress?: NamespaceIngress;
  /** What its pods may call. @default - everything */
  readonly egress?: NamespaceEgress;
  /** The key of homelab.yaml that asks for it. @default - no key does */
  readonly origin?: ConfigPath;
}
