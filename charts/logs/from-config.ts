import type { Construct } from 'constructs';
import { PLATFORM_NAMESPACES } from '../../config/platform';
import type { HomelabConfig } from '../../config/schema';
import { CHARTS } from '../../versions';
import type { Dependency } from '../core/component';
import { Logs } from './logs';

/** Where logs are kept; undefined if they are not, or nobody could look at them. */
export function logs(scope: Construct, { monitoring, values }: HomelabConfig, dependsOn: readonly Dependency[]): Logs | undefined {
  if (!monitoring.enabled || monitoring.logs !== 'loki') { return undefined; }
  return new Logs(scope, 'logs', {
    namespace: PLATFORM_NAMESPACES.monitoring, pins: { loki: CHARTS.loki, alloy: CHARTS.alloy }, values, dependsOn,
  });
}
