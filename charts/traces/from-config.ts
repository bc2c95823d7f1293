import type { Construct } from 'constructs';
import { platformClass } from '../../config/addons/nfs';
import { PLATFORM_NAMESPACES } from '../../config/platform';
import type { HomelabConfig } from '../../config/schema';
import { CHARTS } from '../../versions';
import type { Dependency } from '../core/component';
import { Traces } from './traces';

/** Where traces are kept; undefined if they are not, or nobody could look at them. */
export function traces(scope: Construct, config: HomelabConfig, dependsOn: readonly Dependency[]): Traces | undefined {
  const { monitoring, values } = config;
  if (!monitoring.enabled || monitoring.traces !== 'tempo') { return undefined; }
  return new Traces(scope, 'traces', {
    namespace: PLATFORM_NAMESPACES.monitoring, pin: CHARTS.tempo, storageClass: platformClass(config), values: values.tempo, dependsOn,
  });
}
