import { logsInAtPocketId, POCKET_ID } from './addons/pocket-id';
import { endpointsOf, type LoginEndpoints } from './login-endpoints';
import type { HomelabConfig } from './schema';

/** The addresses of the provider of a lab; undefined where there is no login, or where they are not known. */
export function loginEndpoints(config: Pick<HomelabConfig, 'login' | 'addons' | 'domain'>): LoginEndpoints | undefined {
  const { login } = config;
  if (login === undefined) { return undefined; }
  return endpointsOf(login.provider === undefined && logsInAtPocketId(config) ? { ...login, provider: POCKET_ID } : login);
}
