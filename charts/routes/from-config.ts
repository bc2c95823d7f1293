import type { Construct } from 'constructs';
import { gatewaysOf, labGateways } from '../../config/gateways';
import { isLanService, type GatewayService } from '../../config/lan-services';
import { asksForLogin } from '../../config/login-services';
import { LOGIN_PROVIDER, platformInterfaces } from '../../config/platform';
import type { HomelabConfig, ServiceConfig } from '../../config/schema';
import { gatewayRules, serviceHostnames, waypointRules, type ServiceBackend, type ServiceRule } from '../../config/service-rules';
import { GATEWAY_DURATION } from '../../config/units';
import type { Dependency } from '../core/component';
import { HTTPS_LISTENER } from '../gateway/listeners';
import { siteListeners } from '../gateway/sites';
import { HttpRoutes } from './http-routes';
import type { ExternalBackend, Route, RouteBackend, RouteRule, WaypointRoute } from './route';
import { timeoutsOf } from './timeouts';

/** The pages of the platform and the services of homelab.yaml, behind the gateway. */
export function httpRoutes(scope: Construct, config: HomelabConfig, dependsOn: readonly Dependency[]): HttpRoutes {
  const pages = platformInterfaces(config).map(({ key, name, namespace, hostname, service, port, guard, gateways }): Route => ({
    name, namespace, hostnames: [hostname], rules: [{ backends: [{ name: service, port }] }], origin: key,
    ...guard === 'login' ? { login: true } : {},
    ...gateways.length > 1 ? { gateways: gateways.map((each) => each.name) } : {},
  }));
  const services = config.services.flatMap((service, index) => isLanService(service) ? [] : [serviceRoute(config, service, index)]);
  const [first, ...others] = labGateways(config);
  return new HttpRoutes(scope, 'routes', {
    gateway: config.gateway, listener: HTTPS_LISTENER, routes: [...pages, ...services],
    waypointRoutes: config.services.flatMap(waypointRoute), dependsOn, further: siteListeners(config, first),
    otherGateways: others.map((gateway) => ({ name: gateway.name, further: siteListeners(config, gateway) })),
    ...config.login ? { login: LOGIN_PROVIDER } : {},
  });
}

function serviceRoute(config: HomelabConfig, service: GatewayService, index: number): Route {
  const { name, namespace } = service;
  return {
    name,
    namespace,
    hostnames: serviceHostnames(config, service).map(({ hostname }) => hostname),
    rules: gatewayRules(service).map(toRule),
    ...service.protocol === undefined ? {} : { protocol: service.protocol },
    ...service.gateway === undefined ? {} : { gateways: gatewaysOf(config, service).map((each) => each.name) },
    ...service.listenPort === undefined ? {} : { listenPort: service.listenPort },
    ...asksForLogin(service) ? { login: true } : {},
    origin: ['services', index],
  };
}

function waypointRoute(service: ServiceConfig, index: number): WaypointRoute[] {
  const rules = waypointRules(service);
  if (rules.length === 0 || isLanService(service) || !('port' in service) || service.protocol === 'tls') { return []; }
  const { name, namespace, port, protocol } = service;
  return [{
    name, namespace, port, rules: rules.map(toRule), ...protocol === undefined ? {} : { protocol },
    origin: ['services', index, 'canary', 'mesh'],
  }];
}

function toRule(rule: ServiceRule): RouteRule {
  const { protocol, matches, backends, timeouts, rewrite, requestHeaders, responseHeaders, mirror, cors, redirect } = rule;
  return {
    // The path of a call is only how it is compared with others.
    matches: protocol === 'grpc'
      ? matches?.map(({ call, headers }) => ({ ...call ? { call } : {}, ...headers ? { headers } : {} }))
      : matches,
    rewrite, requestHeaders, responseHeaders, mirror, redirect,
    ...backends.length > 0 ? { backends: backends.map(toBackend) } : {},
    ...timeouts ? { timeouts: timeoutsOf(timeouts) } : {},
    ...cors ? { cors: { ...cors, maxAge: GATEWAY_DURATION.of(cors.maxAge) } } : {},
  };
}

function toBackend(backend: ServiceBackend): RouteBackend | ExternalBackend {
  const { tls, weight } = backend;
  if ('external' in backend) {
    const { external } = backend;
    // A machine that is named is asked for its certificate by that name.
    const hostname = tls?.hostname ?? ('host' in external ? external.host : '');
    return { external, ...weight === undefined ? {} : { weight }, ...tls ? { tls: { ...tls, hostname } } : {} };
  }
  const { name, namespace, port } = backend;
  return {
    name, ...namespace === undefined ? {} : { namespace }, port, ...weight === undefined ? {} : { weight },
    ...tls?.hostname === undefined ? {} : { tls: { ...tls, hostname: tls.hostname } },
  };
}
