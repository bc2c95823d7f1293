import { z } from 'zod';
import * as field from './fields';

/** With the first one as many as a route may name, which the redirect to https does: `spec.parentRefs` of HTTPRoute, `maxItems: 32`. */
const MOST_FURTHER = 15;

/** Gateways beside the one that every lab has. They are in its namespace, where the certificates are. */
export const gateways = z.array(z.strictObject({
  name: field.name().describe('Name of the Gateway, by which services ask for it.'),
  address: field.address().describe('Address it answers on; one of a pool, and nobody else\'s.'),
})).max(MOST_FURTHER);
