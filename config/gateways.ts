import { isLanService } from './lan-services';
import { listOf } from './one-or-more';
import type { ConfigPath } from './problem';
import type { HomelabConfig, ServiceConfig } from './schema';

/** A way into the lab, with the key that it comes from. */
export interface LabGateway {
  /** Name of the Gateway. */
  readonly name: string;
  /** Address that it answers on. */
  readonly address: string;
  /** Its key: `gateway`, or one of `gateways`. */
  readonly at: ConfigPath;
}

/** The keys that gateways are read from. */
type GatewayKeys = Pick<HomelabConfig, 'gateway' | 'gateways'>;

/** The gateway that the pages of the platform have, and every service that names none. */
export function firstGateway({ gateway: { name, address } }: Pick<GatewayKeys, 'gateway'>): LabGateway {
  return { name, address, at: ['gateway'] };
}

/** Every gateway, the first one first. */
export function labGateways(config: GatewayKeys): readonly [LabGateway, ...LabGateway[]] {
  const further = config.gateways.map(({ name, address }, index): LabGateway => ({ name, address, at: ['gateways', index] }));
  return [firstGateway(config), ...further];
}

/** The gateways that a service is reached through, in the order of the lab's; none for TCP and UDP, and for names that nobody has. */
export function gatewaysOf(config: GatewayKeys, service: ServiceConfig): readonly LabGateway[] {
  if (isLanService(service)) { return []; }
  const { gateway } = service;
  if (gateway === undefined) { return [firstGateway(config)]; }
  const names = listOf(gateway);
  return labGateways(config).filter(({ name }) => names.includes(name));
}
