import { pathOfCall, type CallMatch } from './call-path';
import { isLanService, type GatewayService } from './lan-services';
import type { ConfigPath } from './problem';
import type { HomelabConfig, ServiceConfig } from './schema';

/* The forms of a service, read as one. */

type GrpcService = Extract<GatewayService, { readonly protocol: 'grpc' }>;
type PassedService = Extract<GatewayService, { readonly protocol: 'tls' }>;
type HttpService = Exclude<GatewayService, { readonly protocol: 'grpc' | 'tls' }>;
type PlainService = Extract<HttpService, { readonly port: number }>;
type Filtered = Pick<PlainService, 'timeouts' | 'rewrite' | 'requestHeaders' | 'responseHeaders' | 'mirror' | 'cors'>;

/** A requirement on a request, as homelab.yaml has it. */
export type ServiceMatch = NonNullable<PlainService['matches']>[number] & {
  /** What it asks of a call of gRPC; `path` then is the path of such calls. @default - nothing, or it is not for gRPC */
  readonly call?: CallMatch;
};
/** Where browsers are sent, as homelab.yaml has it. */
export type ServiceRedirect = Extract<ServiceConfig, { readonly redirect: unknown }>['redirect'];

/** What every backend of a service has. */
interface AnyBackend {
  /** Share of the requests, relative to the others. @default 1 */
  readonly weight?: number | undefined;
  /** How TLS is spoken to it. @default - it gets plain text */
  readonly tls?: BackendTls | undefined;
  /** The key that says who it is, from the rule on, such as `backends[0]`; empty for a service that is its own backend. */
  readonly at: ConfigPath;
}

/** A Kubernetes Service that answers for a service. */
export interface ClusterBackend extends AnyBackend {
  /** Name of the Kubernetes Service. */
  readonly name: string;
  /** @default - the service's own */
  readonly namespace?: string | undefined;
  /** Port of the Kubernetes Service. */
  readonly port: number;
}

/** A machine outside the cluster that answers for a service. */
export interface OutsideBackend extends AnyBackend {
  /** The machine. */
  readonly external: ExternalMachine;
}

/** Whoever answers for a service. */
export type ServiceBackend = ClusterBackend | OutsideBackend;

/** A machine outside the cluster, as homelab.yaml has it. */
export type ExternalMachine = Extract<ServiceConfig, { readonly external: unknown }>['external'];
/** What is asked of a certificate, as homelab.yaml has it. */
export type BackendTls = NonNullable<Extract<HttpService, { readonly external: unknown }>['tls']>;

/** Some of a service's requests, and what becomes of them. */
export interface ServiceRule extends Filtered {
  /** Where homelab.yaml says it, from the service on; empty where the service itself does. */
  readonly at: ConfigPath;
  /** @default - every path */
  readonly matches?: readonly ServiceMatch[] | undefined;
  /** Those that share the requests; none under `redirect`. */
  readonly backends: readonly ServiceBackend[];
  /** @default - the Services answer */
  readonly redirect?: ServiceRedirect;
  /** Set for calls of gRPC, and for TLS that goes through as it comes. @default - requests of HTTP */
  readonly protocol?: 'grpc' | 'tls';
}

/** What a service does with its requests: one rule for the short forms, with a canary by its weight; none where it has no route. */
export function serviceRules(service: ServiceConfig): readonly ServiceRule[] {
  if (isLanService(service)) { return []; }
  if (service.protocol === 'tls') { return [{ protocol: 'tls', at: [], backends: passedOf(service) }]; }
  if ('rules' in service) { return rulesOf(service); }
  const rule = service.protocol === 'grpc' ? callRuleOf(service.name, service, []) : ruleOf(service.name, service, []);
  const canary = canaryBackend(service);
  return [canary ? { ...rule, backends: weighed(rule.backends, canary) } : rule];
}

/** The rules as the gateway gets them. Where the waypoint shares out the requests, it gets all of them for that. */
export function gatewayRules(service: ServiceConfig): readonly ServiceRule[] {
  const rules = serviceRules(service);
  if (!isSharedInMesh(service)) { return withTesters(service, rules); }
  return rules.map((rule) => ({ ...rule, backends: rule.backends.filter(({ at }) => at[0] !== 'canary')
    .map((backend) => ({ ...backend, weight: undefined })) }));
}

/**
 * The rules by which the waypoint shares out what the Kubernetes Service of the same name is asked, by pods and by gateways; none where the
 * gateway does. What else is said of requests is done at the gateway.
 */
export function waypointRules(service: ServiceConfig): readonly ServiceRule[] {
  if (!isSharedInMesh(service)) { return []; }
  const shared = serviceRules(service).map(({ at, backends, protocol }) => ({ at, backends, ...protocol ? { protocol } : {} }));
  return withTesters(service, shared);
}

/** The rules by which it is chosen who answers: those of the waypoint where it shares out the requests, else those of the gateway. */
export function answeringRules(service: ServiceConfig): readonly ServiceRule[] {
  return isSharedInMesh(service) ? waypointRules(service) : gatewayRules(service);
}

/** Whether requests of pods are shared out as well as those that come through a gateway. */
export function isSharedInMesh(service: ServiceConfig): boolean {
  return 'canary' in service && service.canary?.mesh === true;
}

/**
 * Testers of a canary have a rule of their own: a match with one header more is more specific than the one without it, so that it counts
 * whichever of the others takes the request.
 */
function withTesters(service: ServiceConfig, rules: readonly ServiceRule[]): readonly ServiceRule[] {
  const canary = canaryBackend(service);
  const header = 'canary' in service ? service.canary?.header : undefined;
  const [rule] = rules;
  if (!canary || !header || !rule) { return rules; }
  const matches = (rule.matches ?? [EVERYTHING]).map((match) => ({ ...match, headers: [...match.headers ?? [], header] }));
  const { name, port, tls, at } = canary;
  return [{ ...rule, at: ['canary', 'header'], matches, backends: [{ name, port, tls, at }] }, rule];
}

/** The Kubernetes Services behind a service; machines outside the cluster are none. */
export function serviceBackends(service: ServiceConfig): readonly ClusterBackend[] {
  return answeringRules(service).flatMap(({ backends }) => backends.flatMap((each) => 'name' in each ? [each] : []));
}

/** The machines outside the cluster behind a service. */
export function outsideBackends(service: ServiceConfig): readonly OutsideBackend[] {
  return gatewayRules(service).flatMap(({ backends }) => backends.flatMap((each) => 'external' in each ? [each] : []));
}

/** A host name of a service, with the key that it comes from. */
export interface ServiceHostname {
  /** The host name. */
  readonly hostname: string;
  /** The key, from the service on. */
  readonly at: ConfigPath;
}

/** The host names that a service answers to; none without a route. */
export function serviceHostnames(config: Pick<HomelabConfig, 'domain'>, service: ServiceConfig): readonly ServiceHostname[] {
  if (isLanService(service)) { return []; }
  const { name, hostname, hostnames } = service;
  const written = hostname === undefined ? [] : [{ hostname, at: ['hostname'] }];
  const all = [...written, ...(hostnames ?? []).map((each, index) => ({ hostname: each, at: ['hostnames', index] }))];
  return all.length > 0 ? all : [{ hostname: `${name}.${config.domain}`, at: ['name'] }];
}

/** The host names whose TLS goes through as it comes, each once. */
export function passedHostnames(config: Pick<HomelabConfig, 'domain' | 'services'>): readonly string[] {
  return [...new Set(config.services.filter(isPassed)
    .flatMap((service) => serviceHostnames(config, service).map(({ hostname }) => hostname)))];
}

/** True for a service whose TLS goes through as it comes. */
export function isPassed({ protocol }: ServiceConfig): boolean {
  return protocol === 'tls';
}

/** A match that takes every request. */
export const EVERYTHING: ServiceMatch = { path: { type: 'PathPrefix', value: '/' } };

type OfRules<Service> = Extract<Service, { readonly rules: unknown }>;
/** What a mapping says of who answers. */
type Written<Service> = Exclude<Service, { readonly rules: unknown }> | (OfRules<Service> extends { rules: (infer Rule)[] } ? Rule : never);

function rulesOf(service: OfRules<ServiceConfig>): readonly ServiceRule[] {
  const { name } = service;
  return service.protocol === 'grpc'
    ? service.rules.map((rule, index) => callRuleOf(name, rule, ['rules', index]))
    : service.rules.map((rule, index) => ruleOf(name, rule, ['rules', index]));
}

function ruleOf(name: string, written: Written<HttpService>, at: ConfigPath): ServiceRule {
  const { matches } = written;
  if ('redirect' in written) { return { at, matches, backends: [], redirect: written.redirect }; }
  const { timeouts, rewrite, requestHeaders, responseHeaders, mirror, cors } = written;
  const backends = backendsOf(name, written);
  return { at, matches, backends, timeouts, rewrite, requestHeaders, responseHeaders, mirror, cors };
}

function callRuleOf(name: string, written: Written<GrpcService>, at: ConfigPath): ServiceRule {
  const { requestHeaders, responseHeaders, mirror } = written;
  const matches = written.matches?.map(({ service, method, type, headers }): ServiceMatch => ({
    path: pathOfCall({ service, method, type }), headers, ...service ?? method ? { call: { service, method, type } } : {},
  }));
  const backends = backendsOf(name, written);
  return { protocol: 'grpc', at, matches, backends, requestHeaders, responseHeaders, mirror };
}

function passedOf(service: PassedService): readonly ServiceBackend[] {
  if ('backends' in service) { return service.backends.map((backend, index) => ({ ...backend, at: ['backends', index] })); }
  return 'external' in service ? [{ external: service.external, at: [] }] : [{ name: service.name, port: service.port, at: [] }];
}

type Answered = Exclude<Written<GrpcService | HttpService>, { readonly redirect: unknown }>;

function backendsOf(name: string, written: Answered): readonly ServiceBackend[] {
  if ('backends' in written) { return written.backends.map((backend, index) => ({ ...backend, at: ['backends', index] })); }
  const { tls } = written;
  return 'external' in written ? [{ external: written.external, tls, at: [] }] : [{ name, port: written.port, tls, at: [] }];
}

/** The new version speaks what the old one does. */
function canaryBackend(service: ServiceConfig): Omit<ClusterBackend, 'namespace'> & { readonly weight: number } | undefined {
  if (isLanService(service) || !('canary' in service) || service.canary === undefined) { return undefined; }
  const { name, port = service.port, weight } = service.canary;
  return { name, port, weight, tls: service.tls, at: ['canary'] };
}

/** A canary that only testers reach is no backend of the others. */
function weighed(backends: readonly ServiceBackend[], canary: { readonly weight: number } & ClusterBackend): readonly ServiceBackend[] {
  return canary.weight === 0 ? backends : [...backends.map((backend) => ({ ...backend, weight: 100 - canary.weight })), canary];
}
