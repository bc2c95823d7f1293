import { platformInterfaces } from '../../config/platform';
import { formatPath, type ConfigPath, type Problem } from '../../config/problem';
import type { HomelabConfig, ServiceConfig } from '../../config/schema';
import { serviceRules, type BackendTls, type ServiceBackend } from '../../config/service-rules';
import { waypointAskers } from '../mesh/waypoint';
import { machineName } from './machine-name';

/** One place that says, or does not say, how a backend is spoken to. */
interface Spoken {
  /** The backend, the same for all ports of one Service. */
  readonly target: string;
  /** What a message calls it. */
  readonly who: string;
  readonly tls: BackendTls | undefined;
  readonly path: ConfigPath;
}

/**
 * What is said of TLS is for whoever sends to the Service, the waypoint among them (buildWaypointTLSContext in
 * pilot/pkg/networking/core/cluster_waypoint.go of istio/istio 1.30.3): of what the gateway sends through it, it would make TLS inside TLS.
 */
export function checkTlsPastWaypoint(config: HomelabConfig): Problem[] {
  const askers = waypointAskers(config);
  return config.services.flatMap((service, index) => serviceRules(service).flatMap(({ at, backends }) => backends.flatMap((backend) => {
    // A canary is spoken to as its service is, which is named.
    if ('external' in backend || backend.tls === undefined || backend.at[0] === 'canary') { return []; }
    const { namespace = service.namespace } = backend;
    const [asking] = askers.get(namespace) ?? [];
    return asking === undefined ? [] : [{
      path: ['services', index, ...at, ...backend.at, 'tls'], related: [asking],
      what: `does not get through: what the gateway sends to ${namespace} passes a waypoint, because of ${formatPath(asking)}`,
      fix: `move ${backend.name} to another namespace, or remove ${formatPath(asking)}`,
    }];
  })));
}

/** A policy is for every port of a Service, whoever asks; of two that differ only the older would count. */
export function checkTls(config: HomelabConfig): Problem[] {
  const all = [...pages(config), ...config.services.flatMap((service, index) => spoken(service, ['services', index]))];
  if (all.every(({ tls }) => tls === undefined)) { return []; }
  const before = new Map<string, Spoken>();
  return all.flatMap((each): Problem[] => {
    const other = before.get(each.target);
    if (other === undefined) { before.set(each.target, each); return []; }
    if (JSON.stringify(other.tls ?? {}) === JSON.stringify(each.tls ?? {})) { return []; }
    const isHere = each.tls !== undefined;
    return [{
      path: isHere ? [...each.path, 'tls'] : each.path, related: [other.path],
      what: `speaks to ${each.who} in another way than ${formatPath(other.path)}, and what is said of TLS is for every port of it`,
      fix: 'give both the same tls, or a second Kubernetes Service for the other port',
    }];
  });
}

function pages(config: HomelabConfig): Spoken[] {
  return platformInterfaces(config).map(({ key, namespace, service }) => ({
    target: `${namespace}/${service}`, who: `${namespace}/${service}`, tls: undefined, path: key,
  }));
}

function spoken(service: ServiceConfig, path: ConfigPath): Spoken[] {
  return serviceRules(service).flatMap(({ at, backends }) => backends.map((backend) => {
    const target = targetOf(service, backend);
    return { target, who: target, tls: backend.tls, path: [...path, ...at, ...backend.at] };
  }));
}

function targetOf({ name: route, namespace: home }: ServiceConfig, backend: ServiceBackend): string {
  if ('external' in backend) { return `${home}/${machineName({ name: route }, backend.external)}`; }
  const { namespace = home, name } = backend;
  return `${namespace}/${name}`;
}
