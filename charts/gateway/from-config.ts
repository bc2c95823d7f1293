import type { Construct } from 'constructs';
import { REDIRECT_ROUTE } from '../../config/platform';
import type { HomelabConfig } from '../../config/schema';
import { passedHostnames } from '../../config/service-rules';
import { certificateNameOf } from '../certificates/names';
import type { Dependency } from '../core/component';
import { noteOrigin } from '../core/origin';
import { MainGateway } from './main-gateway';
import { gatewaySites } from './sites';

/** The way into the lab. */
export function mainGateway(scope: Construct, config: HomelabConfig, dependsOn: readonly Dependency[]): MainGateway {
  const { gateway } = config;
  const passthrough = passedHostnames(config);
  const names = { certificate: certificateNameOf(), sites: gatewaySites(config), redirectRoute: REDIRECT_ROUTE };
  const layer = new MainGateway(scope, 'gateway', { ...gateway, ...names, passthrough, dependsOn });
  noteOrigin(layer.gateway, { key: ['gateway'] });
  return layer;
}
