import { gatewaysOf, labGateways } from '../../config/gateways';
import { isLanService, type GatewayService } from '../../config/lan-services';
import { HTTPS_PORT, listenPortObjection, listenPortOf } from '../../config/listen-port';
import { listOf } from '../../config/one-or-more';
import type { ConfigPath, Problem } from '../../config/problem';
import { ROUTE_LIMITS } from '../../config/route-limits';
import type { HomelabConfig } from '../../config/schema';
import { serviceHostnames } from '../../config/service-rules';
import { siteListeners } from '../gateway/sites';
import { listenersFor } from './route-listeners';

/** Every service is reached through gateways of the lab, and its route has room for them. */
export function checkGateways(config: HomelabConfig): Problem[] {
  const names = labGateways(config).map(({ name }) => name);
  return config.services.flatMap((service, index): Problem[] => {
    if (isLanService(service)) { return []; }
    const path = ['services', index, 'gateway'];
    const objection = listenPortObjection(listenPortOf(service));
    const port = objection ? [{ path: ['services', index, 'listenPort'], ...objection }] : [];
    if (service.gateway === undefined) { return port; }
    return [
      ...port,
      ...written(service.gateway, path).filter(({ name }) => !names.includes(name)).map(({ name, at }) => ({
        path: at, related: [['gateways'], ['gateway', 'name']], what: `is no gateway of this lab (${name})`,
        fix: names.length === 1 ? `add "- name: ${name}" with an address under gateways, or remove it` : `write ${names.join(' or ')}`,
      })),
      ...checkRoom(config, service, path),
    ];
  });
}

function written(gateway: string | readonly string[], path: ConfigPath): { readonly name: string; readonly at: ConfigPath }[] {
  return listOf(gateway).map((name, place) => ({ name, at: typeof gateway === 'string' ? path : [...path, place] }));
}

/** A route names each listener of each gateway that it attaches to. */
function checkRoom(config: HomelabConfig, service: GatewayService, path: ConfigPath): Problem[] {
  const through = gatewaysOf(config, service);
  const { protocol = 'http', listenPort = HTTPS_PORT } = service;
  const route = { hostnames: serviceHostnames(config, service).map(({ hostname }) => hostname), protocol, listenPort };
  const { length } = through.flatMap((gateway) => listenersFor(route, siteListeners(config, gateway)));
  return length <= ROUTE_LIMITS.parents ? [] : [{
    path, related: [['services', path[1] ?? 0, 'hostnames']],
    what: `has ${through.length} gateways with ${length} listeners for the host names, and a route has room for ${ROUTE_LIMITS.parents}`,
    fix: 'make two services of it, each with some of the host names',
  }];
}
