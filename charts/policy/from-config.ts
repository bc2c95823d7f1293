import type { Construct } from 'constructs';
import { databaseAccess } from '../../config/addons/databases';
import { callerOf } from '../../config/callers';
import { lanLabels, lanPorts, lanServices } from '../../config/lan-services';
import type { ConfigPath } from '../../config/problem';
import type { HomelabConfig } from '../../config/schema';
import { isStrict, ownServices, reachesPods, servicePods, type PodService } from '../../config/service-pods';
import type { Dependency } from '../core/component';
import { gatewayAccount } from '../gateway/gateway-name';
import { gatewayPassesWaypoint, hasWaypoint, WAYPOINT } from '../mesh/waypoint';
import type { Route } from '../routes/route';
import { ServicePolicies, type RoutedService } from './service-policies';
import type { AllowedCaller, ServicePolicy } from './service-policy';

/** What the policies need of other layers. */
export interface PolicyNeeds {
  /** The routes of the whole lab, those of its own code among them; asked when the lab is read. */
  readonly routes: { readonly routes: readonly Route[] };
  /** Namespaces and mesh. */
  readonly dependsOn: readonly Dependency[];
}

/** Who may call the services of homelab.yaml, and the ports where Prometheus reads them. */
export function servicePolicies(scope: Construct, config: HomelabConfig, { routes, dependsOn }: PolicyNeeds): ServicePolicies {
  const { gateway, namespaces, services, monitoring } = config;
  return new ServicePolicies(scope, 'mesh-policy', {
    gateway: { namespace: gateway.namespace, name: gatewayAccount(gateway.name) },
    namespaces: namespaces.flatMap(({ name, ambient, denyByDefault, allowSameNamespace }, index) => ambient ? [{
      name,
      strict: isStrict(config, name),
      ...hasWaypoint(config, name) ? { waypoint: WAYPOINT } : {},
      gatewayPassesWaypoint: gatewayPassesWaypoint(config, name),
      ...denyByDefault ? { denyByDefault: { sameNamespace: allowSameNamespace } } : {},
      origin: ['namespaces', index],
    }] : []),
    services: services.flatMap((service, index) => reachesPods(service) ? [servicePolicy(service, ['services', index])] : []),
    lan: lanServices(config).map(({ service, path }) => ({
      name: service.name, namespace: service.namespace, labels: lanLabels(service), origin: path,
      ports: [...new Set(lanPorts(service).filter(({ protocol }) => protocol === 'tcp').map(({ targetPort }) => targetPort))],
    })),
    platform: databaseAccess(config).map((each) => ({ ...each, name: 'databases', origin: ['addons', 'cloudnative-pg'] })),
    routed: () => routes.routes.flatMap(backendsOf),
    monitored: monitoring.enabled,
    dependsOn,
  });
}

function servicePolicy(service: PodService, origin: ConfigPath): ServicePolicy {
  const { name, namespace, metricsPort, metricsPath, metricsInterval, jwt } = service;
  const allow = allowed(service);
  return {
    name,
    namespace,
    services: ownServices(service),
    pods: servicePods(service),
    ...allow ? { allow } : {},
    ...metricsPort === undefined ? {} : { metrics: { port: metricsPort, path: metricsPath, interval: metricsInterval } },
    ...jwt ? { token: jwt } : {},
    origin,
  };
}

/** Both lists are one; undefined where neither is there, and everybody may call. */
function allowed({ allowFrom, allowRequests }: PodService): AllowedCaller[] | undefined {
  if (allowFrom === undefined && allowRequests === undefined) { return undefined; }
  return [
    ...(allowFrom ?? []).map((from) => ({ from: callerOf(from) })),
    ...(allowRequests ?? []).map(({ from, methods, paths }) => ({ from: callerOf(from), methods, paths })),
  ];
}

function backendsOf({ namespace, rules }: Route): RoutedService[] {
  return rules.flatMap(({ backends = [], mirror = [] }) => [...backends, ...mirror])
    .flatMap((backend) => 'name' in backend ? [{ namespace: backend.namespace ?? namespace, name: backend.name }] : []);
}
