import { gatewaysOf, labGateways, type LabGateway } from './gateways';
import { HTTPS_PORT, listenPortOf } from './listen-port';
import type { HomelabConfig } from './schema';

/** True for a service that only who has logged in gets to. */
export function asksForLogin(service: HomelabConfig['services'][number]): boolean {
  return 'login' in service && service.login;
}

/** The gateways at which people log in: the first, and each with a page behind the login, as not everybody reaches the first. */
export function loginGateways(config: HomelabConfig): LabGateway[] {
  const [first, ...others] = labGateways(config);
  const asked = new Set(config.services.filter(asksForLogin).flatMap((service) => gatewaysOf(config, service).map(({ name }) => name)));
  return [first, ...others.filter(({ name }) => asked.has(name))];
}

/** Ports of the gateways, beside 443, at which pages behind the login are, in ascending order. */
export function loginPorts({ services }: HomelabConfig): number[] {
  const ports = services.filter(asksForLogin).flatMap((service) => 'listenPort' in service ? [listenPortOf(service)] : []);
  return [...new Set(ports)].filter((port) => port !== HTTPS_PORT).sort((a, b) => a - b);
}
