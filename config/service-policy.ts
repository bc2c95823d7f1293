import { z } from 'zod';
import { labels } from './labels';
import { callerObjection } from './callers';
import * as field from './fields';
import type { Objection } from './objection';
import { ROUTE_LIMITS } from './route-limits';

/* Who may call the pods of a service, and where their metrics are. Rules between these keys are in charts/policy/. */

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'] as const;

/** What the mesh lets one caller be. */
const caller = (): z.ZodString => field.text(callerObjection);

/** How many entries a list of callers has; a policy of Istio holds 512. */
const MOST = 100;

const request = z.strictObject({
  from: caller().describe('Who may: gateway, a namespace, or namespace/service-account.'),
  methods: z.array(z.enum(METHODS)).min(1).optional().describe('Methods that it may use. Default: every method.'),
  paths: z.array(field.text(policyPathObjection)).min(1).max(MOST).optional()
    .describe('Paths that it may ask for, without their query; a "*" at the end stands for anything. Default: every path.'),
});

const jwt = z.strictObject({
  issuer: z.string().min(1).max(2048).describe('Who signs the tokens: their claim iss.'),
  jwksUri: field.text(keysAddressObjection).optional()
    .describe("Where istiod fetches the issuer's public keys. Default: what the issuer's own /.well-known/openid-configuration names."),
  jwks: z.string().min(1).optional().describe('The public keys themselves (a JSON Web Key Set), for an issuer that istiod cannot reach.'),
  audiences: z.array(z.string().min(1)).min(1).max(MOST).optional().describe('Audiences, of which a token has to name one. Default: any.'),
  forwardOriginalToken: z.boolean().default(false).describe('Whether the pods get the token, too.'),
}).optional().describe('Requests need a token of this issuer. It is looked at by a waypoint, which the namespace gets by itself.');

/** What a service that reaches pods says of them and of their connections, whatever is spoken over these. */
export const connections = {
  selector: labels().optional()
    .describe('Labels of its pods, which metricsPort, allowFrom, allowRequests and jwt are about. '
      + 'Default: app.kubernetes.io/name with the name of the Kubernetes Service.'),
  metricsPort: z.int().min(1).max(ROUTE_LIMITS.port).optional()
    .describe('Port of the containers, by number, where Prometheus reads metrics. Under STRICT this port alone is opened for it.'),
  metricsPath: field.urlPath().optional().describe('Path of the metrics. Default: /metrics.'),
  metricsInterval: field.prometheusDuration().optional().describe('How often they are read. Default: monitoring.scrapeInterval.'),
  allowFrom: z.array(caller()).min(1).max(MOST).optional()
    .describe('Who may connect to its pods, and nobody else: gateway, a namespace of the mesh, or namespace/service-account. '
      + 'Default: everybody, or what denyByDefault of the namespace leaves.'),
};

/** What a service that reaches pods says of them, where its requests can be read. */
export const policy = {
  ...connections,
  allowRequests: z.array(request).min(1).max(MOST).optional()
    .describe('Who may ask for some methods and paths only. A waypoint looks at requests, which the namespace gets by itself.'),
  jwt,
};

/** What speaks against a path in a policy: https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation. */
function policyPathObjection(value: string): Objection | undefined {
  if (/[?#]/.test(value)) { return { what: 'has a query or a fragment, which no policy sees', fix: 'write the path alone' }; }
  if (/[{}]/.test(value)) {
    return { what: 'has a bracket, which Istio takes for a pattern of its own', fix: 'write a path; "*" at its end is what is below it' };
  }
  const isForm = /^\/[^*]*\*?$/.test(value) || /^\*[^*]+$/.test(value) || value === '*';
  return isForm && value.length <= ROUTE_LIMITS.path ? undefined : {
    what: 'is not a path of a policy', fix: 'begin it with "/"; one "*" may stand at its end, as in /api/*',
  };
}

function keysAddressObjection(value: string): Objection | undefined {
  if (value.startsWith('http:')) {
    return {
      what: 'fetches keys in clear, and who changes them on the way signs tokens of his own', fix: 'use https, or write the keys as jwks',
    };
  }
  return URL.canParse(value) && /^https:\/\/[^/]/.test(value) && value.length <= 2048 ? undefined : {
    what: 'is not an address of keys', fix: 'write it as https://login.example.com/keys',
  };
}
