import { addressHolders } from '../../config/address-holders';
import type { ConfigCheck } from '../../config/checks';
import { withoutEffect } from '../../config/checks/effects';
import { gatewaysOf, labGateways, type LabGateway } from '../../config/gateways';
import type { ConfigPath, Problem } from '../../config/problem';
import type { HomelabConfig } from '../../config/schema';
import { gatewayNameObjection } from './gateway-name';
import { MOST_LISTENERS } from './listeners';
import { gatewayPorts, listenerCount } from './sites';

/** Every gateway can be made under its name, has its address for itself, and is there for something. */
export const GATEWAY_CONFIG_CHECKS: readonly ConfigCheck[] = [checkNames, checkAddresses, checkListeners, checkUse];

function checkNames(config: HomelabConfig): Problem[] {
  const taken = new Map<string, ConfigPath>();
  return labGateways(config).flatMap(({ name, at }): Problem[] => {
    const path = [...at, 'name'];
    const objection = gatewayNameObjection(name);
    if (objection) { return [{ path, what: `${objection.what} (${name})`, fix: objection.fix }]; }
    const before = taken.get(name);
    taken.set(name, path);
    return before === undefined ? [] : [{
      path, related: [before], what: `is the name of another gateway too (${name})`, fix: 'give every gateway a name of its own',
    }];
  });
}

/** What MetalLB gives to one Service it gives to no other. The name server has a check of its own for the first gateway's. */
function checkAddresses(config: HomelabConfig): Problem[] {
  const holders = addressHolders(config);
  return labGateways(config).slice(1).flatMap(({ address, at }, index): Problem[] => {
    // Its own place among the holders, whose first is the first gateway.
    const other = holders.find((each, place) => each.address === address && place !== index + 1 && !isLater(each.at, index));
    return other === undefined ? [] : [{
      path: [...at, 'address'], related: [other.at],
      what: `is the address of ${other.who} too (${address}), which MetalLB gives to one Service alone`,
      fix: 'choose another address of a pool',
    }];
  });
}

/** Of two gateways with one address the later is told of. */
function isLater([key, place]: ConfigPath, index: number): boolean {
  return key === 'gateways' && Number(place) > index;
}

function checkListeners(config: HomelabConfig): Problem[] {
  return labGateways(config).flatMap((gateway): Problem[] => {
    const ports = gatewayPorts(config, gateway);
    const length = ports.reduce((sum, { passthrough = [] }) => sum + passthrough.length, 0);
    const most = Math.max(0, MOST_LISTENERS - (listenerCount(ports) - length));
    return length <= most ? [] : [{
      path: ['services'],
      what: `have ${length} host names with protocol: tls${among(config, gateway)}, and a Gateway has room for ${most} of them`,
      fix: 'let the gateway end the TLS of some: remove protocol: tls from them',
    }];
  });
}

function among({ gateways }: HomelabConfig, { name }: LabGateway): string {
  return gateways.length === 0 ? '' : ` at ${name}`;
}

/** A gateway costs an address and a proxy, for services that ask for it by name. */
function checkUse(config: HomelabConfig): Problem[] {
  const used = new Set(config.services.flatMap((service) => gatewaysOf(config, service).map(({ name }) => name)));
  return labGateways(config).slice(1).filter(({ name }) => !used.has(name)).map(({ name, at }) =>
    withoutEffect([...at, 'name'], `no service is reached through ${name}`, `add "gateway: ${name}" to a service, or remove it`));
}
