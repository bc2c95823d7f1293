import type { Duration } from 'cdk8s';
import type { ConfigPath } from '../../config/problem';
import type { BackendTls } from './backend-tls';
import type { ExternalMachine } from './machine-name';
import type { RouteFilters } from './route-filters';

/** A requirement on a request; all of its parts have to hold. */
export interface RouteMatch {
  /**
   * Path of the request. A regular expression is one of RE2 and takes the whole path; a prefix or an exact path counts before it, however
   * short they are.
   *
   * @default - every path
   */
  readonly path?: { readonly type: 'PathPrefix' | 'Exact' | 'RegularExpression'; readonly value: string };
  /** Headers that must all be there. @default - any headers */
  readonly headers?: readonly { readonly name: string; readonly value: string; readonly type: 'Exact' | 'RegularExpression' }[];
  /** Parameters of the query that must all be there. @default - any parameters */
  readonly queryParams?: readonly { readonly name: string; readonly value: string; readonly type: 'Exact' | 'RegularExpression' }[];
  /** What a call of gRPC has to be; only in a route for gRPC, which has no path, parameters and method. @default - any call */
  readonly call?: RouteCall;
  /** Method of the request. @default - any method */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'CONNECT' | 'OPTIONS' | 'TRACE' | 'PATCH';
}

/** A requirement on a call of gRPC; service, method or both. */
export interface RouteCall {
  /** Service with its package, such as `shop.v1.Orders`. @default - any */
  readonly service?: string;
  /** Method of the service. @default - any */
  readonly method?: string;
  /** How both are compared. @default Exact */
  readonly type?: 'Exact' | 'RegularExpression';
}

/** A Kubernetes Service that answers requests. */
export interface RouteBackend {
  /** Name of the Service. */
  readonly name: string;
  /** Namespace of the Service. @default - the route's own */
  readonly namespace?: string;
  /** Port of the Service. */
  readonly port: number;
  /** Share of the requests, relative to the other backends of the rule; 0 takes none. @default 1 */
  readonly weight?: number;
  /** How TLS is spoken to the Service, on every port of it. @default - it gets plain text */
  readonly tls?: BackendTls;
}

/** A machine outside the cluster that answers requests. It is called by the route, and is nobody else's. */
export interface ExternalBackend {
  /** The machine. */
  readonly external: ExternalMachine;
  /** Share of the requests, relative to the other backends of the rule; 0 takes none. @default 1 */
  readonly weight?: number;
  /** How TLS is spoken to the machine. @default - it gets plain text */
  readonly tls?: BackendTls;
}

/** Limits on time; 0 means no limit. */
export interface RouteTimeouts {
  /** For the whole request, retries included. @default - no limit */
  readonly request?: Duration;
  /** For one attempt; at most `request`. Istio, without retries, takes it for the whole. @default - no limit of its own */
  readonly backendRequest?: Duration;
}

/** Some of a route's requests, and who answers them. */
export interface RouteRule extends RouteFilters {
  /** Any of these takes the request. @default - every request */
  readonly matches?: readonly RouteMatch[];
  /** Those that share the requests; at least one. @default - none, which only a `redirect` can do without */
  readonly backends?: readonly (RouteBackend | ExternalBackend)[];
  /** Limits on time. @default - none */
  readonly timeouts?: RouteTimeouts;
}

/** Requests that pods and gateways send to a Kubernetes Service of the mesh, and who answers them in its place. Its waypoint sees to it. */
export interface WaypointRoute {
  /** Name of the Kubernetes Service; the route is called `<name>.mesh`. */
  readonly name: string;
  /** Namespace of the Service, of the route, and of its waypoint. */
  readonly namespace: string;
  /** Port of the Service; requests to its other ports go to the Service as ever. */
  readonly port: number;
  /** What is spoken. @default http */
  readonly protocol?: 'http' | 'grpc';
  /** Who answers. Requests that no rule takes are answered with 404. */
  readonly rules: readonly RouteRule[];
  /** The key of homelab.yaml that asks for it. @default - no key does */
  readonly origin?: ConfigPath;
}

/** Requests for some host names, and who answers them. */
export interface Route {
  /** Name of the HTTPRoute. */
  readonly name: string;
  /** Namespace of the route, and of its backends unless they name another. */
  readonly namespace: string;
  /** Host names it answers to; at least one. */
  readonly hostnames: readonly string[];
  /**
   * What is spoken. A route for gRPC matches calls and headers, and has no filters but those for headers and mirrors. A host name has
   * routes of one of the two. Such a Service has to say that it speaks HTTP/2: `appProtocol: kubernetes.io/h2c`, or a port named `grpc`.
   *
   * With `tls` what comes goes through unread, to a Service that brings its own certificate: such a route has one rule with backends and
   * nothing else, and the gateway a listener for each of its names (`MainGatewayProps.passthrough`).
   *
   * @default http
   */
  readonly protocol?: 'http' | 'grpc' | 'tls';
  /** Names of the gateways that it is reached through. @default - the first gateway alone */
  readonly gateways?: readonly string[];
  /** Port of those gateways; one beside 443 is one of theirs (`OneGateway.ports`). @default 443 */
  readonly listenPort?: number;
  /**
   * Whether only who has logged in gets there. A policy knows host names alone, so that every route of the same names is behind the login,
   * too. Needs `HttpRoutesProps.login`.
   *
   * @default false
   */
  readonly login?: boolean;
  /** What it does with a request; the most specific match counts. */
  readonly rules: readonly RouteRule[];
  /** The key of homelab.yaml that asks for it. @default - no key does */
  readonly origin?: ConfigPath;
}
