import { ownOf } from '../kinds';
import type { Objection } from '../objection';
import type { ConfigPath } from '../problem';

/*
 * Values that people know from elsewhere, and what they are called here. Names are compared without capitals, blanks and marks: ZeroSSL,
 * "zero-ssl" and zerossl are one.
 */

const PUBLIC: Objection = {
  what: 'is no issuer by that name',
  fix: 'write issuer: acme, and the address of the authority under acme.server, with an account binding where it asks for one '
    + '(docs/certificates.md, "Another authority", has both)',
};

const LETS_ENCRYPT: Objection = {
  what: 'is no issuer by that name', fix: 'write letsencrypt-staging to try it out, then letsencrypt-prod',
};

const SELF_SIGNED: Objection = {
  what: 'is no issuer by that name', fix: 'write homelab-ca: an authority that the lab makes, which your devices can be told to trust',
};

const ISSUERS: Readonly<Record<string, Objection>> = {
  zerossl: PUBLIC, google: PUBLIC, googletrustservices: PUBLIC, gts: PUBLIC, sslcom: PUBLIC, stepca: PUBLIC, smallstep: PUBLIC,
  letsencrypt: LETS_ENCRYPT, le: LETS_ENCRYPT, production: LETS_ENCRYPT, prod: LETS_ENCRYPT, staging: LETS_ENCRYPT,
  selfsigned: SELF_SIGNED, internal: SELF_SIGNED, local: SELF_SIGNED, private: SELF_SIGNED,
};

const ANY_PROVIDER: Objection = {
  what: 'is no provider by that name',
  fix: 'remove it; for a provider that is none of ours, issuer and endpoints are enough (docs/login.md)',
};

const NO_PROVIDER: Objection = {
  what: 'is no provider of OpenID Connect: it gives out no ID token', fix: 'put Dex or Authentik between, which can ask it (docs/login.md)',
};

const LOGIN_PROVIDERS: Readonly<Record<string, Objection>> = {
  oidc: ANY_PROVIDER, openid: ANY_PROVIDER, openidconnect: ANY_PROVIDER, generic: ANY_PROVIDER, custom: ANY_PROVIDER, other: ANY_PROVIDER,
  github: NO_PROVIDER, discord: NO_PROVIDER,
};

const BRIDGED: Objection = { what: 'is no network by that name', fix: 'write external: the node then has an address of your LAN' };
const BEHIND_WINDOWS: Objection = { what: 'is no network by that name', fix: 'write nat: the node is then behind Windows' };

const HOST_NETWORKS: Readonly<Record<string, Objection>> = {
  bridge: BRIDGED, bridged: BRIDGED, lan: BRIDGED, internal: BEHIND_WINDOWS, private: BEHIND_WINDOWS, default: BEHIND_WINDOWS,
  defaultswitch: BEHIND_WINDOWS,
};

/** Names of values, by the place of the value. */
const VALUES: Readonly<Record<string, Readonly<Record<string, Objection>>>> = {
  'host.network': HOST_NETWORKS,
  'login.provider': LOGIN_PROVIDERS,
  'tls.issuer': ISSUERS,
};

/** What is said of one of a few possible values that another one stands for; undefined for a value that is only unknown. */
export function familiarValue(path: ConfigPath, value: unknown): Objection | undefined {
  return typeof value === 'string' ? ownOf(ownOf(VALUES, path.join('.')) ?? {}, plain(value)) : undefined;
}

/** Providers of DNS by the names of their companies and of other programs. */
const DNS_PROVIDERS: Readonly<Record<string, string>> = {
  aws: 'route53', amazon: 'route53', google: 'cloudDNS', gcp: 'cloudDNS', gcloud: 'cloudDNS', googlecloud: 'cloudDNS',
  googleclouddns: 'cloudDNS', googledns: 'cloudDNS', azure: 'azureDNS', microsoft: 'azureDNS', cf: 'cloudflare', do: 'digitalocean',
  nsupdate: 'rfc2136', tsig: 'rfc2136', bind: 'rfc2136', powerdns: 'rfc2136', technitium: 'rfc2136', edgedns: 'akamai',
};

/** The provider of DNS that is meant; undefined if no built-in one is. */
export function meantDnsProvider(name: string): string | undefined {
  return ownOf(DNS_PROVIDERS, plain(name));
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

function inLowerCase(protocol: string): Objection {
  return { what: 'has a protocol in capitals', fix: `write protocol: ${protocol}` };
}

/** Protocols that people ask for in other words than those of this file. */
const PROTOCOLS: Readonly<Record<string, Objection>> = {
  tcp: inLowerCase('tcp'), udp: inLowerCase('udp'),
  https: {
    what: 'has protocol: https, which browsers speak to every service of the gateway anyway',
    fix: 'remove it; where the Service itself wants https, add tls with the hostname in its certificate',
  },
};

/** What is said of such a protocol; undefined for one that nobody knows. */
export function otherProtocol(protocol: string): Objection | undefined {
  return ownOf(PROTOCOLS, protocol.toLowerCase());
}
