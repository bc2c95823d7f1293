/** Programs and services whose addresses follow from their issuer. */
export const LOGIN_PROVIDERS = [
  'google', 'microsoft', 'gitlab', 'keycloak', 'authentik', 'pocket-id', 'authelia', 'dex', 'zitadel',
] as const;
/** One of them. */
export type LoginProvider = typeof LOGIN_PROVIDERS[number];

/** Addresses of a provider, as its discovery document names them (OpenID Connect Discovery 1.0, 3). */
export interface LoginEndpoints {
  /** Where browsers are sent. */
  readonly authorization: string;
  /** Where a code is changed for tokens. */
  readonly token: string;
  /** Where claims are asked for. */
  readonly userinfo: string;
}

/** The keys of `login` that say where a provider is. */
interface IssuerKeys {
  readonly issuer: string;
  readonly provider?: LoginProvider | undefined;
  readonly endpoints?: LoginEndpoints | undefined;
}

/**
 * The addresses of a provider; undefined where neither the file nor the form of the issuer says them. oauth2-proxy and Argo CD read them
 * from the issuer, Grafana has to be told.
 */
export function endpointsOf({ issuer, provider = providerOf(issuer), endpoints }: IssuerKeys): LoginEndpoints | undefined {
  return endpoints ?? (provider === undefined ? undefined : knownEndpoints(provider, issuer));
}

/** The provider that the form of an issuer gives away. */
function providerOf(issuer: string): LoginProvider | undefined {
  const { hostname, pathname } = new URL(issuer);
  if (hostname === 'accounts.google.com') { return 'google'; }
  if (hostname === 'login.microsoftonline.com') { return 'microsoft'; }
  if (hostname === 'gitlab.com') { return 'gitlab'; }
  if (/\/realms\/[^/]+\/?$/.test(pathname)) { return 'keycloak'; }
  return /\/application\/o\/[^/]+\/?$/.test(pathname) ? 'authentik' : undefined;
}

/** From the discovery documents and the documentation of each. */
function knownEndpoints(provider: LoginProvider, issuer: string): LoginEndpoints {
  const base = issuer.replace(/\/$/, '');
  const below = (authorization: string, token: string, userinfo: string): LoginEndpoints =>
    ({ authorization: `${base}${authorization}`, token: `${base}${token}`, userinfo: `${base}${userinfo}` });
  switch (provider) {
    case 'google': return {
      authorization: 'https://accounts.google.com/o/oauth2/v2/auth', token: 'https://oauth2.googleapis.com/token',
      userinfo: 'https://openidconnect.googleapis.com/v1/userinfo',
    };
    case 'microsoft': {
      const tenant = base.replace(/\/v2\.0$/, '');
      return {
        authorization: `${tenant}/oauth2/v2.0/authorize`, token: `${tenant}/oauth2/v2.0/token`,
        userinfo: 'https://graph.microsoft.com/oidc/userinfo',
      };
    }
    case 'gitlab': return below('/oauth/authorize', '/oauth/token', '/oauth/userinfo');
    case 'keycloak': return below(...keycloak);
    case 'authentik': {
      // The last part of the issuer is the application, and the addresses are those of all.
      const all = base.replace(/\/[^/]+$/, '');
      return { authorization: `${all}/authorize/`, token: `${all}/token/`, userinfo: `${all}/userinfo/` };
    }
    case 'pocket-id': return below('/authorize', '/api/oidc/token', '/api/oidc/userinfo');
    case 'authelia': return below('/api/oidc/authorization', '/api/oidc/token', '/api/oidc/userinfo');
    case 'dex': return below('/auth', '/token', '/userinfo');
    case 'zitadel': return below('/oauth/v2/authorize', '/oauth/v2/token', '/oidc/v1/userinfo');
  }
}

const keycloak = ['auth', 'token', 'userinfo'].map((each) => `/protocol/openid-connect/${each}`) as [string, string, string];
