import { gatewaysByName } from '../../config/gateway-names';
import { firstGateway, gatewaysOf, type LabGateway } from '../../config/gateways';
import type { HomelabConfig, ServiceConfig } from '../../config/schema';
import { isPassed, serviceHostnames } from '../../config/service-rules';
import { sites } from '../../config/sites';
import { certificateNameOf } from '../certificates/names';
import type { GatewaySite } from './gateway-spec';
import { httpsListenerOf } from './listeners';

/** The listeners of a gateway for further domains: those of its services. A domain without a service has one at the first gateway. */
export function gatewaySites(config: HomelabConfig, gateway: LabGateway = firstGateway(config)): GatewaySite[] {
  const named = gatewaysByName(config);
  const isServed = (hostname: string): boolean => named.get(hostname)?.some(({ name }) => name === gateway.name) ?? false;
  return sites(config).flatMap(({ key, hostname, hostnames }) => {
    if (key === undefined || hostname === undefined) { return []; }
    const isHere = hostnames.length === 0 ? gateway.at[0] === 'gateway' : hostnames.some(isServed);
    return isHere ? [{ listener: httpsListenerOf(key), hostname, certificate: certificateNameOf(key) }] : [];
  });
}

/** The host names whose TLS goes through a gateway as it comes, each once. */
export function gatewayPassthrough(config: HomelabConfig, gateway: LabGateway): string[] {
  const isHere = (service: ServiceConfig): boolean => gatewaysOf(config, service).some(({ name }) => name === gateway.name);
  const passed = config.services.filter((service) => isPassed(service) && isHere(service));
  return [...new Set(passed.flatMap((service) => serviceHostnames(config, service).map(({ hostname }) => hostname)))];
}
