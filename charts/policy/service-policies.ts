import type { Construct } from 'constructs';
import {
  AuthorizationPolicy, AuthorizationPolicySpecAction, PeerAuthentication, PeerAuthenticationSpecPortLevelMtlsMode, RequestAuthentication,
  type AuthorizationPolicySpec, type AuthorizationPolicySpecRules,
} from '../../imports/security.istio.io';
import { podsKey } from '../../config/lan-services';
import type { ConfigPath } from '../../config/problem';
import type { Component, Dependency } from '../core/component';
import { Layer } from '../core/layer';
import { noteOrigin, originFor } from '../core/origin';
import { deniedRules } from './alerts';
import type { LanAccess, PodMetrics, PolicyNamespace, PolicyPods, ServicePolicy } from './service-policy';
import type { Account } from './account';
import { accountName, accountSources, rulesOf } from './sources';

/** A Kubernetes Service that routes of the gateway send to. */
export interface RoutedService {
  /** Its namespace. */
  readonly namespace: string;
  /** Its name. */
  readonly name: string;
  /** Service accounts of the gateways whose routes send to it. @default - that of the lab's first gateway */
  readonly gateways?: readonly Account[];
}

/** What the policies are made from. */
export interface ServicePoliciesProps {
  /** The service account of the lab's first gateway. */
  readonly gateway: Account;
  /** Namespaces in the mesh. A service elsewhere has no identity to be let in by, and gets a monitor alone. */
  readonly namespaces: readonly PolicyNamespace[];
  /** What is promised of services. */
  readonly services: readonly ServicePolicy[];
  /** Ports of pods that the LAN connects to. @default - none */
  readonly lan?: readonly LanAccess[];
  /** Ports of pods that parts of the platform outside the mesh connect to. @default - none */
  readonly platform?: readonly LanAccess[];
  /** Kubernetes Services that the gateway sends to, asked for when the lab is read. @default - none */
  readonly routed?: () => readonly RoutedService[];
  /** Whether there is a Prometheus, which is outside the mesh. */
  readonly monitored: boolean;
  /** The namespaces, and the mesh, whose webhook looks at each policy. */
  readonly dependsOn: readonly Dependency[];
}

/** Ports that take plain text, of pods that refuse it elsewhere. */
type OpenPorts = LanAccess;

const GATEWAY_API = 'gateway.networking.k8s.io';

/**
 * Who may call what inside the mesh, and the ports that Prometheus reads and the LAN connects to.
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
   * @throws Error for what only a waypoint can keep, in a namespace that has none, or of no Service
   */
  constructor(scope: Construct, id: string, private readonly props: ServicePoliciesProps) {
    super(scope, id);
    const { namespaces, services, dependsOn } = props;
    services.forEach((service) => { this.addService(service, namespaces.find(({ name }) => name === service.namespace)); });
    this.outsiders.forEach((each) => { this.admit(each); });
    this.openPorts();
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

  /** Ports that others than Prometheus connect to from outside the mesh, by the names of the objects about them. */
  private get outsiders(): OpenPorts[] {
    const { lan = [], platform = [] } = this.props;
    return [...lan.map((each) => ({ ...each, name: `lan.${each.name}` })), ...platform].filter(({ ports }) => ports.length > 0);
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
        targetRefs: services(service.services), rules: rulesOf(allow, this.gatewaysOf(service)),
      }, service.origin);
    }
    if (token) { this.requireToken(service); }
  }

  /** What ztunnel lets through to the pods. */
  private guardPods(service: ServicePolicy, namespace: PolicyNamespace): void {
    const { namespace: where, pods, metrics, origin } = service;
    const closed = isClosed(service);
    const rules = [
      ...closed ? this.podRules(service, namespace) : [],
      ...metrics && this.props.monitored && (closed || namespace.denyByDefault) ? [onPorts([metrics.port])] : [],
    ];
    if (rules.length === 0) { return; }
    for (const each of pods) {
      this.addPolicy(where, `pods.${objectName(service, each)}`, {
        selector: { matchLabels: { ...each.labels } }, rules,
      }, origin);
    }
  }

  private podRules(service: ServicePolicy, namespace: PolicyNamespace): AuthorizationPolicySpecRules[] {
    const { allow = [] } = service;
    const { waypoint, gatewayPassesWaypoint = false } = namespace;
    if (waypoint === undefined) { return rulesOf(allow, this.gatewaysOf(service)); }
    const isDirect = !gatewayPassesWaypoint && allow.some(({ from }) => from.kind === 'gateway');
    return [{
      from: accountSources([
        accountName({ namespace: namespace.name, name: waypoint }), ...isDirect ? this.gatewaysOf(service).map(accountName) : [],
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
    const front = (each: RoutedService): readonly Account[] =>
      gatewayPassesWaypoint && waypoint !== undefined ? [{ namespace: name, name: waypoint }] : this.gatewaysOf(each);
    const from = [...accountSources(routed.flatMap(front).map(accountName)), ...own];
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
        targetRefs: services([each]),
        rules: [{ from: accountSources(routed.filter(({ name: service }) => service === each).flatMap(this.gatewaysOf).map(accountName)) }],
      }, origin);
    }
  }

  /** Those through whom requests of browsers come. */
  private readonly gatewaysOf = ({ gateways }: { readonly gateways?: readonly Account[] }): readonly Account[] =>
    gateways ?? [this.props.gateway];

  private addMonitors(service: ServicePolicy, { port, path, interval }: PodMetrics): void {
    const { namespace } = service;
    const origin = originFor(service.origin);
    for (const each of service.pods) {
      this.addScrapeTarget({
        name: `${namespace}.${objectName(service, each)}`, through: 'pods', namespaces: [namespace], labels: each.labels, port,
        ...path === undefined ? {} : { path }, ...interval === undefined ? {} : { interval }, ...origin ? { origin } : {},
      });
    }
  }

  /**
   * Prometheus, operators and the LAN are outside the mesh and speak plain text, which STRICT refuses. Of several PeerAuthentications for a
   * pod only the oldest counts (convertedSelectorPeerAuthentications in pilot/pkg/serviceregistry/ambient/authorization.go of istio/istio
   * 1.30.3), so there is one for all ports of the same pods, and those that meet at a pod open each other's ports. It says nothing of the
   * other ports, which keep the mode of their namespace.
   */
  private openPorts(): void {
    const strict = new Set(this.props.namespaces.filter((each) => each.strict).map(({ name }) => name));
    const open = new Map<string, OpenPorts>();
    for (const each of [...this.props.monitored ? this.metricsPorts() : [], ...this.outsiders]) {
      if (!strict.has(each.namespace)) { continue; }
      const key = podsKey(each.namespace, each.labels);
      const before = open.get(key);
      open.set(key, before ? { ...before, ports: [...before.ports, ...each.ports] } : each);
    }
    for (const one of open.values()) {
      const { name, namespace, labels, origin } = one;
      const ports = [...open.values()].filter((other) => other === one || doMeet(one, other)).flatMap((each) => each.ports);
      const made = new PeerAuthentication(this, `${namespace}.${name}`, {
        metadata: { name, namespace },
        spec: {
          selector: { matchLabels: { ...labels } },
          portLevelMtls: Object.fromEntries(ports.map((port) => [port, { mode: PeerAuthenticationSpecPortLevelMtlsMode.PERMISSIVE }])),
        },
      });
      noteOrigin(made, originFor(origin));
    }
  }

  private metricsPorts(): OpenPorts[] {
    return this.props.services.flatMap((service) => service.metrics === undefined ? [] : service.pods.map((pods): OpenPorts => ({
      name: `metrics.${objectName(service, pods)}`, namespace: service.namespace, labels: pods.labels, ports: [service.metrics!.port],
      ...service.origin ? { origin: service.origin } : {},
    })));
  }

  /**
   * Lets callers outside the mesh in where a policy lets in anybody, and so nobody else: only there, as a policy about pods that are open
   * would close them. Pods that a service closes may be some of these only, so the labels of both are asked for.
   */
  private admit({ name, namespace: where, labels, ports, origin }: OpenPorts): void {
    const namespace = this.props.namespaces.find((each) => each.name === where);
    if (!namespace) { return; }
    const closed = namespace.denyByDefault ? [{ name: '', labels }] : this.props.services
      .filter((service) => service.namespace === where && isClosed(service))
      .flatMap((service) => service.pods.map((pods) => ({ name: objectName(service, pods), labels: pods.labels })))
      .filter((pods) => mayMeet(pods.labels, labels));
    for (const pods of closed) {
      this.addPolicy(where, pods.name === '' ? name : `${name}.${pods.name}`, {
        selector: { matchLabels: { ...pods.labels, ...labels } }, rules: [onPorts(ports)],
      }, origin);
    }
  }

  private addPolicy(namespace: string, name: string, spec: AuthorizationPolicySpec, origin: ConfigPath | undefined): void {
    noteOrigin(new AuthorizationPolicy(this, `policy-${namespace}.${name}`, { metadata: { name, namespace }, spec }), originFor(origin));
  }
}

/** True for a service whose pods let in those that it names, and nobody else. */
function isClosed({ allow, token }: ServicePolicy): boolean {
  return allow !== undefined || token !== undefined;
}

/** True where a pod can have the labels of both. */
function mayMeet(one: PolicyPods['labels'], other: PolicyPods['labels']): boolean {
  return Object.entries(one).every(([key, value]) => (other[key] ?? value) === value);
}

/** True where pods that both mean may be one: their labels do not contradict each other, and one and the same somebody gives them. */
function doMeet(one: OpenPorts, other: OpenPorts): boolean {
  const prefix = one.labelPrefix ?? other.labelPrefix;
  const has = ({ labels }: OpenPorts): boolean => prefix !== undefined && Object.keys(labels).some((key) => key.startsWith(prefix));
  return one.namespace === other.namespace && has(one) && has(other) && mayMeet(one.labels, other.labels);
}

/** What objects about pods of a service are called: labels have no dot, so that no two services can mean the same. */
function objectName({ name, pods }: ServicePolicy, { name: own }: PolicyPods): string {
  return pods.length > 1 ? `${name}.${own}` : name;
}

/** @throws Error for no Service at all: a policy without targets is about every pod of its namespace */
function services(names: readonly string[]): { group: string; kind: string; name: string }[] {
  if (names.length === 0) {
    throw new Error('ServicePolicies: a waypoint looks at requests to Services; give at least one, or neither token nor allow');
  }
  return names.map((name) => ({ group: '', kind: 'Service', name }));
}

/** Lets everybody in at some ports: Prometheus and the LAN have no identity to be known by. */
function onPorts(ports: readonly number[]): AuthorizationPolicySpecRules {
  return { to: [{ operation: { ports: ports.map(String) } }] };
}
