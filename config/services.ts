import { z } from 'zod';
import * as field from './fields';
import { withKinds, type Written } from './kinds';
import type { Objection } from './objection';
import { ROUTE_LIMITS } from './route-limits';
import { filters, redirect } from './service-filters';
import { callMatch, headerMatch, match } from './service-matches';
import { policy } from './service-policy';

const port = z.int().min(1).max(ROUTE_LIMITS.port);

const backend = z.strictObject({
  name: field.name().describe('Kubernetes Service.'),
  namespace: field.name().optional().describe("Namespace of that Service. Default: the entry's own."),
  port: port.describe('Port of that Service.'),
  weight: z.int().min(0).max(ROUTE_LIMITS.weight).default(1).describe('Share of the traffic, relative to the other backends.'),
});
const backends = z.array(backend).min(1).max(ROUTE_LIMITS.backends)
  .describe('Weighted Services, for a canary; or give `port`.');

const named = {
  name: field.name().describe('Name of the route, and of the Kubernetes Service unless `backends` says otherwise.'),
  namespace: field.name().describe('Namespace of the route; declared under namespaces.'),
  hostname: field.hostname().optional().describe('Host name. Default: <name>.<domain>.'),
  hostnames: z.array(field.hostname()).min(1).max(ROUTE_LIMITS.hostnames).optional()
    .describe('Host names, all for the same; or give `hostname` for one.'),
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
}).optional().describe('A second Service that some of the requests go to.');

/** A part of a service's requests, and who answers them. */
const rule = withKinds(z.union([
  z.strictObject({ port: port.describe("Port of the service's own Kubernetes Service; or give `backends` or `redirect`."), ...onward }),
  z.strictObject({ backends, ...onward }),
  z.strictObject({ redirect, matches }),
]), {
  choose: (written) => chosen(written, ['port', 'backends', 'redirect']),
  none: () => ({ what: 'has nobody who answers', fix: 'add port, backends or redirect' }),
  foreign,
});

/** A part of the calls of a service that speaks gRPC. */
const callRule = withKinds(z.union([
  z.strictObject({ port: port.describe("Port of the service's own Kubernetes Service; or give `backends`."), ...called }),
  z.strictObject({ backends, ...called }),
]), {
  choose: (written) => chosen(written, ['port', 'backends']),
  none: () => ({ what: 'has nobody who answers', fix: 'add port or backends' }),
  foreign,
});

const http = { ...named, protocol: z.literal('http').optional().describe('What is spoken. Default: http.') };
const grpc = { ...named, protocol: z.literal('grpc') };
const rules = 'Parts of its requests, each with its own matches and who answers; the most specific match counts.';

/** What answers under a host name: the Kubernetes Service of the same name, several with weights, another address, or rules for each. */
export const service = withKinds(z.union([
  z.strictObject({ ...http, port: port.describe('Port of the Kubernetes Service; or give `backends`.'), canary, ...onward, ...policy }),
  z.strictObject({ ...http, backends, ...onward, ...policy }),
  z.strictObject({ ...http, redirect, matches }),
  z.strictObject({ ...http, rules: z.array(rule).min(1).max(ROUTE_LIMITS.rules).describe(rules), ...policy }),
  z.strictObject({ ...grpc, port: port.describe('Port of the Kubernetes Service; or give `backends`.'), canary, ...called, ...policy }),
  z.strictObject({ ...grpc, backends, ...called, ...policy }),
  z.strictObject({ ...grpc, rules: z.array(callRule).min(1).max(ROUTE_LIMITS.rules).describe(rules), ...policy }),
]), {
  choose: (written) => {
    const { protocol = 'http' } = written;
    if (protocol === 'http') { return chosen(written, HTTP_KEYS); }
    const place = protocol === 'grpc' ? chosen(written, GRPC_KEYS) : undefined;
    return place === undefined ? undefined : HTTP_KEYS.length + place;
  },
  none: ({ name, protocol, redirect: sent }) => {
    if (protocol === 'grpc' && sent !== undefined) {
      return { what: 'has a redirect, which routes of gRPC do not have', fix: 'add port in its place, or remove protocol: grpc' };
    }
    return [undefined, 'http', 'grpc'].some((each) => each === protocol) ? {
      what: `has no port${typeof name === 'string' ? ` (${name})` : ''}`, fix: 'add the port of its Kubernetes Service, such as port: 80',
    } : {
      what: 'has a protocol that no route of the gateway speaks', fix: 'write protocol: grpc, or remove it for HTTP',
    };
  },
  foreign,
  standIns: { port: 1 },
});

/** Keys that say who answers, in the order of the kinds above. */
const HTTP_KEYS = ['port', 'backends', 'redirect', 'rules'];
const GRPC_KEYS = ['port', 'backends', 'rules'];

/** The kind that is meant: of two keys that say who answers, the one that says more. */
function chosen(written: Written, keys: readonly string[]): number | undefined {
  const place = keys.map((key) => Object.hasOwn(written, key)).lastIndexOf(true);
  return place < 0 ? undefined : place;
}

/** Keys of HTTP that a route of gRPC does not have. */
const HTTP_ONLY = ['timeouts', 'rewrite', 'cors', 'redirect'];

/** What is said of a key that does not go with the one that says who answers. */
function foreign(key: string, written: Written): Objection {
  if (written['protocol'] === 'grpc' && HTTP_ONLY.includes(key)) {
    return { what: 'is not for protocol: grpc, whose routes do not have it', fix: 'remove it' };
  }
  if (Object.hasOwn(written, 'rules')) {
    return { what: 'is given along with rules, each of which says it for itself', fix: 'move it into the rules that it is meant for' };
  }
  if (Object.hasOwn(written, 'redirect')) {
    return { what: 'is given along with redirect, and what is redirected reaches no Service', fix: 'remove one of the two' };
  }
  return key === 'canary'
    ? { what: 'is given along with backends, which have weights of their own', fix: 'remove it, and add its Service to backends' }
    : { what: 'is given along with backends, which have ports of their own', fix: 'remove one of the two' };
}
