import { Duration } from 'cdk8s/lib/duration';
import type { ConfigCheck } from '../../config/checks';
import type { Problem } from '../../config/problem';
import type { HomelabConfig } from '../../config/schema';
import { GO_DURATION } from '../../config/units';

/** Below, the clock guard would restart the mesh for ordinary corrections of the clock. */
const SHORTEST_JUMP = Duration.minutes(1);

/** The clock guard on each node restarts ztunnel in time, and not without need. */
export const ZTUNNEL_CONFIG_CHECKS: readonly ConfigCheck[] = [checkClockJump];

function checkClockJump({ mesh: { clockJumpThreshold: written, workloadCertificateTTL } }: HomelabConfig): Problem[] {
  const jump = GO_DURATION.of(written).toMilliseconds();
  const path = ['mesh', 'clockJumpThreshold'];
  const fix = 'choose at least 1m and less than half of mesh.workloadCertificateTTL; 10m suits both';
  if (jump < SHORTEST_JUMP.toMilliseconds()) {
    return [{ path, what: `is so short that ordinary corrections of the clock would restart the mesh (${written})`, fix }];
  }
  // ztunnel renews at half of a certificate's life.
  if (jump * 2 < GO_DURATION.of(workloadCertificateTTL).toMilliseconds()) { return []; }
  return [{
    path, related: [['mesh', 'workloadCertificateTTL']],
    what: `is not below half of mesh.workloadCertificateTTL (${written}), so certificates would expire before the guard acts`, fix,
  }];
}
