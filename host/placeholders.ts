import type { HomelabConfig } from '../config/schema';

/**
 * Values of the default homelab.yaml that the owner still has to replace, each as `key value`. The lab is valid with them, but a part of it
 * does not work.
 */
export function placeholders(config: HomelabConfig): string[] {
  const left: string[] = [];
  if (/(^|\.)example\.(com|net|org)$/.test(config.domain)) { left.push(`domain ${config.domain}`); }
  if (config.gitops.repoURL.includes('your-name')) { left.push(`gitops.repoURL ${config.gitops.repoURL}`); }
  if (config.tls.issuer !== 'homelab-ca') {
    if (config.tls.route53.hostedZoneID === 'YOUR_ZONE_ID') { left.push('tls.route53.hostedZoneID YOUR_ZONE_ID'); }
    if (/@example\.(com|net|org)$/.test(config.tls.email)) { left.push(`tls.email ${config.tls.email}`); }
  }
  return left;
}
