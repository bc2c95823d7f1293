import { gatewaysByName } from './gateway-names';
import type { HomelabConfig } from './schema';

/** The host names that the gateways of the lab answer to. */
export function pageNames(config: HomelabConfig): ReadonlySet<string> {
  return new Set(gatewaysByName(config).keys());
}
