import type { Construct } from 'constructs';
import { labGateways, type LabGateway } from '../../config/gateways';
import { REDIRECT_ROUTE } from '../../config/platform';
import type { HomelabConfig } from '../../config/schema';
import { certificateNameOf } from '../certificates/names';
import type { Dependency } from '../core/component';
import { noteOrigin } from '../core/origin';
import { MainGateway, type GatewayDoor } from './main-gateway';
import { gatewayPorts } from './sites';

/** The ways into the lab. */
export function mainGateway(scope: Construct, config: HomelabConfig, dependsOn: readonly Dependency[]): MainGateway {
  const doorOf = (gateway: LabGateway): GatewayDoor => {
    const { name, address } = gateway;
    const [{ sites = [], passthrough = [] }, ...ports] = gatewayPorts(config, gateway);
    return { name, address, sites, passthrough, ports };
  };
  const [first, ...further] = labGateways(config);
  const layer = new MainGateway(scope, 'gateway', {
    ...doorOf(first), namespace: config.gateway.namespace, certificate: certificateNameOf(), redirectRoute: REDIRECT_ROUTE,
    further: further.map(doorOf), dependsOn,
  });
  noteOrigin(layer.gateway, { key: first.at });
  layer.further.forEach((gateway, index) => { noteOrigin(gateway, { key: ['gateways', index] }); });
  return layer;
}
