import type { Construct } from 'constructs';
import type { HomelabConfig } from '../../config/schema';
import { gatewayPassesWaypoint, hasWaypoint, WAYPOINT } from '../mesh/waypoint';
import { AmbientNamespaces } from './ambient-namespaces';
import { egressOf } from './egress-from-config';

/** The namespaces of a person's own workloads; those of the platform are asked for by its layers. */
export function ambientNamespaces(scope: Construct, config: HomelabConfig): AmbientNamespaces {
  return new AmbientNamespaces(scope, 'namespaces', {
    namespaces: config.namespaces.map((written, index) => {
      const { name, ambient, podSecurity } = written;
      const egress = egressOf(config, written);
      return {
        name, ambient, podSecurity,
        ...hasWaypoint(config, name) ? { waypoint: WAYPOINT } : {},
        ...gatewayPassesWaypoint(config, name) ? { gatewayPassesWaypoint: true } : {},
        ...egress ? { egress } : {},
        origin: ['namespaces', index],
      };
    }),
  });
}
