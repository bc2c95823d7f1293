import { isLanService } from '../../config/lan-services';
import { asksForLogin } from '../../config/login-services';
import type { Problem } from '../../config/problem';
import type { HomelabConfig } from '../../config/schema';
import { isPassed, serviceHostnames } from '../../config/service-rules';
import { isWildcard } from '../../config/wildcards';

/** Host names that stand for many are those of pages, where nobody has to tell one from the other. */
export function checkWildcards(config: HomelabConfig): Problem[] {
  return config.services.flatMap((service, index) => {
    if (isLanService(service)) { return []; }
    return serviceHostnames(config, service).filter(({ hostname }) => isWildcard(hostname)).flatMap(({ hostname, at }): Problem[] => {
      const path = ['services', index, ...at];
      if (isPassed(service)) {
        return [{
          path, related: [['services', index, 'protocol']],
          what: `stands for many names (${hostname}), and TLS that goes through unread would take those of other pages along`,
          fix: 'write each name under hostnames',
        }];
      }
      // Istio compares hosts with their port, and a pattern has one asterisk: https://istio.io/latest/docs/reference/config/security/.
      return asksForLogin(service) ? [{
        path, related: [['services', index, 'login']],
        what: `stands for many names (${hostname}), and the login is asked at names that the gateway knows`,
        fix: 'write each name under hostnames, or remove login',
      }] : [];
    });
  });
}
