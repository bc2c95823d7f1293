import type { Construct } from 'constructs';
import { labGateways, type LabGateway } from '../../config/gateways';
import { REDIRECT_ROUTE } from '../../config/platform';
import type { HomelabConfig } from '../../config/schema';
import { certificateNameOf } from '../certificates/names';
import type { Dependency } from '../core/component';
import { noteOrigin } from '../core/origin';
import { MainGateway, type OneGateway } from './main-gateway';
import { gatewayPorts } from './sites';

/** The ways into the lab. */
export function mainGateway(scope: Construct, config: HomelabConfig, dependsOn: readonly Dependency[]): MainGateway {
  const propsOf = (gateway: LabGateway): OneGateway => {
    const { name, address } = gateway;
    const [{ sites = [], passthrough = [] }, ...ports] = gatewayPorts(config, gateway);
    return { name, address, sites, passthrough, ports };
  };
  const [first, ...further] = labGateways(config);
  const layer = new MainGateway(scope, 'gateway', {
    ...propsOf(first), namespace: config.gateway.namespace, certificate: certificateNameOf(), redirectRoute: REDIRECT_ROUTE,
    further: further.map(propsOf), dependsOn,
  });
  noteOrigin(layer.gateway, { key: first.at });
  layer.further.forEach((gateway, index) => { noteOrigin(gateway, { key: ['gateways', index] }); });
  return layer;
}
