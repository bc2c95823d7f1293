/** The section `addons` of a lab that has every key of it. */
export const FULL_ADDONS = `addons:
  reloader: { enabled: true }
  sealed-secrets: { enabled: true }
  nfs: { server: 192.168.1.10, path: /volume1/k8s, shares: [{ name: media, server: nas.frank.dev, path: /media }] }
  external-secrets: { enabled: true }
  cloudnative-pg: { enabled: true }
  cloudflared: { pages: [{ hostname: shop.lab.frank.dev, login: none }] }
  tailscale: { routes: [192.168.1.0/24] }
  pocket-id: { storage: 2Gi }
  homepage: { pages: [{ name: shop, description: Mugs }], links: [{ name: Router, url: "http://192.168.1.1" }] }`;

/** What a class of volumes on a NAS is made of, with other values. */
const SHARE = {
  name: 'films', server: '192.168.1.12', path: '/films', mountOptions: ['nfsvers=4.2'], reclaimPolicy: 'Retain', onDelete: 'delete',
  default: true,
};

/** For each key below `addons` another value than by default or in that lab. */
export const ADDON_OTHERS: Readonly<Record<string, unknown>> = {
  'addons.reloader.enabled': false,
  'addons.reloader.everything': true,
  'addons.reloader.secrets': false,
  'addons.sealed-secrets.enabled': false,
  'addons.sealed-secrets.renewKeys': false,
  'addons.nfs.enabled': false,
  ...Object.fromEntries(Object.entries(SHARE)
    .flatMap(([key, value]) => [[`addons.nfs.${key}`, value], [`addons.nfs.shares[0].${key}`, value]])),
  'addons.external-secrets.enabled': false,
  'addons.external-secrets.push': true,
  'addons.cloudnative-pg.enabled': false,
  'addons.cloudflared.enabled': false,
  'addons.cloudflared.tokenSecretName': 'tunnel',
  'addons.cloudflared.protocol': 'http2',
  'addons.cloudflared.pages[0].hostname': 'argocd.lab.frank.dev',
  'addons.cloudflared.pages[0].login': 'app',
  'addons.tailscale.enabled': false,
  'addons.tailscale.hostname': 'front-door',
  'addons.tailscale.authKeySecretName': 'key-of-the-tailnet',
  'addons.tailscale.tags': ['tag:lab'],
  'addons.tailscale.routes': ['192.168.2.0/24'],
  'addons.tailscale.loginServer': 'https://headscale.frank.dev',
  'addons.pocket-id.enabled': false,
  'addons.pocket-id.host': 'anmeldung',
  'addons.pocket-id.storage': '3Gi',
  'addons.pocket-id.keySecretName': 'key-of-logins',
  'addons.homepage.enabled': false,
  'addons.homepage.host': 'start',
  'addons.homepage.title': 'The lab',
  'addons.homepage.theme': 'dark',
  'addons.homepage.pages[0].name': 'argocd',
  'addons.homepage.pages[0].show': false,
  'addons.homepage.pages[0].title': 'The shop',
  'addons.homepage.pages[0].description': 'Mugs and plates',
  'addons.homepage.pages[0].icon': 'mdi-cart',
  'addons.homepage.links[0].name': 'The router',
  'addons.homepage.links[0].url': 'https://192.168.1.254',
  'addons.homepage.links[0].group': 'Network',
  'addons.homepage.links[0].description': 'Who is at home',
  'addons.homepage.links[0].icon': 'mdi-router',
};
