import type { ConfigPath } from '../../config/problem';
import type { HomelabConfig, ServiceConfig } from '../../config/schema';
import { reachesPods } from '../../config/service-pods';
import { isSharedInMesh } from '../../config/service-rules';

/** Name of the waypoint of a namespace, as `istioctl waypoint apply` would call it; goes into the label `istio.io/use-waypoint`. */
export const WAYPOINT = 'waypoint';

/** The label by which requests of pods pass a waypoint, on a namespace or on one Service or ServiceEntry of it. */
export const USE_WAYPOINT = 'istio.io/use-waypoint';

/**
 * The label of a namespace by which requests of gateways pass the waypoint, too; without it only those of pods do. On a namespace it
 * counts since Istio 1.25: `ingressUseWaypointFromLabels` in pilot/pkg/serviceregistry/ambient/services.go of istio/istio 1.30.3.
 */
export const GATEWAY_THROUGH_WAYPOINT = 'istio.io/ingress-use-waypoint';

/**
 * The keys of a service that only a waypoint can keep, as it alone sees requests and not just connections. Requests are shared out for the
 * gateway, too: twice would be another share than the one that is written.
 */
function waypointKeys(service: ServiceConfig): ConfigPath[] {
  if (!reachesPods(service)) { return []; }
  return [
    ...(['allowRequests', 'jwt'] as const).filter((key) => service[key] !== undefined).map((key) => [key]),
    ...isSharedInMesh(service) ? [['canary', 'mesh']] : [],
  ];
}

/** Where services ask for what only a waypoint can keep, such as `services[0].jwt`, by their namespaces. */
export function waypointAskers({ services }: Pick<HomelabConfig, 'services'>): ReadonlyMap<string, readonly ConfigPath[]> {
  const askers = new Map<string, ConfigPath[]>();
  services.forEach((service, index) => {
    const asking = waypointKeys(service).map((key): ConfigPath => ['services', index, ...key]);
    const before = askers.get(service.namespace);
    if (before) { before.push(...asking); } else if (asking.length > 0) { askers.set(service.namespace, asking); }
  });
  return askers;
}

/** Whether a namespace has a waypoint: because it says so, or because a service in it needs one. */
export function hasWaypoint(config: Pick<HomelabConfig, 'namespaces' | 'services'>, name: string): boolean {
  return config.namespaces.some((each) => each.name === name && each.waypoint) || gatewayPassesWaypoint(config, name);
}

/**
 * Whether what the gateway sends to a namespace has to pass its waypoint, because of what a service in it says of such requests. Whoever
 * asks of many takes the map of `waypointAskers`, which looks at every service once.
 */
export function gatewayPassesWaypoint(config: Pick<HomelabConfig, 'services'>, name: string): boolean {
  return waypointAskers(config).has(name);
}
