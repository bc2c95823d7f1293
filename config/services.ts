import { z } from 'zod';
import * as field from './fields';
import { withKinds, type Written } from './kinds';
import { oneOrMore } from './one-or-more';
import type { Objection } from './objection';
import { ROUTE_LIMITS } from './route-limits';
import { backends, external, externalTls, passedBackends, serviceTls } from './service-backends';
import { filters, redirect } from './service-filters';
import { callMatch, headerMatch, match } from './service-matches';
import { lan, LAN_PROTOCOLS, onePort, severalPorts } from './service-lan';
import { connections, policy } from './service-policy';
import { otherProtocol } from './familiar/values';

const port = z.int().min(1).max(ROUTE_LIMITS.port);

const named = {
  name: field.name().describe('Name of the route, and of the Kubernetes Service unless `backends` says otherwise.'),
  namespace: field.name().describe('Namespace of the route; declared under namespaces.'),
  hostname: field.pageHostname().optional().describe('Host name; *.apps.<domain> is every name below. Default: <name>.<domain>.'),
  hostnames: z.array(field.pageHostname()).min(1).max(ROUTE_LIMITS.hostnames).optional()
    .describe('Host names, all for the same; or give `hostname` for one.'),
  gateway: oneOrMore(field.name).optional()
    .describe('The gateway it is reached through, or a list of them, by name. Default: the first, which `gateway` is about.'),
  listenPort: port.optional().describe('Port of the gateway, where clients speak TLS too. Default: 443.'),
};
const matches = z.array(match).min(1).max(ROUTE_LIMITS.matchesOfRule).optional().describe('Requests to take. Default: every path.');
const timeouts = z.strictObject({
  request: field.gatewayDuration().optional().describe('Limit for the whole request, retries included.'),
  backendRequest: field.gatewayDuration().optional()
    .describe('Limit for one attempt; at most `request`. Istio, without retries, takes it for the whole.'),
}).optional();
/** What a request that goes on to a Service can be subject to. */
const onward = { matches, ...filters, timeouts };
/** What a call of gRPC can be subject to: https://gateway-api.sigs.k8s.io/reference/spec/#grpcroutefilter */
const called = {
  matches: z.array(callMatch).min(1).max(ROUTE_LIMITS.matchesOfRule).optional().describe('Calls to take. Default: every call.'),
  requestHeaders: filters.requestHeaders, responseHeaders: filters.responseHeaders, mirror: filters.mirror,
};

const canary = z.strictObject({
  name: field.name().describe('Kubernetes Service of the new version, in the same namespace.'),
  port: port.optional().describe('Port of that Service. Default: the same.'),
  weight: z.int().min(0).max(100).default(0).describe('Share of all requests that it gets, in percent.'),
  header: headerMatch.optional().describe('Header of testers, whose requests all go to it.'),
  mesh: z.boolean().default(false)
    .describe('Whether requests of pods in the cluster are shared out, too, by the waypoint of the namespace; it then does so for all.'),
}).optional().describe('A second Service that some of the requests go to.');

/** A machine outside the cluster that answers alone. */
const outside = { external: external.describe('A machine outside the cluster that answers; or give `port`.'), tls: externalTls };
/** It has no Kubernetes Service whose namespace could be asked for. */
const outsideNamespace = field.name().optional().describe("Namespace of the route. Default: the gateway's.");

/** Keys that say who answers, in the order of the kinds below. */
const RULE_KEYS = ['port', 'backends', 'external', 'redirect'];
const CALL_RULE_KEYS = ['port', 'backends', 'external'];

/** A part of a service's requests, and who answers them. */
const rule = withKinds(z.union([
  z.strictObject({
    port: port.describe("Port of the service's own Kubernetes Service; or give `backends`, `external` or `redirect`."), tls: serviceTls,
    ...onward,
  }),
  z.strictObject({ backends, ...onward }),
  z.strictObject({ ...outside, ...onward }),
  z.strictObject({ redirect, matches }),
]), {
  choose: (written) => chosen(written, RULE_KEYS),
  none: () => ({ what: 'has nobody who answers', fix: 'add port, backends, external or redirect' }),
  foreign,
});

/** A part of the calls of a service that speaks gRPC. */
const callRule = withKinds(z.union([
  z.strictObject({
    port: port.describe("Port of the service's own Kubernetes Service; or give `backends` or `external`."), tls: serviceTls, ...called,
  }),
  z.strictObject({ backends, ...called }),
  z.strictObject({ ...outside, ...called }),
]), {
  choose: (written) => chosen(written, CALL_RULE_KEYS),
  none: () => ({ what: 'has nobody who answers', fix: 'add port, backends or external' }),
  foreign,
});

const http = { ...named, protocol: z.literal('http').optional().describe('What is spoken. Default: http.') };
const web = {
  ...http, login: z.boolean().default(false).describe('Whether people have to log in first, at what `login` says (docs/login.md).'),
};
const grpc = { ...named, protocol: z.literal('grpc') };
const passed = {
  ...named, protocol: z.literal('tls').describe('TLS goes through as it comes, to a Service that brings its own certificate.'),
};
const servicePort = port.describe('Port of the Kubernetes Service; or give `backends` or `external`.');
const rules = 'Parts of its requests, each with its own matches and who answers; the most specific match counts.';

/** What answers under a host name: the Kubernetes Service of the same name, several with weights, another address, or rules for each. */
export const service = withKinds(z.union([
  z.strictObject({ ...web, port: servicePort, tls: serviceTls, canary, ...onward, ...policy }),
  z.strictObject({ ...web, backends, ...onward, ...policy }),
  z.strictObject({ ...web, namespace: outsideNamespace, ...outside, ...onward }),
  z.strictObject({ ...http, redirect, matches }),
  z.strictObject({ ...web, rules: z.array(rule).min(1).max(ROUTE_LIMITS.rules).describe(rules), ...policy }),
  z.strictObject({ ...grpc, port: servicePort, tls: serviceTls, canary, ...called, ...policy }),
  z.strictObject({ ...grpc, backends, ...called, ...policy }),
  z.strictObject({ ...grpc, namespace: outsideNamespace, ...outside, ...called }),
  z.strictObject({ ...grpc, rules: z.array(callRule).min(1).max(ROUTE_LIMITS.rules).describe(rules), ...policy }),
  z.strictObject({ ...passed, port: servicePort, ...connections }),
  z.strictObject({ ...passed, backends: passedBackends, ...connections }),
  z.strictObject({ ...passed, namespace: outsideNamespace, external: outside.external }),
  z.strictObject({ ...lan, ...onePort }),
  z.strictObject({ ...lan, ...severalPorts }),
]), {
  choose: (written) => {
    if (isOfLan(written)) { return after(HTTP_KEYS.length + GRPC_KEYS.length + TLS_KEYS.length, chosen(written, LAN_KEYS)); }
    const { protocol = 'http' } = written;
    if (protocol === 'http') { return chosen(written, HTTP_KEYS); }
    if (protocol === 'tls') { return after(HTTP_KEYS.length + GRPC_KEYS.length, chosen(written, TLS_KEYS)); }
    return protocol === 'grpc' ? after(HTTP_KEYS.length, chosen(written, GRPC_KEYS)) : undefined;
  },
  none: (written) => {
    const { name, protocol, redirect: sent } = written;
    if (isOfLan(written)) {
      return { what: 'has no port', fix: 'add port, such as port: 1883, or ports for several at one address' };
    }
    if (protocol === 'grpc' && sent !== undefined) {
      return { what: 'has a redirect, which routes of gRPC do not have', fix: 'add port in its place, or remove protocol: grpc' };
    }
    const meant = PROTOCOLS.find((each) => typeof protocol === 'string' && each === protocol.toLowerCase());
    if (meant !== undefined && meant !== protocol) {
      const what = `has a protocol that no route of the gateway speaks (${String(protocol)})`;
      return { what, fix: `did you mean "protocol: ${meant}"?` };
    }
    const other = typeof protocol === 'string' ? otherProtocol(protocol) : undefined;
    if (other) { return other; }
    return [undefined, 'http', 'grpc', 'tls'].some((each) => each === protocol) ? {
      what: `has no port${typeof name === 'string' ? ` (${name})` : ''}`, fix: 'add the port of its Kubernetes Service, such as port: 80',
    } : {
      what: 'has a protocol that no route of the gateway speaks', fix: 'write protocol: grpc, or remove it for HTTP',
    };
  },
  foreign,
  standIns: { port: 1 },
});

const PROTOCOLS = ['http', 'grpc', 'tls'];
const HTTP_KEYS = [...RULE_KEYS, 'rules'];
const GRPC_KEYS = [...CALL_RULE_KEYS, 'rules'];
const TLS_KEYS = CALL_RULE_KEYS;
const LAN_KEYS = ['port', 'ports'];
/** Keys that only what has an address of its own has. */
const LAN_ONLY = ['ports', 'targetPort', 'address'];

/** True for what is meant to have an address of its own: `ports` alone says so, too. */
function isOfLan({ protocol, ...others }: Written): boolean {
  return LAN_PROTOCOLS.some((each) => each === protocol) || (protocol === undefined && Object.hasOwn(others, 'ports'));
}

function after(before: number, place: number | undefined): number | undefined {
  return place === undefined ? undefined : before + place;
}

/** The kind that is meant: of two keys that say who answers, the one that says more. */
function chosen(written: Written, keys: readonly string[]): number | undefined {
  const place = keys.map((key) => Object.hasOwn(written, key)).lastIndexOf(true);
  return place < 0 ? undefined : place;
}

/** Keys of HTTP that a route of gRPC does not have. */
const HTTP_ONLY = ['timeouts', 'rewrite', 'cors', 'redirect'];

/** What is said of a key that does not go with the one that says who answers. */
function foreign(key: string, written: Written): Objection {
  if (isOfLan(written)) { return ofLan(key); }
  if (LAN_ONLY.includes(key)) {
    return { what: 'is not for what has a route, which is at the address of the gateway', fix: 'remove it, or add protocol: tcp' };
  }
  if (key === 'login') { return loginOf(written); }
  if (written['protocol'] === 'tls' && !TLS_KEYS.includes(key) && !Object.hasOwn(connections, key)) {
    return { what: 'is not for protocol: tls: what is encrypted goes through unread', fix: 'remove it, or remove protocol: tls' };
  }
  if (written['protocol'] === 'grpc' && HTTP_ONLY.includes(key)) {
    return { what: 'is not for protocol: grpc, whose routes do not have it', fix: 'remove it' };
  }
  if (Object.hasOwn(written, 'rules')) {
    return { what: 'is given along with rules, each of which says it for itself', fix: 'move it into the rules that it is meant for' };
  }
  if (Object.hasOwn(written, 'redirect')) {
    return { what: 'is given along with redirect, and what is redirected reaches no Service', fix: 'remove one of the two' };
  }
  if (Object.hasOwn(written, 'external') && Object.hasOwn(policy, key)) {
    return { what: 'is about pods, and external is a machine outside the cluster, where nothing keeps it', fix: 'remove it' };
  }
  if (Object.hasOwn(written, 'external')) {
    return key === 'canary'
      ? { what: 'is a Kubernetes Service, which external is in place of', fix: 'remove it, or write both under backends, with weights' }
      : { what: 'is given along with external, which says by itself where the machine is', fix: 'remove one of the two' };
  }
  if (key === 'tls') {
    return { what: 'is given along with backends, each of which says it for itself', fix: 'move it to those that it is meant for' };
  }
  return key === 'canary'
    ? { what: 'is given along with backends, which have weights of their own', fix: 'remove it, and add its Service to backends' }
    : { what: 'is given along with backends, which have ports of their own', fix: 'remove one of the two' };
}

/** What is said of a login where nobody can be asked for one. */
function loginOf({ protocol }: Written): Objection {
  switch (protocol) {
    case 'tls':
      return { what: 'is not for protocol: tls: what is encrypted goes through unread', fix: 'remove it, or remove protocol: tls' };
    case 'grpc': return { what: 'is not for protocol: grpc: who calls is a program, which cannot log in at a page', fix: 'remove it' };
    default: return { what: 'is given along with redirect, and what is redirected reaches no Service', fix: 'remove it' };
  }
}

/** What is said of a key that is not for TCP and UDP. */
function ofLan(key: string): Objection {
  switch (key) {
    case 'port': case 'targetPort':
      return { what: 'is given along with ports, each of which says it for itself', fix: 'move it into ports' };
    case 'hostname': case 'hostnames':
      return { what: 'is not for TCP and UDP, where nobody asks for a name', fix: 'remove it; clients are given the address' };
    case 'allowFrom': case 'allowRequests': case 'jwt':
      return {
        what: 'is not for TCP and UDP: who connects from the LAN has no identity in the mesh',
        fix: 'remove it, and let the app ask who is there',
      };
    case 'metricsPort': case 'metricsPath': case 'metricsInterval':
      return {
        what: 'is not for TCP and UDP, whose entries are about an address alone',
        fix: 'move it to a service with a route and the same selector',
      };
    case 'login':
      return { what: 'is not for TCP and UDP, where nobody can be sent to a page', fix: 'remove it, and let the app ask who is there' };
    case 'external':
      return { what: 'is not for TCP and UDP: a machine outside the cluster has an address already', fix: 'remove it, and use that one' };
    default:
      return { what: 'is not for TCP and UDP, which no route of the gateway leads to', fix: 'remove it, or remove protocol for HTTP' };
  }
}
