import { z } from 'zod';
import * as field from './fields';
import { withKinds } from './kinds';
import { ROUTE_LIMITS } from './route-limits';

const headerMatch = z.strictObject({
  name: field.headerName().describe('Header name, in any case.'),
  value: z.string().min(1).max(4096).describe('Value to match.'),
  type: z.enum(['Exact', 'RegularExpression']).default('Exact'),
});

const match = z.strictObject({
  path: z.strictObject({
    type: z.enum(['PathPrefix', 'Exact']).default('PathPrefix'),
    value: field.urlPath().default('/'),
  }).prefault({}),
  headers: z.array(headerMatch).min(1).max(ROUTE_LIMITS.headers).optional().describe('Headers that must all match.'),
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH']).optional(),
});

const port = z.int().min(1).max(ROUTE_LIMITS.port);

const backend = z.strictObject({
  name: field.name().describe('Kubernetes Service.'),
  namespace: field.name().optional().describe("Namespace of that Service. Default: the entry's own."),
  port: port.describe('Port of that Service.'),
  weight: z.int().min(0).max(ROUTE_LIMITS.weight).default(1).describe('Share of the traffic, relative to the other backends.'),
});

const named = {
  name: field.name().describe('Name of the route, and of the Kubernetes Service unless `backends` says otherwise.'),
  namespace: field.name().describe('Namespace of the route; declared under namespaces.'),
};
const requests = {
  hostname: field.hostname().optional().describe('Host name. Default: <name>.<domain>.'),
  matches: z.array(match).min(1).max(ROUTE_LIMITS.matchesOfRule).optional().describe('Requests to take. Default: every path.'),
  timeouts: z.strictObject({
    request: field.gatewayDuration().optional().describe('Limit for the whole request, retries included.'),
    backendRequest: field.gatewayDuration().optional().describe('Limit for one attempt; at most `request`.'),
  }).optional(),
};

/** What answers under a host name: the Kubernetes Service of the same name, or several with weights. */
export const service = withKinds(z.union([
  z.strictObject({ ...named, port: port.describe('Port of the Kubernetes Service; or give `backends`.'), ...requests }),
  z.strictObject({
    ...named,
    backends: z.array(backend).min(1).max(ROUTE_LIMITS.backends).describe('Weighted Services, for a canary; or give `port`.'),
    ...requests,
  }),
]), {
  choose: (written) => {
    if (Object.hasOwn(written, 'backends')) { return 1; }
    return Object.hasOwn(written, 'port') ? 0 : undefined;
  },
  none: ({ name }) => ({
    what: `has no port${typeof name === 'string' ? ` (${name})` : ''}`, fix: 'add the port of its Kubernetes Service, such as port: 80',
  }),
  foreign: () => ({ what: 'is given along with backends, which have ports of their own', fix: 'remove one of the two' }),
  standIns: { port: 1 },
});
