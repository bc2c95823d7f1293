import type { Construct } from 'constructs';
import { PLATFORM_NAMESPACES } from '../../config/platform';
import type { HomelabConfig } from '../../config/schema';
import { CHARTS } from '../../versions';
import type { Dependency } from '../core/component';
import { Traces } from './traces';

/** Where traces are kept; undefined if they are not, or nobody could look at them. */
export function traces(scope: Construct, { monitoring, values }: HomelabConfig, dependsOn: readonly Dependency[]): Traces | undefined {
  if (!monitoring.enabled || monitoring.traces !== 'tempo') { return undefined; }
  return new Traces(scope, 'traces', { namespace: PLATFORM_NAMESPACES.monitoring, pin: CHARTS.tempo, values: values.tempo, dependsOn });
}
