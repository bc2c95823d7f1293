import type { Construct } from 'constructs';
import { databaseAccess } from '../../config/addons/databases';
import { callerOf } from '../../config/callers';
import { firstGateway, gatewaysOf, labGateways } from '../../config/gateways';
import { lanLabels, lanPorts, lanServices } from '../../config/lan-services';
import type { ConfigPath } from '../../config/problem';
import type { HomelabConfig } from '../../config/schema';
import { platformInterfaces } from '../../config/platform';
import { isStrict, ownServices, reachesPods, servicePods, type PodService } from '../../config/service-pods';
import { serviceBackends } from '../../config/service-rules';
import type { Dependency } from '../core/component';
import { gatewayAccount } from '../gateway/gateway-name';
import { gatewayPassesWaypoint, hasWaypoint, WAYPOINT } from '../mesh/waypoint';
import type { Route } from '../routes/route';
import type { Account } from './account';
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
  const { namespaces, services, monitoring } = config;
  const account = accountsOf(config);
  const fronts = frontsOf(config);
  return new ServicePolicies(scope, 'mesh-policy', {
    gateway: account(firstGateway(config).name),
    namespaces: namespaces.flatMap(({ name, ambient, denyByDefault, allowSameNamespace }, index) => ambient ? [{
      name,
      strict: isStrict(config, name),
      ...hasWaypoint(config, name) ? { waypoint: WAYPOINT } : {},
      gatewayPassesWaypoint: gatewayPassesWaypoint(config, name),
      ...denyByDefault ? { denyByDefault: { sameNamespace: allowSameNamespace } } : {},
      origin: ['namespaces', index],
    }] : []),
    services: services.flatMap((service, index) => reachesPods(service)
      ? [servicePolicy(service, ['services', index], fronts(service).map(account))] : []),
    lan: lanServices(config).map(({ service, path }) => ({
      name: service.name, namespace: service.namespace, labels: lanLabels(service), origin: path,
      ports: [...new Set(lanPorts(service).filter(({ protocol }) => protocol === 'tcp').map(({ targetPort }) => targetPort))],
    })),
    platform: databaseAccess(config).map((each) => ({ ...each, name: 'databases', origin: ['addons', 'cloudnative-pg'] })),
    routed: () => routes.routes.flatMap((route) => backendsOf(route, route.gateways?.map(account))),
    monitored: monitoring.enabled,
    dependsOn,
  });
}

/** The service account of a gateway, by its name. */
function accountsOf({ gateway: { namespace } }: HomelabConfig): (name: string) => Account {
  return (name) => ({ namespace, name: gatewayAccount(name) });
}

/**
 * The gateways through which pods of each service are reached, whichever service says so: a policy is about pods, and lets in all who bring
 * requests to them.
 */
function frontsOf(config: HomelabConfig): (service: PodService) => string[] {
  const all = labGateways(config).map(({ name }) => name);
  const fronts = new Map<string, Set<string>>();
  const add = (namespace: string, name: string, through: readonly string[]): void => {
    const key = `${namespace}/${name}`;
    fronts.set(key, new Set([...fronts.get(key) ?? [], ...through]));
  };
  platformInterfaces(config).forEach(({ namespace, service }) => { add(namespace, service, all.slice(0, 1)); });
  for (const service of config.services) {
    const through = gatewaysOf(config, service).map(({ name }) => name);
    serviceBackends(service).forEach(({ name, namespace = service.namespace }) => { add(namespace, name, through); });
  }
  return (service) => {
    const names = new Set(gatewaysOf(config, service).map(({ name }) => name));
    ownServices(service).forEach((each) => fronts.get(`${service.namespace}/${each}`)?.forEach((name) => names.add(name)));
    return all.filter((name) => names.has(name));
  };
}

function servicePolicy(service: PodService, origin: ConfigPath, gateways: readonly Account[]): ServicePolicy {
  const { name, namespace, metricsPort, metricsPath, metricsInterval, jwt } = service;
  const allow = allowed(service);
  return {
    name,
    namespace,
    services: ownServices(service),
    pods: servicePods(service),
    gateways,
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

function backendsOf({ namespace, rules }: Route, gateways: readonly Account[] | undefined): RoutedService[] {
  return rules.flatMap(({ backends = [], mirror = [] }) => [...backends, ...mirror])
    .flatMap((backend) => 'name' in backend
      ? [{ namespace: backend.namespace ?? namespace, name: backend.name, ...gateways ? { gateways } : {} }] : []);
}
