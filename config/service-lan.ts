import { z } from 'zod';
import { labels } from './labels';
import * as field from './fields';
import { ROUTE_LIMITS } from './route-limits';

/* Services of TCP and UDP, which have an address of their own in place of a route. Rules between these keys are in charts/lan/. */

/** What is spoken at a port that no route of the gateway leads to. */
export const LAN_PROTOCOLS = ['tcp', 'udp'] as const;

/** The most ports of one entry. Kubernetes has no limit; each is written by hand. */
const MOST_PORTS = 100;

const port = z.int().min(1).max(ROUTE_LIMITS.port);
const protocol = z.enum(LAN_PROTOCOLS);
const targetPort = port.optional().describe('Port of the containers, by number. Default: the same.');

/** What every such service has. */
export const lan = {
  name: field.name().describe('Name of the service; its Kubernetes Service is called <name>-lan.'),
  namespace: field.name().describe('Namespace of its pods; declared under namespaces.'),
  address: field.address().optional()
    .describe('Its address, out of a pool of network. Default: MetalLB chooses one of those that it gives to whoever asks for none.'),
  selector: labels().optional().describe('Labels of its pods. Default: app.kubernetes.io/name with its name.'),
};

/** One port. */
export const onePort = {
  protocol: protocol.describe('TCP or UDP: an address of its own, and no host name.'),
  port: port.describe('Port at the address; or give `ports` for several.'),
  targetPort,
};

/** Several ports. */
export const severalPorts = {
  protocol: protocol.optional().describe('What is spoken at the ports that do not say it.'),
  ports: z.array(z.strictObject({
    port: port.describe('Port at the address.'),
    protocol: protocol.optional().describe('What is spoken there. Default: what the service says, or tcp.'),
    targetPort,
  })).min(1).max(MOST_PORTS).describe('Ports at one address, of TCP and UDP.'),
};
