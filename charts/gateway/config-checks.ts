import type { ConfigCheck } from '../../config/checks';
import type { Problem } from '../../config/problem';
import type { HomelabConfig } from '../../config/schema';
import { passedHostnames } from '../../config/service-rules';
import { gatewayNameObjection } from './gateway-name';
import { MOST_LISTENERS } from './listeners';
import { gatewaySites } from './sites';

/** The gateway can be made under its name. */
export const GATEWAY_CONFIG_CHECKS: readonly ConfigCheck[] = [checkName, checkListeners];

function checkName({ gateway: { name } }: HomelabConfig): Problem[] {
  const objection = gatewayNameObjection(name);
  return objection ? [{ path: ['gateway', 'name'], what: `${objection.what} (${name})`, fix: objection.fix }] : [];
}

function checkListeners(config: HomelabConfig): Problem[] {
  const { length } = passedHostnames(config);
  const most = MOST_LISTENERS - 2 - gatewaySites(config).length;
  return length <= most ? [] : [{
    path: ['services'], what: `have ${length} host names with protocol: tls, and a Gateway has room for ${most} of them`,
    fix: 'let the gateway end the TLS of some: remove protocol: tls from them',
  }];
}
