import type { AddonName } from '../../../config/addons/names';

/** A homelab.yaml whose lab has one add-on. */
export function addonSettings(name: AddonName): string {
  switch (name) {
    case 'k8s-gateway': return 'dns: k8s-gateway';
    case 'external-dns': return 'dns: { provider: external-dns, zone: { at: route53, hostedZoneID: Z0123456789 } }';
    case 'nfs': return 'addons: { nfs: { server: 192.168.1.10, path: /volume1/k8s } }';
    case 'oauth2-proxy':
      return 'login: { issuer: "https://accounts.google.com", clientID: lab, emails: [me@frank.dev] }';
    default: return `addons: { ${name}: true }`;
  }
}
