import { gatewaysOf, labGateways } from '../../config/gateways';
import { isLanService, type GatewayService } from '../../config/lan-services';
import { listOf } from '../../config/one-or-more';
import type { ConfigPath, Problem } from '../../config/problem';
import { ROUTE_LIMITS } from '../../config/route-limits';
import type { HomelabConfig } from '../../config/schema';
import { isPassed, serviceHostnames } from '../../config/service-rules';

/** Every service is reached through gateways of the lab, and its route has room for them. */
export function checkGateways(config: HomelabConfig): Problem[] {
  const names = labGateways(config).map(({ name }) => name);
  return config.services.flatMap((service, index): Problem[] => {
    if (isLanService(service) || service.gateway === undefined) { return []; }
    const path = ['services', index, 'gateway'];
    return [
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

/** A route names each listener that it attaches to, and what goes through unread has one for each host name. */
function checkRoom(config: HomelabConfig, service: GatewayService, path: ConfigPath): Problem[] {
  const { length } = gatewaysOf(config, service);
  const hostnames = serviceHostnames(config, service).length;
  const most = Math.floor(ROUTE_LIMITS.parents / length);
  return !isPassed(service) || hostnames <= most ? [] : [{
    path, related: [['services', path[1] ?? 0, 'hostnames']],
    what: `names ${length} gateways for ${hostnames} host names with protocol: tls, and a route has room for ${most} of these`,
    fix: 'make two services of it, each with some of the host names',
  }];
}
