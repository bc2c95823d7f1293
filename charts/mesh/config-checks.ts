import { Duration } from 'cdk8s/lib/duration';
import type { ConfigCheck } from '../../config/checks';
import type { Problem } from '../../config/problem';
import type { HomelabConfig } from '../../config/schema';
import { GO_DURATION } from '../../config/units';

/** istiod's MAX_WORKLOAD_CERT_TTL; it refuses a longer request, so that no workload would get a certificate (security/pkg/pki/ca/ca.go). */
const LONGEST_TTL = Duration.hours(2160);
/** Below, every renewal is a race against a busy node. */
const SHORTEST_TTL = Duration.hours(1);

/** istiod signs what the mesh asks for. */
export const MESH_CONFIG_CHECKS: readonly ConfigCheck[] = [checkCertificateLife];

function checkCertificateLife({ mesh: { workloadCertificateTTL: written } }: HomelabConfig): Problem[] {
  const ttl = GO_DURATION.of(written).toMilliseconds();
  const isTooLong = ttl > LONGEST_TTL.toMilliseconds();
  if (!isTooLong && ttl >= SHORTEST_TTL.toMilliseconds()) { return []; }
  return [{
    path: ['mesh', 'workloadCertificateTTL'],
    what: `is ${isTooLong ? 'longer than istiod signs' : 'too short to renew reliably'} (${written})`,
    fix: `choose from ${GO_DURATION.format(SHORTEST_TTL)} to ${GO_DURATION.format(LONGEST_TTL)}; 720h survives 360 hours of sleep`,
  }];
}
