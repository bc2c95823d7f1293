import type { HomelabConfig } from '../../config/schema';
import { sites } from '../../config/sites';
import { certificateNameOf } from '../certificates/names';
import { httpsListenerOf } from './listeners';
import type { GatewaySite } from './main-gateway';

/** The listeners of further domains. */
export function gatewaySites(config: HomelabConfig): GatewaySite[] {
  return sites(config).flatMap(({ key, hostname }) => key === undefined || hostname === undefined
    ? [] : [{ listener: httpsListenerOf(key), hostname, certificate: certificateNameOf(key) }]);
}
