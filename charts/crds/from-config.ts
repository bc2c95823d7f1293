import type { Construct } from 'constructs';
import type { HomelabConfig } from '../../config/schema';
import { CHARTS, CRD_FOLDERS } from '../../versions';
import { GatewayApiCrds } from './gateway-api-crds';

/** The definitions that layers share. */
export function gatewayApiCrds(scope: Construct, { monitoring }: HomelabConfig): GatewayApiCrds {
  return new GatewayApiCrds(scope, 'crds', {
    gatewayApi: CRD_FOLDERS.gatewayApi,
    // Every ServiceMonitor, PodMonitor and rule belongs to the monitoring layer, so without it nobody needs their kinds.
    ...monitoring.enabled ? { prometheusOperator: CHARTS['prometheus-operator-crds'] } : {},
  });
}
