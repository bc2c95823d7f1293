import type { Construct } from 'constructs';
import type { HomelabConfig } from '../../config/schema';
import { WAYPOINT } from '../mesh/waypoint';
import { AmbientNamespaces } from './ambient-namespaces';

/** The namespaces of a person's own workloads; those of the platform are asked for by its layers. */
export function ambientNamespaces(scope: Construct, { namespaces }: HomelabConfig): AmbientNamespaces {
  return new AmbientNamespaces(scope, 'namespaces', {
    namespaces: namespaces.map(({ name, ambient, podSecurity, waypoint }, index) => ({
      name, ambient, podSecurity, ...waypoint ? { waypoint: WAYPOINT } : {}, origin: ['namespaces', index],
    })),
  });
}
