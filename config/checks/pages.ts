import { platformInterfaces } from '../platform';
import type { Problem } from '../problem';
import type { HomelabConfig } from '../schema';

/** No page of the platform is open to whoever reaches the gateway, unless somebody says that it may be. */
export function checkPages(config: HomelabConfig): Problem[] {
  return platformInterfaces(config).filter(({ hasLogin }) => !hasLogin).map(({ key, hostname }) => ({
    path: ['interfaces', key, 'expose'], severity: 'warning', rule: 'page-without-login',
    what: `shows ${hostname} to whoever reaches the gateway: the page has no login of its own, and every flow of the lab is on it`,
    fix: 'remove it, and look at it by kubectl -n kube-system port-forward svc/hubble-ui 12000:80',
  }));
}
