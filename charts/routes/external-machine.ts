import type { HttpRouteSpecRulesBackendRefs } from '../../imports/gateway.networking.k8s.io';
import { ServiceEntrySpecLocation, ServiceEntrySpecResolution, type ServiceEntrySpec } from '../../imports/networking.istio.io';
import { GATEWAY_THROUGH_WAYPOINT, USE_WAYPOINT } from '../mesh/waypoint';
import { machineName, whereIs, type ExternalMachine } from './machine-name';

/** Whose machine it is: a route's. */
interface Owner {
  /** Name of the route. */
  readonly name: string;
  /** Namespace of the route. */
  readonly namespace: string;
}

const ISTIO = 'networking.istio.io';

/**
 * The machine as the mesh knows it. It is not the machine's own name, because ztunnel answers pods that ask for the hosts of a ServiceEntry
 * with an address of its own, on which nothing but this one port is there: a pod that mounts nas.lan would lose it. ICANN keeps `internal`
 * for private networks.
 */
export function meshHost(owner: Owner, machine: ExternalMachine): string {
  return `${machineName(owner, machine)}.${owner.namespace}.external.internal`;
}

/**
 * A machine as a backend of a route, in the form that Istio adds to the Gateway API (`buildDestination` in
 * https://github.com/istio/istio/blob/1.30.3/pilot/pkg/config/kube/gateway/conversion.go): no namespace, and so no ReferenceGrant.
 */
export function toExternalBackend(owner: Owner, machine: ExternalMachine, weight: number): HttpRouteSpecRulesBackendRefs {
  return { group: ISTIO, kind: 'Hostname', name: meshHost(owner, machine), port: machine.port, weight };
}

/**
 * Labels by which requests for a machine pass no waypoint, whatever its namespace says: a waypoint would judge them by policies about pods,
 * and cannot speak the TLS of the gateway. `none` is Istio's own word for that: `GetUseWaypoint` in
 * pilot/pkg/serviceregistry/ambient/waypoints.go of istio/istio 1.30.3.
 */
export const PAST_WAYPOINTS: Readonly<Record<string, string>> = { [USE_WAYPOINT]: 'none', [GATEWAY_THROUGH_WAYPOINT]: 'false' };

/**
 * What tells the gateway where a machine is. Not a Service without pods: Argo CD leaves out every EndpointSlice, which such a Service would
 * have its address from (`resource.exclusions` of its chart). Nor one of type ExternalName, which gives every pod a name inside the cluster
 * for whatever its record says: https://kubernetes.io/docs/concepts/services-networking/service/#externalname.
 *
 * @param protocol - what the route speaks
 */
export function toServiceEntry(owner: Owner, machine: ExternalMachine, protocol: 'http' | 'grpc' | 'tls'): ServiceEntrySpec {
  return {
    hosts: [meshHost(owner, machine)],
    // Outside the mesh nobody speaks its mTLS: what goes there is plain text, or the TLS of a policy.
    location: ServiceEntrySpecLocation.MESH_UNDERSCORE_EXTERNAL,
    resolution: 'address' in machine ? ServiceEntrySpecResolution.STATIC : ServiceEntrySpecResolution.DNS,
    ports: [{ name: protocol, number: machine.port, protocol: protocol.toUpperCase() }],
    endpoints: [{ address: whereIs(machine) }],
  };
}
