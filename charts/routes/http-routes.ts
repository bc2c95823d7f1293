import type { Construct } from 'constructs';
import { GrpcRoute, HttpRoute, type HttpRouteSpecParentRefs, ReferenceGrant } from '../../imports/gateway.networking.k8s.io';
import type { Component, Dependency } from '../core/component';
import { Layer } from '../core/layer';
import { noteOrigin, originFor, type Origin } from '../core/origin';
import { ROUTES_ROOT } from '../core/root-names';
import { toCallRule } from './call-spec';
import { listenerFor, type ListenerHost } from '../gateway/listeners';
import type { Route, RouteBackend } from './route';
import { checkRoute } from './route-checks';
import { toRule } from './route-spec';

/** What the routes are made from. */
export interface HttpRoutesProps {
  /** Where the routes attach. */
  readonly gateway: { readonly name: string; readonly namespace: string };
  /**
   * The gateway's listener for all host names that have none of their own. Routes that name none attach to all, and an exact host name
   * beats the redirect on port 80: the service would answer in clear.
   */
  readonly listener: string;
  /** Listeners of single domains; the most specific takes a host name. @default - none */
  readonly further?: readonly ListenerHost[];
  /** The routes; more can be added later. */
  readonly routes: readonly Route[];
  /** Namespaces and definitions. A route may be there before its gateway. */
  readonly dependsOn: readonly Dependency[];
}

const GATEWAY_API = 'gateway.networking.k8s.io';

/** Whose routes may name a Service of another namespace. */
interface Grantee {
  readonly namespace: string;
  readonly kind: string;
}

/** Every service that is reached from outside, one HTTPRoute each, or one GRPCRoute. */
export class HttpRoutes extends Layer {
  /** The Application of this layer's own objects; the lab has it only if there is a route. */
  public readonly component: Component;

  private readonly granted = new Set<string>();
  private readonly added: Route[] = [];

  /**
   * @param scope - the lab
   * @param id - name of the folder
   * @param props - where routes attach, and the first of them
   */
  constructor(scope: Construct, id: string, private readonly props: HttpRoutesProps) {
    super(scope, id);
    props.routes.forEach((route) => { this.addRoute(route); });
    // A route is Degraded until its Services exist, and those are a user's own, which come from elsewhere.
    this.component = this.addOwnFolder({ namespace: props.gateway.namespace, dependsOn: props.dependsOn, root: ROUTES_ROOT });
  }

  /** Every route so far. */
  public get routes(): readonly Route[] { return [...this.added]; }

  /**
   * Adds a route, and the permission for it to name Services of other namespaces.
   *
   * @throws Error if the API server would refuse it, or if no request could ever be answered
   */
  public addRoute(route: Route): void {
    checkRoute(route);
    const { name, namespace, hostnames, rules, protocol } = route;
    const origin = originFor(route.origin);
    // A dot, because two names joined by "-" can be read in two ways.
    const id = `route-${namespace}.${name}`;
    if (this.node.tryFindChild(id)) {
      throw new Error(`HttpRoutes: there are two routes "${name}" in namespace "${namespace}"; give one of them another name`);
    }
    this.added.push(route);
    const metadata = { name, namespace };
    const spec = {
      parentRefs: this.parentsOf(hostnames),
      hostnames: [...hostnames],
    };
    const made = protocol === 'grpc'
      ? new GrpcRoute(this, id, { metadata, spec: { ...spec, rules: rules.map(toCallRule) } })
      : new HttpRoute(this, id, { metadata, spec: { ...spec, rules: rules.map(toRule) } });
    noteOrigin(made, origin);
    rules.flatMap(({ backends = [], mirror = [] }) => [...backends, ...mirror])
      .forEach((backend) => { this.grant({ namespace, kind: made.kind }, backend, origin); });
  }

  /** The listeners that get the requests to some host names, each once. */
  private parentsOf(hostnames: readonly string[]): HttpRouteSpecParentRefs[] {
    const { gateway: { name, namespace }, listener, further = [] } = this.props;
    const all = [{ name: listener, hostname: '' }, ...further];
    const chosen = new Set(hostnames.map((hostname) => listenerFor(all, hostname)?.name ?? listener));
    return [...chosen].map((sectionName) => ({ group: GATEWAY_API, kind: 'Gateway', name, namespace, sectionName }));
  }

  /**
   * A Service in another namespace may only be named if that namespace agrees: https://gateway-api.sigs.k8s.io/api-types/referencegrant/
   */
  private grant(from: Grantee, { name, namespace = from.namespace }: Pick<RouteBackend, 'name' | 'namespace'>, origin?: Origin): void {
    // No Service is called like that, and most routes are for HTTP.
    const grant = `${from.namespace}.${name}${from.kind === 'HTTPRoute' ? '' : `.${from.kind.toLowerCase()}`}`;
    const key = `${namespace}/${grant}`;
    if (namespace === from.namespace || this.granted.has(key)) { return; }
    this.granted.add(key);
    const made = new ReferenceGrant(this, `grant-${namespace}.${grant}`, {
      metadata: { name: grant, namespace },
      spec: {
        from: [{ group: GATEWAY_API, kind: from.kind, namespace: from.namespace }],
        to: [{ group: '', kind: 'Service', name }],
      },
    });
    noteOrigin(made, origin);
  }
}
