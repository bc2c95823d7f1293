import type { Construct } from 'constructs';
import type { HomelabConfig } from '../../config/schema';
import { gatewayPassesWaypoint, hasWaypoint, WAYPOINT } from '../mesh/waypoint';
import { AmbientNamespaces } from './ambient-namespaces';

/** The namespaces of a person's own workloads; those of the platform are asked for by its layers. */
export function ambientNamespaces(scope: Construct, config: HomelabConfig): AmbientNamespaces {
  return new AmbientNamespaces(scope, 'namespaces', {
    namespaces: config.namespaces.map(({ name, ambient, podSecurity }, index) => ({
      name, ambient, podSecurity,
      ...hasWaypoint(config, name) ? { waypoint: WAYPOINT } : {},
      ...gatewayPassesWaypoint(config, name) ? { gatewayPassesWaypoint: true } : {},
      origin: ['namespaces', index],
    })),
  });
}
