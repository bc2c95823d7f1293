import type { Construct } from 'constructs';
import { platformClass } from '../../config/addons/nfs';
import { PLATFORM_NAMESPACES } from '../../config/platform';
import type { HomelabConfig } from '../../config/schema';
import { CHARTS } from '../../versions';
import type { Dependency } from '../core/component';
import { Logs } from './logs';

/** Where logs are kept; undefined if they are not, or nobody could look at them. */
export function logs(scope: Construct, config: HomelabConfig, dependsOn: readonly Dependency[]): Logs | undefined {
  const { monitoring, values } = config;
  if (!monitoring.enabled || monitoring.logs !== 'loki') { return undefined; }
  return new Logs(scope, 'logs', {
    namespace: PLATFORM_NAMESPACES.monitoring, pins: { loki: CHARTS.loki, alloy: CHARTS.alloy },
    storageClass: platformClass(config), values, dependsOn,
  });
}
