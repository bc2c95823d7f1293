import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  BackendTlsPolicy, GrpcRoute, HttpRoute, ReferenceGrant, TlsRoute, type HttpRouteSpecParentRefs,
} from '../../imports/gateway.networking.k8s.io';
import { AuthorizationPolicy } from '../../imports/security.istio.io';
import { ServiceEntry } from '../../imports/networking.istio.io';
import { bundleName, bundleText, toTlsPolicy, type BackendTls } from './backend-tls';
import type { Component, Dependency } from '../core/component';
import { k8s } from '../core/k8s';
import { Layer } from '../core/layer';
import { noteOrigin, originFor, type Origin } from '../core/origin';
import { ROUTES_ROOT } from '../core/root-names';
import { toCallRule } from './call-spec';
import { PAST_WAYPOINTS, toServiceEntry } from './external-machine';
import { loginPolicy } from './login-policy';
import { machineName } from './machine-name';
import type { ExternalBackend, Route, RouteBackend, WaypointRoute } from './route';
import { toPassedRule } from './passed-spec';
import { checkRoute } from './route-checks';
import { listenersFor, type PortListener } from './route-listeners';
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
  readonly further?: readonly PortListener[];
  /** Gateways beside that one, in the same namespace and with a listener of the same name; routes ask for them. @default - none */
  readonly otherGateways?: readonly OtherGateway[];
  /** Name of the provider of istiod's mesh configuration that asks people who they are. @default - nobody can be asked */
  readonly login?: string;
  /** The routes; more can be added later. */
  readonly routes: readonly Route[];
  /** Services whose requests their waypoint shares out. @default - none */
  readonly waypointRoutes?: readonly WaypointRoute[];
  /** Namespaces and definitions. A route may be there before its gateway. */
  readonly dependsOn: readonly Dependency[];
}

/** A gateway that only routes attach to which ask for it. */
export interface OtherGateway {
  /** Name of the Gateway. */
  readonly name: string;
  /** Its listeners of single domains. @default - none */
  readonly further?: readonly PortListener[];
}

const GATEWAY_API = 'gateway.networking.k8s.io';

/** Whose routes may name a Service of another namespace. */
interface Grantee {
  readonly namespace: string;
  readonly kind: string;
}

/** What routes of every protocol have. */
interface AnyRouteSpec {
  readonly parentRefs: HttpRouteSpecParentRefs[];
  readonly hostnames: string[];
}

/** What a policy is for. */
interface PolicyTarget {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** Every service that is reached from outside, and what waypoints share out: a HTTPRoute, a GRPCRoute or a TLSRoute each. */
export class HttpRoutes extends Layer {
  /** The Application of this layer's own objects; the lab has it only if there is a route. */
  public readonly component: Component;

  private readonly granted = new Set<string>();
  private readonly machines = new Set<string>();
  /** What is said of TLS, by the backend. */
  private readonly policies = new Map<string, string>();
  private readonly added: Route[] = [];

  /**
   * @param scope - the lab
   * @param id - name of the folder
   * @param props - where routes attach, and the first of them
   */
  constructor(scope: Construct, id: string, private readonly props: HttpRoutesProps) {
    super(scope, id);
    props.routes.forEach((route) => { this.addRoute(route); });
    props.waypointRoutes?.forEach((route) => { this.addWaypointRoute(route); });
    // A route is Degraded until its Services exist, and those are a user's own, which come from elsewhere.
    this.component = this.addOwnFolder({ namespace: props.gateway.namespace, dependsOn: props.dependsOn, root: ROUTES_ROOT });
  }

  /** Every route so far. */
  public get routes(): readonly Route[] { return [...this.added]; }

  /**
   * Adds a route, the permission for it to name Services of other namespaces, the machines outside the cluster that it names, and what is
   * asked of certificates of its backends.
   *
   * @throws Error if the API server would refuse it, or if no request could ever be answered
   */
  public addRoute(route: Route): void {
    checkRoute(route);
    if (route.login && this.props.login === undefined) {
      throw new Error(`HttpRoutes: the route "${route.name}" asks for a login, and this lab has none; add login to homelab.yaml`);
    }
    const { name, namespace, hostnames, rules } = route;
    const origin = originFor(route.origin);
    // A dot, because two names joined by "-" can be read in two ways.
    const id = `route-${namespace}.${name}`;
    if (this.node.tryFindChild(id)) {
      throw new Error(`HttpRoutes: there are two routes "${name}" in namespace "${namespace}"; give one of them another name`);
    }
    this.added.push(route);
    const parentRefs = this.gatewaysOf(route).flatMap((gateway) => listenersFor(route, gateway.further ?? [], this.props.listener)
      .map((listener) => this.parent(gateway.name, listener)));
    const made = this.makeRoute(id, route, { parentRefs, hostnames: [...hostnames] });
    noteOrigin(made, origin);
    for (const { backends = [], mirror = [] } of rules) {
      for (const backend of backends) {
        if ('external' in backend) { this.addMachine(route, backend, origin); continue; }
        this.grant({ namespace, kind: made.kind }, backend, origin);
        const { name: service, namespace: home = namespace, tls } = backend;
        this.addPolicy({ group: '', kind: 'Service', name: service, namespace: home }, tls, origin);
      }
      // A copy is sent as the policy of those says that answer.
      mirror.forEach((each) => { this.grant({ namespace, kind: made.kind }, each, origin); });
    }
  }

  /**
   * Has the waypoint of a namespace share out what one of its Kubernetes Services is asked. Istio reads such a route at waypoints alone: a
   * gateway has to pass them (`istio.io/ingress-use-waypoint`), or its requests go to the Service as ever.
   */
  private addWaypointRoute({ name, namespace, port, protocol = 'http', rules, origin }: WaypointRoute): void {
    const parentRefs = [{ group: '', kind: 'Service', name, port }];
    // No Kubernetes Service has a dot in its name, and so no other route is called like that.
    const metadata = { name: `${name}.mesh`, namespace };
    const id = `waypoint-${namespace}.${name}`;
    const made = protocol === 'grpc'
      ? new GrpcRoute(this, id, { metadata, spec: { parentRefs, rules: rules.map((rule) => toCallRule(metadata, rule)) } })
      : new HttpRoute(this, id, { metadata, spec: { parentRefs, rules: rules.map((rule) => toRule(metadata, rule)) } });
    noteOrigin(made, originFor(origin));
  }

  /** Makes what rests on all routes: the policy that keeps pages for those who have logged in. */
  public override complete(): void {
    const { gateway: { name, namespace }, otherGateways = [], login } = this.props;
    // Every way in, so that none is a way past it.
    const gateways = [name, ...otherGateways.map((each) => each.name)];
    const guarded = this.added.filter((route) => route.login);
    const [first] = guarded;
    if (login === undefined || first === undefined) { return; }
    const policy = new AuthorizationPolicy(
      this, 'login', loginPolicy({ namespace, gateways }, login, guarded.flatMap(({ hostnames }) => hostnames)),
    );
    noteOrigin(policy, originFor(first.origin));
  }

  private makeRoute(id: string, { name, namespace, protocol, rules }: Route, spec: AnyRouteSpec): ApiObject {
    const metadata = { name, namespace };
    switch (protocol) {
      case 'grpc': return new GrpcRoute(this, id, { metadata, spec: { ...spec, rules: rules.map((rule) => toCallRule(metadata, rule)) } });
      case 'tls': return new TlsRoute(this, id, { metadata, spec: { ...spec, rules: rules.map((rule) => toPassedRule(metadata, rule)) } });
      default: return new HttpRoute(this, id, { metadata, spec: { ...spec, rules: rules.map((rule) => toRule(metadata, rule)) } });
    }
  }

  private addMachine({ name: route, namespace, protocol = 'http' }: Route, { external, tls }: ExternalBackend, origin?: Origin): void {
    const owner = { name: route, namespace };
    const name = machineName(owner, external);
    const id = `${namespace}.${name}`;
    if (!this.machines.has(id)) {
      this.machines.add(id);
      const metadata = { name, namespace, labels: { ...PAST_WAYPOINTS } };
      noteOrigin(new ServiceEntry(this, `machine-${id}`, { metadata, spec: toServiceEntry(owner, external, protocol) }), origin);
    }
    this.addPolicy({ group: 'networking.istio.io', kind: 'ServiceEntry', name, namespace }, tls, origin);
  }

  /**
   * Of two policies for one backend only the older counts: https://gateway-api.sigs.k8s.io/api-types/backendtlspolicy/
   */
  private addPolicy({ namespace, ...target }: PolicyTarget, tls: BackendTls | undefined, origin?: Origin): void {
    const { name } = target;
    const id = `${namespace}.${name}`;
    const said = JSON.stringify(tls ?? {});
    const before = this.policies.get(id);
    if (before !== undefined && before !== said) {
      const fix = 'give it the same tls wherever it answers';
      throw new Error(`HttpRoutes: "${name}" in namespace "${namespace}" is spoken to in two ways; ${fix}`);
    }
    this.policies.set(id, said);
    if (before !== undefined || tls === undefined) { return; }
    noteOrigin(new BackendTlsPolicy(this, `tls-${id}`, { metadata: { name, namespace }, spec: toTlsPolicy(name, target, tls) }), origin);
    if (tls.ca === undefined) { return; }
    const metadata = { name: bundleName(name), namespace };
    noteOrigin(new k8s.KubeConfigMap(this, `ca-${id}`, { metadata, data: { 'ca.crt': bundleText(tls.ca) } }), origin);
  }

  /** The gateways that a route attaches to. @throws Error for one that there is not */
  private gatewaysOf({ name: route, namespace, gateways }: Route): OtherGateway[] {
    const { gateway: { name }, further = [], otherGateways = [] } = this.props;
    const all: OtherGateway[] = [{ name, further }, ...otherGateways];
    return (gateways ?? [name]).map((wanted) => {
      const found = all.find((each) => each.name === wanted);
      if (found) { return found; }
      const names = all.map((each) => each.name).join(', ');
      throw new Error(`HttpRoutes: route "${route}" in namespace "${namespace}" asks for the gateway "${wanted}"; there is ${names}`);
    });
  }

  private parent(name: string, sectionName: string): HttpRouteSpecParentRefs {
    return { group: GATEWAY_API, kind: 'Gateway', name, namespace: this.props.gateway.namespace, sectionName };
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
