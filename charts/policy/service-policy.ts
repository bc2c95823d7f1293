import type { Caller } from '../../config/callers';
import type { ConfigPath } from '../../config/problem';
import type { Account } from './account';

export type { Caller as PolicyCaller } from '../../config/callers';

/** Who may call, and with which requests. */
export interface AllowedCaller {
  /** Who. */
  readonly from: Caller;
  /** Methods of HTTP. Needs a waypoint. @default - every method */
  readonly methods?: readonly string[] | undefined;
  /** Paths without their query; `*` at the end or the beginning stands for anything. Needs a waypoint. @default - every path */
  readonly paths?: readonly string[] | undefined;
}

/** An issuer of tokens (JSON Web Tokens). */
export interface TokenIssuer {
  /** Its name, the claim `iss` of its tokens. */
  readonly issuer: string;
  /** Address of its public keys, which istiod fetches. @default - the one that the issuer's OpenID configuration names */
  readonly jwksUri?: string | undefined;
  /** The public keys themselves, as a JSON Web Key Set; not with `jwksUri`. @default - they are fetched */
  readonly jwks?: string | undefined;
  /** A token has to name one of these. @default - any */
  readonly audiences?: readonly string[] | undefined;
  /** Whether the pods get the token, too. @default false */
  readonly forwardOriginalToken?: boolean;
}

/** Where the pods of a service have their metrics. */
export interface PodMetrics {
  /** Number of a port that the container declares. */
  readonly port: number;
  /** Path. @default /metrics */
  readonly path?: string | undefined;
  /** How often they are read, such as `30s`. @default - as everything else */
  readonly interval?: string | undefined;
}

/** Ports of pods that machines outside the cluster connect to, in plain text and without an identity. */
export interface LanAccess {
  /** What objects about them are called; no two of a namespace share it. */
  readonly name: string;
  /** Namespace of the pods. */
  readonly namespace: string;
  /** Labels that all of them have, and no other pod of the namespace. */
  readonly labels: Readonly<Record<string, string>>;
  /** Ports of the containers, of TCP: ztunnel leaves UDP alone. */
  readonly ports: readonly number[];
  /** What labels begin with that these pods alone have, such as `cnpg.io/`: a selector with one may mean them, too. @default - none */
  readonly labelPrefix?: string;
  /** The key of homelab.yaml that asks for it. @default - no key does */
  readonly origin?: ConfigPath;
}

/** Pods, by their labels. */
export interface PolicyPods {
  /** What objects about them are called: the Kubernetes Service before them. */
  readonly name: string;
  /** Labels that all of them have, and no other pod of the namespace. */
  readonly labels: Readonly<Record<string, string>>;
}

/** What is promised of a service. */
export interface ServicePolicy {
  /** Name of the service; no two of a namespace share one. */
  readonly name: string;
  /** Its namespace, and that of its pods. */
  readonly namespace: string;
  /** Kubernetes Services in that namespace by whose names it is called; a waypoint looks at requests to these. At most 16. */
  readonly services: readonly string[];
  /** Its pods. */
  readonly pods: readonly PolicyPods[];
  /** Service accounts of the gateways that it is reached through. @default - that of the lab's first gateway */
  readonly gateways?: readonly Account[];
  /** Who may call. @default - everybody, or what the namespace lets in */
  readonly allow?: readonly AllowedCaller[];
  /** Where Prometheus reads metrics. @default - nowhere */
  readonly metrics?: PodMetrics;
  /** Whose token a request needs. Needs a waypoint. @default - none */
  readonly token?: TokenIssuer;
  /** The key of homelab.yaml that asks for it. @default - no key does */
  readonly origin?: ConfigPath;
}

/** What policies have to know of a namespace in the mesh. */
export interface PolicyNamespace {
  /** Name of the namespace. */
  readonly name: string;
  /** Whether its pods refuse plain text, such as that of a Prometheus outside the mesh. */
  readonly strict: boolean;
  /** Name of its waypoint, which is also the name of the waypoint's service account. @default - it has none */
  readonly waypoint?: string;
  /** Whether requests of the gateway pass the waypoint. @default false */
  readonly gatewayPassesWaypoint?: boolean;
  /** Set where its pods refuse what no policy allows. @default - they take what no policy is about */
  readonly denyByDefault?: {
    /** Whether its pods may call each other. */
    readonly sameNamespace: boolean;
  };
  /** The key of homelab.yaml that asks for it. @default - no key does */
  readonly origin?: ConfigPath;
}
