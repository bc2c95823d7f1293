import type { Construct } from 'constructs';
import {
  HttpRoute, ReferenceGrant, type HttpRouteSpecRules, type HttpRouteSpecRulesMatchesHeadersType, type HttpRouteSpecRulesMatchesMethod,
  HttpRouteSpecRulesMatchesPathType,
} from '../../imports/gateway.networking.k8s.io';
import type { Component } from '../core/component';
import { Layer } from '../core/layer';
import { checkRoute } from './route-checks';

/** A requirement on a request; all of its parts have to hold. */
export interface RouteMatch {
  /** @default - every path */
  readonly path?: { readonly type: 'PathPrefix' | 'Exact'; readonly value: string };
  /** @default - any headers */
  readonly headers?: readonly { readonly name: string; readonly value: string; readonly type: 'Exact' | 'RegularExpression' }[];
  /** @default - any method */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'CONNECT' | 'OPTIONS' | 'TRACE' | 'PATCH';
}

/** A Kubernetes Service that answers requests. */
export interface RouteBackend {
  readonly name: string;
  /** @default - the route's own */
  readonly namespace?: string;
  /** Port of the Service. */
  readonly port: number;
  /** Share of the requests, relative to the other backends of the rule; 0 takes none. @default 1 */
  readonly weight?: number;
}

/** Limits on time, such as `30s` or `1500ms`; `0s` means no limit. */
export interface RouteTimeouts {
  /** For the whole request, retries included. @default - no limit */
  readonly request?: string;
  /** For one attempt; at most `request`. @default - no limit of its own */
  readonly backendRequest?: string;
}

export interface RouteRule {
  /** Any of these takes the request. @default - every request */
  readonly matches?: readonly RouteMatch[];
  readonly backends: readonly RouteBackend[];
  readonly timeouts?: RouteTimeouts;
}

/** Requests for some host names, and who answers them. */
export interface Route {
  readonly name: string;
  /** Namespace of the route, and of its backends unless they name another. */
  readonly namespace: string;
  readonly hostnames: readonly string[];
  readonly rules: readonly RouteRule[];
}

export interface HttpRoutesProps {
  /** Where the routes attach. */
  readonly gateway: { readonly name: string; readonly namespace: string };
  /**
   * The gateway's listener. Routes that name none attach to all, and an exact host name beats the redirect on port 80: the service would
   * answer in clear.
   */
  readonly listener: string;
  readonly routes: readonly Route[];
  /** The gateway. */
  readonly dependsOn: readonly Component[];
}

const GATEWAY_API = 'gateway.networking.k8s.io';

/** Every service that is reached from outside, one HTTPRoute each. */
export class HttpRoutes extends Layer {
  public readonly component: Component;
  private readonly granted = new Set<string>();

  constructor(scope: Construct, id: string, private readonly props: HttpRoutesProps) {
    super(scope, id);
    props.routes.forEach((route) => this.addRoute(route));
    // A route is Degraded until its Services exist, and those are a user's own, which come from elsewhere.
    this.component = this.addOwnFolder({ namespace: props.gateway.namespace, dependsOn: props.dependsOn });
  }

  /**
   * Adds a route, and the permission for it to name Services of other namespaces.
   *
   * @throws Error if the API server would refuse it, or if no request could ever be answered
   */
  public addRoute(route: Route): void {
    checkRoute(route);
    const { name, namespace, hostnames, rules } = route;
    const { gateway, listener } = this.props;
    // A dot, because two names joined by "-" can be read in two ways.
    const id = `route-${namespace}.${name}`;
    if (this.node.tryFindChild(id)) { throw new Error(`HttpRoutes: there are two routes "${name}" in namespace "${namespace}"; give one of them another name`); }
    new HttpRoute(this, id, {
      metadata: { name, namespace },
      spec: {
        parentRefs: [{ group: GATEWAY_API, kind: 'Gateway', name: gateway.name, namespace: gateway.namespace, sectionName: listener }],
        hostnames: [...hostnames],
        rules: rules.map(toRule),
      },
    });
    rules.flatMap(({ backends }) => backends).forEach((backend) => this.grant(namespace, backend));
  }

  /** A Service in another namespace may only be named if that namespace agrees: https://gateway-api.sigs.k8s.io/api-types/referencegrant/ */
  private grant(from: string, { name, namespace = from }: RouteBackend): void {
    const grant = `${from}.${name}`;
    const key = `${namespace}/${grant}`;
    if (namespace === from || this.granted.has(key)) { return; }
    this.granted.add(key);
    new ReferenceGrant(this, `grant-${namespace}.${grant}`, {
      metadata: { name: grant, namespace },
      spec: {
        from: [{ group: GATEWAY_API, kind: 'HTTPRoute', namespace: from }],
        to: [{ group: '', kind: 'Service', name }],
      },
    });
  }
}

/** Every default of the API is written out: inside a list, a field that only the cluster has is drift to Argo CD (argoproj/argo-cd#22151). */
function toRule({ matches = [{}], backends, timeouts }: RouteRule): HttpRouteSpecRules {
  return {
    matches: matches.map(({ path, headers, method }) => ({
      path: { type: (path?.type ?? 'PathPrefix') as HttpRouteSpecRulesMatchesPathType, value: path?.value ?? '/' },
      ...headers ? { headers: headers.map(({ name, value, type }) => ({ name, value, type: type as HttpRouteSpecRulesMatchesHeadersType })) } : {},
      ...method ? { method: method as HttpRouteSpecRulesMatchesMethod } : {},
    })),
    backendRefs: backends.map(({ name, namespace, port, weight = 1 }) => ({ group: '', kind: 'Service', name, ...namespace ? { namespace } : {}, port, weight })),
    ...timeouts ? { timeouts: { ...timeouts } } : {},
  };
}
