import { each, renamed, SECRET, type KeyAnswer, type KeyAnswers } from './key-answer';

/** For objects of an operator, which are no settings of it. */
function objects(kinds: string, page: string): KeyAnswer {
  return { what: 'is no key of this add-on', fix: `remove it, and put ${kinds} into a folder of manifests of your own (${page})` };
}

/** Keys of add-ons, by their names. */
export const OF_ADDONS: Readonly<Record<string, KeyAnswers>> = {
  'cloudflared': {
    ...each(['token', 'credentials'], SECRET),
    ...each(['tunnel', 'tunnelID', 'tunnelId', 'tunnelName', 'account'], {
      what: 'is no key of cloudflared: the token says which tunnel it is', fix: 'remove it; scripts\\lab.cmd secrets asks for the token',
    }),
    ...renamed('cloudflared', {
      'pages: [{ hostname: blog.example.org, login: none }]': ['hostname', 'hostnames', 'ingress', 'services', 'routes'],
    }),
  },
  'cloudnative-pg': each(
    ['clusters', 'databases', 'cluster', 'database', 'instances', 'backup'], objects('Clusters of CloudNativePG', 'docs/addons.md'),
  ),
  'external-secrets': each(
    ['store', 'stores', 'provider', 'vault', 'aws', 'onepassword', 'bitwarden', 'secrets'],
    objects('stores and ExternalSecrets', 'docs/addons.md'),
  ),
  'homepage': renamed('homepage', {
    'pages: [{ name: photos, title: Photos }]': ['services', 'apps'],
    'links: [{ name: Router, url: "http://192.168.1.1" }]': ['bookmarks', 'urls'],
    'host: home': ['hostname', 'subdomain', 'domain', 'url'],
  }),
  'nfs': renamed('nfs', {
    'server: 192.168.1.10': ['host', 'address', 'ip', 'nas'],
    'path: /volume1/k8s': ['export', 'folder', 'directory', 'share'],
    'name: nfs': ['storageClass', 'storageClassName', 'className'],
    'default: true': ['defaultClass', 'isDefault'],
    'mountOptions: [nfsvers=4.0, hard]': ['options', 'version', 'nfsVersion'],
  }),
  'tailscale': {
    ...each(['authKey', 'authkey', 'key', 'clientSecret', 'oauth'], SECRET),
    ...each(['clientId', 'clientID'], {
      what: 'is no key of tailscale: the client secret says whose it is', fix: 'remove it; scripts\\lab.cmd secrets asks for the secret',
    }),
    ...renamed('tailscale', {
      'routes: [192.168.1.0/24]': ['advertiseRoutes', 'subnetRoutes', 'subnets', 'subnetRouter', 'networks'],
      'tags: ["tag:homelab"]': ['tag', 'advertiseTags', 'defaultTags'],
      'hostname: homelab': ['name', 'host', 'deviceName'],
      'loginServer: https://headscale.example.com': ['controlUrl', 'controlURL', 'controlServer', 'headscale', 'server', 'url'],
    }),
    ...each(['exitNode', 'advertiseExitNode'], {
      what: 'is no key of tailscale: the lab is no way to the internet for other devices',
      fix: 'remove it, and make another device the exit node',
    }),
  },
  'pocket-id': renamed('pocket-id', { 'host: id': ['hostname', 'subdomain', 'domain', 'url', 'appURL'] }),
};
