/**
 * The section `addons` of a lab that has every one that can be switched on there. The tool that reads charts makes labs of it, and so do
 * tests that look at everything there is.
 */
export const EVERY_ADDON = 'addons: { reloader: true, sealed-secrets: true, nfs: { server: 192.168.1.10, path: /volume1/k8s }, '
  + 'cloudflared: true, tailscale: true, cloudnative-pg: true, pocket-id: true, homepage: true, external-secrets: true }';
