import type { Construct } from 'constructs';
import {
  AuthorizationPolicy, AuthorizationPolicySpecAction, PeerAuthentication, PeerAuthenticationSpecPortLevelMtlsMode, RequestAuthentication,
  type AuthorizationPolicySpec, type AuthorizationPolicySpecRules,
} from '../../imports/security.istio.io';
import type { ConfigPath } from '../../config/problem';
import type { Component, Dependency } from '../core/component';
import { Layer } from '../core/layer';
import { noteOrigin, originFor } from '../core/origin';
import { deniedRules } from './alerts';
import type { PodMetrics, PolicyNamespace, PolicyPods, ServicePolicy } from './service-policy';
import { accountName, accountSources, rulesOf, type Account } from './sources';

/** A Kubernetes Service that routes of the gateway send to. */
export interface RoutedService {
  /** Its namespace. */
  readonly namespace: string;
  /** Its name. */
  readonly name: string;
}

/** What the policies are made from. */
export interface ServicePoliciesProps {
  /** The service account of the lab's gateway. */
  readonly gateway: Account;
  /** Namespaces in the mesh. A service elsewhere has no identity to be let in by, and gets a monitor alone. */
  readonly namespaces: readonly PolicyNamespace[];
  /** What is promised of services. */
  readonly services: readonly ServicePolicy[];
  /** Kubernetes Services that the gateway sends to, asked for when the lab is read. @default - none */
  readonly routed?: () => readonly RoutedService[];
  /** Whether there is a Prometheus, which is outside the mesh. */
  readonly monitored: boolean;
  /** The namespaces, and the mesh, whose webhook looks at each policy. */
  readonly dependsOn: readonly Dependency[];
}

const GATEWAY_API = 'gateway.networking.k8s.io';

/**
 * Who may call what inside the mesh, and the ports that Prometheus reads.
 *
 * Connections are judged by ztunnel, before pods, by the identity of who is connected: with a waypoint in between that is the waypoint. So
 * where a namespace has one, pods let in the waypoint, and it judges who called. Probes of the kubelet never meet a policy: istio-cni takes
 * them past ztunnel.
 */
export class ServicePolicies extends Layer {
  /** The Application of this layer's own objects; the lab has it only if there is a policy. */
  public readonly component: Component;

  /**
   * @param scope - the lab
   * @param id - name of the folder
   * @param props - namespaces and services
   * @throws Error for what only a waypoint can keep, in a namespace that has none
   */
  constructor(scope: Construct, id: string, private readonly props: ServicePoliciesProps) {
    super(scope, id);
    const { namespaces, services, dependsOn } = props;
    services.forEach((service) => { this.addService(service, namespaces.find(({ name }) => name === service.namespace)); });
    if (props.monitored) { this.openMetricsPorts(); }
    this.component = this.addOwnFolder({ namespace: 'default', dependsOn });
    const denies = services.some(({ allow, token }) => allow ?? token) || namespaces.some(({ denyByDefault }) => denyByDefault);
    if (denies) { this.addAlerts(deniedRules()); }
  }

  /** Makes what rests on the routes of the whole lab. */
  public override complete(): void {
    const routed = this.props.routed?.() ?? [];
    for (const namespace of this.props.namespaces) {
      if (namespace.denyByDefault) {
        this.denyByDefault(namespace, namespace.denyByDefault.sameNamespace, routed.filter((each) => each.namespace === namespace.name));
      }
    }
  }

  private addService(service: ServicePolicy, namespace: PolicyNamespace | undefined): void {
    const { metrics, token, allow } = service;
    if (metrics && this.props.monitored) { this.addMonitors(service, metrics); }
    if (!namespace) { return; }
    const isLimited = allow?.some(({ methods, paths }) => methods ?? paths) ?? false;
    if ((token || isLimited) && namespace.waypoint === undefined) {
      throw new Error(`ServicePolicies: "${service.name}" says something of requests; give "${service.namespace}" a waypoint to see them`);
    }
    this.guardPods(service, namespace);
    if (namespace.waypoint !== undefined && allow) {
      this.addPolicy(service.namespace, `waypoint.${service.name}`, {
        targetRefs: services(service.services), rules: rulesOf(allow, this.props.gateway),
      }, service.origin);
    }
    if (token) { this.requireToken(service); }
  }

  /** What ztunnel lets through to the pods. */
  private guardPods(service: ServicePolicy, namespace: PolicyNamespace): void {
    const { namespace: where, pods, allow, token, metrics, origin } = service;
    const isClosed = allow !== undefined || token !== undefined;
    const rules = [
      ...isClosed ? this.podRules(service, namespace) : [],
      ...metrics && this.props.monitored && (isClosed || namespace.denyByDefault) ? [onPort(metrics.port)] : [],
    ];
    if (rules.length === 0) { return; }
    for (const each of pods) {
      this.addPolicy(where, `pods.${objectName(service, each)}`, {
        selector: { matchLabels: { ...each.labels } }, rules,
      }, origin);
    }
  }

  private podRules({ allow = [] }: ServicePolicy, namespace: PolicyNamespace): AuthorizationPolicySpecRules[] {
    const { waypoint, gatewayPassesWaypoint = false } = namespace;
    if (waypoint === undefined) { return rulesOf(allow, this.props.gateway); }
    const isDirect = !gatewayPassesWaypoint && allow.some(({ from }) => from.kind === 'gateway');
    return [{
      from: accountSources([
        accountName({ namespace: namespace.name, name: waypoint }), ...isDirect ? [accountName(this.props.gateway)] : [],
      ]),
    }];
  }

  /**
   * A token that is wrong is refused by the first object, one that is not there by the second. It is a DENY: whoever may call has to show
   * one, too.
   */
  private requireToken({ name, namespace, services: names, token, origin }: ServicePolicy): void {
    const { issuer, jwksUri, jwks, audiences, forwardOriginalToken = false } = token!;
    const metadata = { name, namespace };
    const targetRefs = services(names);
    noteOrigin(new RequestAuthentication(this, `token-${namespace}.${name}`, {
      metadata,
      spec: {
        targetRefs,
        jwtRules: [{
          issuer, jwksUri, jwks, ...audiences ? { audiences: [...audiences] } : {}, ...forwardOriginalToken ? { forwardOriginalToken } : {},
        }],
      },
    }), originFor(origin));
    this.addPolicy(namespace, `token.${name}`, {
      targetRefs, action: AuthorizationPolicySpecAction.DENY, rules: [{ from: [{ source: { notRequestPrincipals: ['*'] } }] }],
    }, origin);
  }

  private denyByDefault(namespace: PolicyNamespace, sameNamespace: boolean, routed: readonly RoutedService[]): void {
    const { name, waypoint, gatewayPassesWaypoint = false, origin } = namespace;
    const own = sameNamespace ? [{ source: { namespaces: [name] } }] : [];
    const front = gatewayPassesWaypoint && waypoint !== undefined ? { namespace: name, name: waypoint } : this.props.gateway;
    const from = [...routed.length > 0 ? accountSources([accountName(front)]) : [], ...own];
    // Without a rule it allows nothing, and so denies what no other policy allows.
    this.addPolicy(name, 'deny-by-default', {}, origin);
    if (from.length > 0) { this.addPolicy(name, 'allow-by-default', { rules: [{ from }] }, origin); }
    if (waypoint === undefined) { return; }
    // To pods the waypoint is one of their own namespace, whoever called it.
    this.addPolicy(name, 'waypoint-by-default', {
      targetRefs: [{ group: GATEWAY_API, kind: 'Gateway', name: waypoint }], ...own.length > 0 ? { rules: [{ from: own }] } : {},
    }, origin);
    if (!gatewayPassesWaypoint) { return; }
    const closed = new Set(this.props.services.filter(({ namespace: where, allow }) => where === name && allow)
      .flatMap(({ services: names }) => names));
    const open = [...new Set(routed.map((each) => each.name))].filter((each) => !closed.has(each));
    for (const each of open) {
      this.addPolicy(name, `gateway.${each}`, {
        targetRefs: services([each]), rules: [{ from: accountSources([accountName(this.props.gateway)]) }],
      }, origin);
    }
  }

  private addMonitors(service: ServicePolicy, { port, path, interval }: PodMetrics): void {
    const { namespace } = service;
    for (const each of service.pods) {
      this.addScrapeTarget({
        name: `${namespace}.${objectName(service, each)}`, through: 'pods', namespaces: [namespace], labels: each.labels, port,
        ...path === undefined ? {} : { path }, ...interval === undefined ? {} : { interval },
      });
    }
  }

  /**
   * Prometheus is outside the mesh and speaks plain text, which STRICT refuses. Of several PeerAuthentications for a pod only the oldest
   * counts, so there is one for all ports of the same pods. It says nothing of the other ports, which keep the mode of their namespace.
   */
  private openMetricsPorts(): void {
    const strict = new Set(this.props.namespaces.filter((each) => each.strict).map(({ name }) => name));
    const open = new Map<string, { readonly service: ServicePolicy; readonly pods: PolicyPods; readonly ports: readonly number[] }>();
    for (const service of this.props.services) {
      const { namespace, metrics } = service;
      if (!metrics || !strict.has(namespace)) { continue; }
      for (const pods of service.pods) {
        const key = JSON.stringify([namespace, Object.entries(pods.labels).sort()]);
        const before = open.get(key) ?? { service, pods, ports: [] };
        open.set(key, { ...before, ports: [...before.ports, metrics.port] });
      }
    }
    for (const { service, pods, ports } of open.values()) {
      const { namespace, origin } = service;
      const name = `metrics.${objectName(service, pods)}`;
      const made = new PeerAuthentication(this, `${namespace}.${name}`, {
        metadata: { name, namespace },
        spec: {
          selector: { matchLabels: { ...pods.labels } },
          portLevelMtls: Object.fromEntries(ports.map((port) => [port, { mode: PeerAuthenticationSpecPortLevelMtlsMode.PERMISSIVE }])),
        },
      });
      noteOrigin(made, originFor(origin));
    }
  }

  private addPolicy(namespace: string, name: string, spec: AuthorizationPolicySpec, origin: ConfigPath | undefined): void {
    noteOrigin(new AuthorizationPolicy(this, `policy-${namespace}.${name}`, { metadata: { name, namespace }, spec }), originFor(origin));
  }
}

/** What objects about pods of a service are called: labels have no dot, so that no two services can mean the same. */
function objectName({ name, pods }: ServicePolicy, { name: own }: PolicyPods): string {
  return pods.length > 1 ? `${name}.${own}` : name;
}

function services(names: readonly string[]): { group: string; kind: string; name: string }[] {
  return names.map((name) => ({ group: '', kind: 'Service', name }));
}

/** Lets everybody in at one port: Prometheus has no identity to be known by. */
function onPort(port: number): AuthorizationPolicySpecRules {
  return { to: [{ operation: { ports: [String(port)] } }] };
}
