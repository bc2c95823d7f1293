import { HTTPS_PORT } from '../../config/listen-port';
import { httpsListenerOf, listenerFor, passthroughListener, type ListenerHost } from '../gateway/listeners';
import type { Route } from './route';

/** A listener of a gateway for single domains. */
export interface PortListener extends ListenerHost {
  /** Its port. @default 443 */
  readonly port?: number;
}

/** What decides about the listeners of a route. */
type Asked = Pick<Route, 'hostnames' | 'protocol' | 'listenPort'>;

/**
 * The listeners of a gateway that get what a route is for, each once.
 *
 * @param route - what is asked for
 * @param further - the gateway's listeners of single domains
 * @param listener - the one of port 443 for all host names that have none of their own
 */
export function listenersFor(route: Asked, further: readonly PortListener[], listener = httpsListenerOf()): string[] {
  const { hostnames, protocol, listenPort = HTTPS_PORT } = route;
  if (protocol === 'tls') { return hostnames.map((each) => passthroughListener(each, listenPort)); }
  const base = listenPort === HTTPS_PORT ? listener : httpsListenerOf(undefined, listenPort);
  const all = [{ name: base, hostname: '' }, ...further.filter(({ port = HTTPS_PORT }) => port === listenPort)];
  return [...new Set(hostnames.map((hostname) => listenerFor(all, hostname)?.name ?? base))];
}
