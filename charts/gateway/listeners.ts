import { createHash } from 'node:crypto';
import { HTTPS_PORT } from '../../config/listen-port';
import { isBelow } from '../../config/wildcards';

/** Listener on port 80. Nothing but the redirect attaches to it. */
export const HTTP_LISTENER = 'http';

/** Listener on port 443, which routes attach to. */
export const HTTPS_LISTENER = 'https';

/**
 * Name of a listener for pages.
 *
 * @param site - what it is called after @default - the one for all host names that have none of their own
 * @param port - port of the gateway
 */
export function httpsListenerOf(site?: string, port = HTTPS_PORT): string {
  const name = site === undefined ? HTTPS_LISTENER : `${HTTPS_LISTENER}-${site}`;
  // No site has a dot in its name.
  return port === HTTPS_PORT ? name : `${name}.${port}`;
}

/** Characters of a port of a Service, which istiod calls after the first listener of the port. */
const LONGEST_PORT_NAME = 63;

/**
 * The listener whose TLS goes through, which routes for that host name attach to. With its dots it is no other.
 *
 * @param port - port of the gateway
 */
export function passthroughListener(hostname: string, port = HTTPS_PORT): string {
  if (port === HTTPS_PORT) { return hostname; }
  const name = `${port}.${hostname}`;
  // What istiod cuts may end in what a Service does not take, and it then takes none of the gateway's ports.
  return name.length <= LONGEST_PORT_NAME ? name : `${port}.${createHash('sha256').update(hostname).digest('hex').slice(0, 16)}`;
}

/** How many listeners a Gateway has at most, by its definition. */
export const MOST_LISTENERS = 64;

/** A listener by its host name. */
export interface ListenerHost {
  /** Name of the listener. */
  readonly name: string;
  /** Host name, or a wildcard, which unlike that of a certificate stands for one label or more; empty takes everything. */
  readonly hostname: string;
}

/** True where a listener, or a route, of one host name takes requests to another; either may be a wildcard. */
export function takes(listener: string, hostname: string): boolean {
  return listener === '' || listener === hostname || isBelow(listener, hostname) || isBelow(hostname, listener);
}

/**
 * The listener of a Gateway's port that gets the requests to a host name: the most specific, whichever others would take them. TLS chooses
 * it before any route does (https://gateway-api.sigs.k8s.io/reference/spec/#listener).
 *
 * @returns undefined if none takes them
 */
export function listenerFor<Listener extends ListenerHost>(listeners: readonly Listener[], hostname: string): Listener | undefined {
  const rank = ({ hostname: own }: Listener): number => own === hostname ? Number.MAX_SAFE_INTEGER : own.length;
  return listeners.filter((each) => takes(each.hostname, hostname))
    .reduce<Listener | undefined>((best, each) => best === undefined || rank(each) > rank(best) ? each : best, undefined);
}
