import type { Judge } from './judge';
import { alertMetrics } from './judges/alert-metrics';
import { chartControllers } from './judges/chart-controllers';
import { chartImage } from './judges/chart-image';
import { chartOwnedOnce } from './judges/chart-owned-once';
import { chartPodSecurity } from './judges/chart-pod-security';
import { chartProject } from './judges/chart-project';
import { chartRequests } from './judges/chart-requests';
import { chartSchema } from './judges/chart-schema';
import { chartSecrets } from './judges/chart-secrets';
import { monitorTargets, monitorTargetsKnown } from './judges/monitor-targets';
import { policyAdmitsCalls } from './judges/policy-admits-calls';
import { routeBackend, routeBackendKnown } from './judges/route-backend';
import { serviceSelectsPods, serviceSelectsPodsKnown } from './judges/service-selects-pods';

/** Everything that rendered charts are held to; docs/render.md explains each. */
export const JUDGES: readonly Judge[] = [
  chartSchema, chartControllers, chartOwnedOnce, chartProject, chartPodSecurity, chartSecrets, chartImage, routeBackend,
  routeBackendKnown, serviceSelectsPods, serviceSelectsPodsKnown, monitorTargets, monitorTargetsKnown, alertMetrics, policyAdmitsCalls,
  chartRequests,
];
