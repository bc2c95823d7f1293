import { withoutEffect } from '../../config/checks/effects';
import { isInMesh } from '../../config/mesh-members';
import { MESH_PORTS } from '../../config/mesh-ports';
import { formatPath, type ConfigPath, type Problem } from '../../config/problem';
import type { HomelabConfig } from '../../config/schema';
import { ownBackends, servicePods, type PodService } from '../../config/service-pods';
import { selects } from '../core/label-selector';
import { CLOSING_KEYS, podServices, written, type PlacedService } from './policy-services';

/**
 * Ports of the metrics of a sidecar or waypoint:
 * https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio
 */
const PROXY_PORTS: readonly number[] = [15020, 15090];

/** A port that Prometheus may read lets in everybody, so it is not the port that a policy guards, and none of the mesh's own. */
export function checkMetricsPorts(config: HomelabConfig): Problem[] {
  if (!config.monitoring.enabled) { return []; }
  const all = podServices(config).filter(({ service }) => isInMesh(config, service.namespace));
  return all.flatMap((each) => {
    const { metricsPort: port } = each.service;
    if (port === undefined) { return []; }
    return [...meshPort(each, port), ...guardedPort({ config, all, each, port })];
  });
}

function meshPort({ service, path }: PlacedService, port: number): Problem[] {
  const at = [...path, 'metricsPort'];
  if (MESH_PORTS.includes(port)) {
    return [{
      path: at, what: `is a port of the mesh itself in every pod (${port}), where no app can listen`,
      fix: 'write the port where the containers have their metrics',
    }];
  }
  // With labels it can be the pods of a gateway or waypoint, which have the port.
  return PROXY_PORTS.includes(port) && service.selector === undefined ? [withoutEffect(
    at, `${port} is a port of sidecars, which pods of this mesh do not have`, 'write the port where the containers have their metrics',
  )] : [];
}

/** A service whose metrics are read, among all others of the mesh. */
interface Guarded {
  readonly config: HomelabConfig;
  readonly all: readonly PlacedService[];
  readonly each: PlacedService;
  /** Its port of metrics. */
  readonly port: number;
}

function guardedPort({ config, all, each: { service, path }, port }: Guarded): Problem[] {
  const samePods = all.filter((other) => sharesPods(other.service, service));
  if (!samePods.some((other) => ownBackends(other.service).some((backend) => backend.port === port))) { return []; }
  const [closing] = [
    ...samePods.flatMap((other) => written(other.service, CLOSING_KEYS).map((key): ConfigPath => [...other.path, key])),
    ...config.namespaces.flatMap(({ name, denyByDefault }, index): ConfigPath[] =>
      denyByDefault && name === service.namespace ? [['namespaces', index, 'denyByDefault']] : []),
  ];
  return closing === undefined ? [] : [{
    path: [...path, 'metricsPort'], related: [closing],
    what: `opens the port that the service is reached at (${port}) for everybody in the cluster, whatever ${formatPath(closing)} says`,
    fix: 'have the containers serve metrics at a port of their own, or remove one of the two',
  }];
}

/** True where all pods of one are pods of the other. */
function sharesPods(one: PodService, other: PodService): boolean {
  return one.namespace === other.namespace && servicePods(one).some((here) => servicePods(other).some((there) =>
    selects(here.labels, there.labels) || selects(there.labels, here.labels)));
}
