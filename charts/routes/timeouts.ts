import type { ServiceRule } from '../../config/service-rules';
import { GATEWAY_DURATION } from '../../config/units';
import type { RouteTimeouts } from './route';

/** Timeouts as the Gateway API takes them. @throws Error for one that it cannot express */
export function timeoutTexts({ request, backendRequest }: RouteTimeouts): { readonly request?: string; readonly backendRequest?: string } {
  return {
    ...request ? { request: GATEWAY_DURATION.format(request) } : {},
    ...backendRequest ? { backendRequest: GATEWAY_DURATION.format(backendRequest) } : {},
  };
}

/** Timeouts as homelab.yaml has them. */
type Written = NonNullable<ServiceRule['timeouts']>;

/** The other way round, for timeouts of homelab.yaml. @throws Error for a text that no field rule has passed */
export function timeoutsOf({ request, backendRequest }: Written): RouteTimeouts {
  return {
    ...request === undefined ? {} : { request: GATEWAY_DURATION.of(request) },
    ...backendRequest === undefined ? {} : { backendRequest: GATEWAY_DURATION.of(backendRequest) },
  };
}
