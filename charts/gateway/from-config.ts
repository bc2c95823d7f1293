import type { Construct } from 'constructs';
import { REDIRECT_ROUTE } from '../../config/platform';
import type { HomelabConfig } from '../../config/schema';
import { GATEWAY_CERTIFICATE } from '../certificates/names';
import type { Dependency } from '../core/component';
import { noteOrigin } from '../core/origin';
import { MainGateway } from './main-gateway';

/** The way into the lab. */
export function mainGateway(scope: Construct, { gateway }: HomelabConfig, dependsOn: readonly Dependency[]): MainGateway {
  const names = { certificate: GATEWAY_CERTIFICATE, redirectRoute: REDIRECT_ROUTE };
  const layer = new MainGateway(scope, 'gateway', { ...gateway, ...names, dependsOn });
  noteOrigin(layer.gateway, { key: ['gateway'] });
  return layer;
}
