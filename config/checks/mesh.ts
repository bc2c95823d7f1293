import type { Problem } from '../problem';
import type { HomelabConfig } from '../schema';

/** istiod's MAX_WORKLOAD_CERT_TTL; a longer request is refused, so no workload would get a certificate (istio: security/pkg/pki/ca/ca.go). */
const MAX_TTL_SECONDS = 2160 * 3600;
/** Below an hour every renewal is a race against a busy node. */
const MIN_TTL_SECONDS = 3600;
/** istiod names the gateway's Deployment and Service `<gateway>-istio`, and both are DNS labels. */
const GATEWAY_SUFFIX = '-istio';

/** Limits that istiod sets. */
export function checkMesh({ mesh, gateway }: HomelabConfig): Problem[] {
  const problems: Problem[] = [];
  const ttl = seconds(mesh.workloadCertificateTTL);
  if (ttl > MAX_TTL_SECONDS || ttl < MIN_TTL_SECONDS) {
    problems.push({
      path: ['mesh', 'workloadCertificateTTL'],
      what: `is ${ttl > MAX_TTL_SECONDS ? 'longer than istiod signs' : 'too short to renew reliably'} (${mesh.workloadCertificateTTL})`,
      fix: 'choose from 1h to 2160h; 720h survives 360 hours of sleep',
    });
  }
  if (gateway.name.length + GATEWAY_SUFFIX.length > 63) {
    problems.push({ path: ['gateway', 'name'], what: `is too long (${gateway.name}): istiod appends "${GATEWAY_SUFFIX}" to name the Service`, fix: `use at most ${63 - GATEWAY_SUFFIX.length} characters` });
  }
  return problems;
}

/** Seconds in a duration such as `1h30m`; the field rule has checked its form. */
function seconds(duration: string): number {
  const unit: Record<string, number> = { h: 3600, m: 60, s: 1 };
  return [...duration.matchAll(/(\d+)([hms])/g)].reduce((sum, [, count, of]) => sum + Number(count) * (unit[of ?? ''] ?? 0), 0);
}
