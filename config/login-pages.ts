import { isWithinDomain } from './domain-names';
import { loginEndpoints } from './login-provider';
import { asksForLogin } from './login-services';
import { platformInterfaces } from './platform';
import type { ConfigPath } from './problem';
import type { HomelabConfig } from './schema';
import { serviceHostnames } from './service-rules';

/** Path that providers send people back to, below the host of oauth2-proxy (its flag --proxy-prefix, by default /oauth2). */
const CALLBACK = '/oauth2/callback';

/** A host name that only who has logged in gets to. */
export interface LoginPage {
  /** The host name. */
  readonly hostname: string;
  /** The key that asks for it. */
  readonly at: ConfigPath;
}

/** Host name that people come back to after they have logged in. */
export function loginHostname({ login, domain }: Pick<HomelabConfig, 'login' | 'domain'>): string | undefined {
  return login === undefined ? undefined : `${login.host}.${domain}`;
}

/** Pages behind the login: those of the platform that have none of their own, and services that ask for it. */
export function loginPages(config: HomelabConfig): LoginPage[] {
  if (config.login === undefined) { return []; }
  return [
    ...platformInterfaces(config).filter(({ guard }) => guard === 'login').map(({ hostname, key }) => ({ hostname, at: [...key] })),
    ...config.services.flatMap((service, index) => asksForLogin(service)
      ? serviceHostnames(config, service).map(({ hostname }) => ({ hostname, at: ['services', index, 'login'] }))
      : []),
  ];
}

/** True for a host name that the cookie of the login is sent to. */
export function isInReachOfLogin({ domain }: Pick<HomelabConfig, 'domain'>, hostname: string): boolean {
  return isWithinDomain(domain, hostname);
}

/** Addresses that the provider has to know, as redirect URIs of the client. */
export function redirectURIs(config: HomelabConfig): string[] {
  const hostname = loginHostname(config);
  if (hostname === undefined) { return []; }
  const of = (page: string, path: string): string[] =>
    platformInterfaces(config).filter(({ name }) => name === page).map((each) => `https://${each.hostname}${path}`);
  return [
    `https://${hostname}${CALLBACK}`, ...of('argocd', '/auth/callback'),
    ...loginEndpoints(config) ? of('grafana', '/login/generic_oauth') : [],
  ];
}
