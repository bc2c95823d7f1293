import type { ConfigCheck } from '../../config/checks';
import type { Problem } from '../../config/problem';
import type { HomelabConfig } from '../../config/schema';
import { gatewayNameObjection } from './gateway-name';

/** The gateway can be made under its name. */
export const GATEWAY_CONFIG_CHECKS: readonly ConfigCheck[] = [checkName];

function checkName({ gateway: { name } }: HomelabConfig): Problem[] {
  const objection = gatewayNameObjection(name);
  return objection ? [{ path: ['gateway', 'name'], what: `${objection.what} (${name})`, fix: objection.fix }] : [];
}
