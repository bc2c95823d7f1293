import type { Problem } from '../problem';
import type { HomelabConfig } from '../schema';
import { GO_DURATION } from '../units';

/** istiod's MAX_WORKLOAD_CERT_TTL; a longer request is refused, so no workload would get a certificate (istio: security/pkg/pki/ca/ca.go). */
const MAX_TTL_SECONDS = 2160 * 3600;
/** Below an hour every renewal is a race against a busy node. */
const MIN_TTL_SECONDS = 3600;
/** Below a minute the guard would restart the mesh for ordinary corrections of the clock. */
const MIN_JUMP_SECONDS = 60;
/** istiod names the gateway's Deployment and Service `<gateway>-istio`, and both are DNS labels. */
const GATEWAY_SUFFIX = '-istio';

/** Limits that istiod sets, and those of the clock guard on each node. */
export function checkMesh({ mesh, gateway }: HomelabConfig): Problem[] {
  const problems: Problem[] = [];
  const ttl = GO_DURATION.of(mesh.workloadCertificateTTL).toSeconds();
  if (ttl > MAX_TTL_SECONDS || ttl < MIN_TTL_SECONDS) {
    problems.push({
      path: ['mesh', 'workloadCertificateTTL'],
      what: `is ${ttl > MAX_TTL_SECONDS ? 'longer than istiod signs' : 'too short to renew reliably'} (${mesh.workloadCertificateTTL})`,
      fix: 'choose from 1h to 2160h; 720h survives 360 hours of sleep',
    });
  }
  const jump = GO_DURATION.of(mesh.clockJumpThreshold).toSeconds();
  if (jump < MIN_JUMP_SECONDS || jump * 2 >= ttl) {
    problems.push({
      path: ['mesh', 'clockJumpThreshold'],
      related: jump < MIN_JUMP_SECONDS ? [] : [['mesh', 'workloadCertificateTTL']],
      what: jump < MIN_JUMP_SECONDS
        ? `is so short that ordinary corrections of the clock would restart the mesh (${mesh.clockJumpThreshold})`
        : `is not below half of mesh.workloadCertificateTTL (${mesh.clockJumpThreshold}), so certificates would expire before the guard acts`,
      fix: 'choose at least 1m and less than half of mesh.workloadCertificateTTL; 10m suits both',
    });
  }
  if (gateway.name.length + GATEWAY_SUFFIX.length > 63) {
    problems.push({ path: ['gateway', 'name'], what: `is too long (${gateway.name}): istiod appends "${GATEWAY_SUFFIX}" to name the Service`, fix: `use at most ${63 - GATEWAY_SUFFIX.length} characters` });
  }
  return problems;
}
