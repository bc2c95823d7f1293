import { Duration } from 'cdk8s/lib/duration';
import type { ConfigCheck } from '../../config/checks';
import type { Problem } from '../../config/problem';
import type { HomelabConfig } from '../../config/schema';
import { GO_DURATION } from '../../config/units';
import { shortestGap } from './schedule';

/** Below, the clock guard would restart the mesh for ordinary corrections of the clock. */
const SHORTEST_JUMP = Duration.minutes(1);

/** The clock guard on each node restarts ztunnel in time, and not without need. */
export const ZTUNNEL_CONFIG_CHECKS: readonly ConfigCheck[] = [checkClockJump, checkSchedule];

/** Each restart cuts what goes through ztunnel, and the next must not begin while pods still come back from the last. */
const SHORTEST_GAP = Duration.minutes(10);

function checkSchedule({ mesh: { ztunnelRestartSchedule: written } }: HomelabConfig): Problem[] {
  const gap = shortestGap(written);
  if (gap === undefined || gap.toMilliseconds() >= SHORTEST_GAP.toMilliseconds()) { return []; }
  return [{
    path: ['mesh', 'ztunnelRestartSchedule'],
    what: `restarts ztunnel more often than every ten minutes (${written}), and each restart cuts every connection in the mesh`,
    fix: 'choose ten minutes at least between two restarts; once a week, "0 3 * * 0", is enough for a backstop',
  }];
}

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
