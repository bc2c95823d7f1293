import type { Construct } from 'constructs';
import { platformInterfaces, serviceBackends, serviceHostname } from '../../config/platform';
import type { HomelabConfig, ServiceConfig } from '../../config/schema';
import type { Dependency } from '../core/component';
import { HTTPS_LISTENER } from '../gateway/main-gateway';
import { HttpRoutes } from './http-routes';
import type { Route } from './route';
import { timeoutsOf } from './timeouts';

/** The pages of the platform and the services of homelab.yaml, behind the gateway. */
export function httpRoutes(scope: Construct, config: HomelabConfig, dependsOn: readonly Dependency[]): HttpRoutes {
  const pages = platformInterfaces(config).map(({ key, name, namespace, hostname, service, port }): Route => ({
    name, namespace, hostnames: [hostname], rules: [{ backends: [{ name: service, port }] }], origin: ['interfaces', key],
  }));
  const services = config.services.map((service, index) => serviceRoute(config, service, index));
  return new HttpRoutes(scope, 'routes', {
    gateway: config.gateway, listener: HTTPS_LISTENER, routes: [...pages, ...services], dependsOn,
  });
}

function serviceRoute(config: HomelabConfig, service: ServiceConfig, index: number): Route {
  const { name, namespace, matches, timeouts } = service;
  return {
    name,
    namespace,
    hostnames: [serviceHostname(config, service)],
    rules: [{ matches, backends: serviceBackends(service), ...timeouts ? { timeouts: timeoutsOf(timeouts) } : {} }],
    origin: ['services', index],
  };
}
