import { z } from 'zod';
import * as field from './fields';
import { withKinds } from './kinds';
import { ROUTE_LIMITS } from './route-limits';

const comparison = z.enum(['Exact', 'RegularExpression']).default('Exact');

/** A requirement on one header. */
export const headerMatch = z.strictObject({
  name: field.headerName().describe('Header name, in any case.'),
  value: z.string().min(1).max(ROUTE_LIMITS.headerValue).describe('Value to match.'),
  type: comparison,
});

const queryMatch = z.strictObject({
  name: field.queryParamName().describe('Name of the parameter; unlike that of a header it has case.'),
  value: z.string().min(1).max(ROUTE_LIMITS.queryValue).describe('Value to match.'),
  type: comparison,
});

/** A path by its beginning or as a whole, or an expression, which need not begin with a slash. */
const path = withKinds(z.union([
  z.strictObject({
    // An expression is of the second form, and named here for whoever writes a type that there is not.
    type: z.enum(['PathPrefix', 'Exact', 'RegularExpression']).default('PathPrefix').refine((type) => type !== 'RegularExpression')
      .describe('How the path is compared; a regular expression (RE2) has to take the whole of it.'),
    value: field.urlPath().default('/').describe('The path.'),
  }),
  z.strictObject({ type: z.literal('RegularExpression'), value: z.string().min(1).max(ROUTE_LIMITS.path) }),
]), {
  choose: ({ type }) => type === 'RegularExpression' ? 1 : 0,
  foreign: () => ({ what: 'is not for this kind of path', fix: 'remove it' }),
});

const headers = z.array(headerMatch).min(1).max(ROUTE_LIMITS.headers).optional().describe('Headers that must all match.');

/** Requirements on a request; all of them have to hold. */
export const match = z.strictObject({
  path: path.prefault({}),
  headers,
  queryParams: z.array(queryMatch).min(1).max(ROUTE_LIMITS.queryParams).optional()
    .describe('Parameters of the query that must all match.'),
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH']).optional(),
});

/** Requirements on a call of gRPC; all of them have to hold. */
export const callMatch = z.strictObject({
  service: z.string().min(1).max(ROUTE_LIMITS.path).optional().describe('Service of gRPC with its package, such as shop.v1.Orders.'),
  method: z.string().min(1).max(ROUTE_LIMITS.path).optional().describe('Method of that service.'),
  type: comparison.describe('How service and method are compared; a regular expression (RE2) has to take the whole of each.'),
  headers,
});
