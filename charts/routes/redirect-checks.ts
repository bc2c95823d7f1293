import { gatewaysOf } from '../../config/gateways';
import { isLanService } from '../../config/lan-services';
import { HTTP_PORT, HTTPS_PORT, listenPortOf } from '../../config/listen-port';
import type { Problem } from '../../config/problem';
import type { HomelabConfig } from '../../config/schema';
import { serviceHostnames, serviceRules, type ServiceRedirect, type ServiceRule } from '../../config/service-rules';
import { wildcardFor } from '../../config/wildcards';
import { byHostname, claimants, listenerKey, type Claimant } from './claimants';
import { rankFor } from './match-order';

/** No redirect leads back to itself: browsers give up after some rounds. */
export function checkRedirects(config: HomelabConfig): Problem[] {
  const rules = config.services.flatMap((service, index) => serviceRules(service).flatMap((rule) =>
    rule.redirect === undefined ? [] : [{ service, index, rule, redirect: rule.redirect }]));
  if (rules.length === 0) { return []; }
  const claims = byHostname(claimants(config));
  return rules.flatMap(({ service, index, rule, redirect }): Problem[] => {
    const own = serviceHostnames(config, service).map(({ hostname }) => hostname);
    const port = isLanService(service) ? HTTPS_PORT : listenPortOf(service);
    const at443 = port === HTTPS_PORT;
    const mayLoop = isThisPort(redirect, port) && isAddress(redirect) && !endsByItself(redirect, rule);
    const through = gatewaysOf(config, service).map(({ name }) => name);
    const { hostname: target } = redirect;
    const isServed = target !== undefined && through.some((gateway) => claims.has(listenerKey({ hostname: target, gateway, port })));
    // A name of its own counts before a wildcard that stands for it.
    const wide = target === undefined || isServed ? undefined : wildcardFor(own, target);
    const hosts = target === undefined ? own : own.filter((each) => each === target || each === wide);
    const isLoop = (host: string): boolean =>
      through.some((gateway) => leadsBack(redirect, rule, claims.get(listenerKey({ hostname: host, gateway, port })) ?? []));
    const back = mayLoop ? hosts.find(isLoop) : undefined;
    const { path, prefix } = redirect;
    const at = ['services', index, ...rule.at, 'redirect'];
    return back === undefined ? [] : [{
      path: at, related: [['services', index]],
      what: `leads back to itself: https://${target ?? back}${at443 ? '' : `:${port}`}${path ?? prefix ?? ''} is redirected again, `
        + 'without end',
      fix: path === undefined && prefix === undefined
        ? 'name another host name, or a path that another rule or service takes' : 'narrow matches, so that they do not take the new path',
    }];
  });
}

/** What names no address, or no path, is refused for that. */
function isAddress({ scheme, hostname, port, path, prefix }: ServiceRedirect): boolean {
  return [scheme, hostname, port, path, prefix].some((part) => part !== undefined) && (path ?? prefix ?? '/').startsWith('/');
}

/** True where the new request is another one: with a query of its own in place of the one that was asked for, or as a GET (303). */
function endsByItself({ path = '', statusCode }: ServiceRedirect, { matches = [] }: ServiceRule): boolean {
  return matches.length > 0 && matches.every(({ queryParams, method }) => (path.includes('?') && queryParams !== undefined)
    || (statusCode === 303 && method !== undefined && method !== 'GET' && method !== 'HEAD'));
}

/**
 * True where the new address is at the port that was asked. Port 80 sends everything to https, so that http leads to the same place. Who
 * says neither scheme nor port stays where he is: https://gateway-api.sigs.k8s.io/reference/spec/#httprequestredirectfilter
 */
function isThisPort({ scheme, port }: ServiceRedirect, own: number): boolean {
  if (port === undefined && scheme === undefined) { return true; }
  const target = port ?? (scheme === 'http' ? HTTP_PORT : HTTPS_PORT);
  return target === own || (own === HTTPS_PORT && target === HTTP_PORT && scheme === 'http');
}

function leadsBack({ path, prefix }: ServiceRedirect, rule: ServiceRule, claims: readonly Claimant[]): boolean {
  if (path === undefined && prefix === undefined) { return true; }
  const target = (path ?? prefix ?? '').replace(/[?#].*$/, '');
  // What another rule takes only under a condition may not be met.
  const taking = claims.filter((each) => isOf(rule, each) || isUnconditional(each)).flatMap((each) => {
    const rank = rankFor(each.match, target);
    return rank === undefined ? [] : [{ isOwn: isOf(rule, each), rank }];
  });
  const [first] = taking.sort((a, b) => b.rank - a.rank);
  return first?.isOwn === true;
}

function isOf(rule: ServiceRule, { rule: other }: Claimant): boolean {
  return other?.redirect !== undefined && other.redirect === rule.redirect;
}

function isUnconditional({ match: { headers, queryParams, method } }: Claimant): boolean {
  return headers === undefined && queryParams === undefined && method === undefined;
}
