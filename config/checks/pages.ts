import { platformInterfaces, START_PAGE } from '../platform';
import type { Problem } from '../problem';
import type { HomelabConfig } from '../schema';

/**
 * No page of the platform is open to whoever reaches the gateway, unless somebody says that it may be. The start page may: it has the
 * addresses of pages, each of which asks for a login where it has one.
 */
export function checkPages(config: HomelabConfig): Problem[] {
  return platformInterfaces(config).filter(({ guard, name }) => guard === 'nobody' && name !== START_PAGE).map(({ key, hostname }) => ({
    path: [...key, 'expose'], severity: 'warning', rule: 'page-without-login',
    what: `shows ${hostname} to whoever reaches the gateway: the page has no login of its own, and every flow of the lab is on it`,
    fix: 'add login, or remove it and look at it by kubectl -n kube-system port-forward svc/hubble-ui 12000:80',
  }));
}
