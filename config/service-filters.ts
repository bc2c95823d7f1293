import { z } from 'zod';
import * as field from './fields';
import { ROUTE_LIMITS } from './route-limits';

/* What the gateway does with a request on its way. Rules between these keys are in charts/routes/, where code is held to them too. */

const newPath = (): z.ZodString => z.string().min(1).max(ROUTE_LIMITS.path);
const newHost = (): z.ZodString => z.string().min(1).max(253);

const rewrite = z.strictObject({
  path: newPath().optional().describe('The whole path that the Service is asked for.'),
  prefix: newPath().optional().describe('What takes the place of the matched prefix; "/" takes it away. Needs one match, a PathPrefix.'),
  hostname: newHost().optional().describe('Host name that the Service is told. Default: the one that was asked for.'),
}).optional().describe('Another path or host name than the one that was asked for; browsers do not see it.');

const changes = (what: string) => {
  const values = z.record(z.string(), z.string().min(1).max(ROUTE_LIMITS.headerValue)).optional();
  return z.strictObject({
    set: values.describe('Headers with their values, in place of what is there.'),
    add: values.describe('Headers with their values, beside what is there.'),
    remove: z.array(field.headerName()).min(1).max(ROUTE_LIMITS.changedHeaders).optional().describe('Names of headers to take away.'),
  }).optional().describe(what);
};

const mirror = z.strictObject({
  name: field.name().describe('Kubernetes Service that gets copies.'),
  namespace: field.name().optional().describe("Namespace of that Service. Default: the entry's own."),
  port: z.int().min(1).max(ROUTE_LIMITS.port).describe('Port of that Service.'),
  percent: z.int().min(1).max(100).optional().describe('Share of the requests that is copied. Default: all.'),
});

const listOf = <Item extends z.ZodType>(item: Item, most: number = ROUTE_LIMITS.cors) => z.array(item).min(1).max(most);

const cors = z.strictObject({
  origins: listOf(z.string().min(1).max(253))
    .describe('Pages that may ask, such as https://app.example.com or https://*.example.com; "*" for all.'),
  methods: listOf(z.enum(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH', '*']), ROUTE_LIMITS.corsMethods)
    .optional().describe('Methods beyond the simple ones that they may use; "*" for all.'),
  headers: listOf(field.headerName()).optional().describe('Headers that they may send; "*" for all.'),
  exposeHeaders: listOf(field.headerName()).optional().describe('Headers of the answer that they may read; "*" for all.'),
  credentials: z.boolean().default(false).describe('Whether they may send cookies and logins along.'),
  maxAge: field.gatewayDuration().default('5s').describe('How long a browser remembers the answer, in whole seconds.'),
}).optional().describe('Which pages of other origins may ask, as the gateway tells browsers.');

/** What is done with a request that goes on to a Service, and with its answer. */
export const filters = {
  rewrite,
  requestHeaders: changes('What is changed in the headers of requests.'),
  responseHeaders: changes('What is changed in the headers of answers.'),
  mirror: z.array(mirror).min(1).max(ROUTE_LIMITS.mirrors).optional()
    .describe('Services that get copies of requests; their answers are dropped.'),
  cors,
};

/** Where a browser is sent instead. */
export const redirect = z.strictObject({
  scheme: z.enum(['http', 'https']).optional().describe('Default: the one that was asked for.'),
  hostname: newHost().optional().describe('Default: the one that was asked for.'),
  port: z.int().min(1).max(ROUTE_LIMITS.port).optional().describe('Default: that of the scheme.'),
  path: newPath().optional().describe('The whole path. Default: the one that was asked for.'),
  prefix: newPath().optional().describe('What takes the place of the matched prefix. Needs one match, a PathPrefix.'),
  statusCode: z.literal([301, 302, 303, 307, 308]).default(302)
    .describe('301 and 308 are remembered by browsers; 307 and 308 keep method and body.'),
}).describe('Where browsers are sent, in place of a Service.');
