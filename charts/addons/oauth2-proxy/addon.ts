import { LOGIN_SCOPES, type Login } from '../../../config/login';
import { loginHostname } from '../../../config/login-pages';
import { loginPorts } from '../../../config/login-services';
import { PLATFORM_NAMESPACES } from '../../../config/platform';
import { proxyVariables } from '../../../config/proxy';
import type { HomelabConfig } from '../../../config/schema';
import { withNames } from '../../core/chart-parts';
import type { AddonDefinition } from '../definition';
import { podMetrics } from '../pod-metrics';
import { oauth2ProxyAlerts } from './alerts';
import dashboard from './dashboards/oauth2-proxy.json';
import { OAUTH2_PROXY } from './names';
import { ACCESS_SAFE_SETTINGS, ACCESS_SAFE_VALUES } from './safe-values';
import { oauth2ProxyValues, type LoginAccess } from './values';

/** Asks people who they are, for the gateway: before pages that do not ask themselves. */
export const oauth2Proxy: AddonDefinition = {
  name: OAUTH2_PROXY,
  podSecurity: 'restricted',
  clusterKinds: [],
  parts: (config) => {
    const login = loginOf(config);
    const { issuer, clientID, secretName, scopes, emailClaim, groupsClaim, session } = login;
    const { domain, gateway } = config;
    return {
      values: oauth2ProxyValues({
        issuer, clientID, secretName, hostname: loginHostname(config)!, domain, ports: loginPorts(config),
        access: accessOf(login),
        scope: [...LOGIN_SCOPES, ...scopes].join(' '),
        claims: { email: emailClaim, groups: groupsClaim }, session,
        callers: { gateway: gateway.namespace, monitoring: PLATFORM_NAMESPACES.monitoring },
        proxy: proxyVariables(config),
      }),
      secrets: [{
        namespace: OAUTH2_PROXY,
        name: secretName,
        keys: [
          { key: 'client-secret', description: `secret of the client ${clientID} at ${issuer}` },
          {
            key: 'cookie-secret',
            description: '32 letters and digits that nobody can guess, which are kept nowhere else: whoever has them can log in as anybody',
          },
        ],
        purpose: 'without it nobody gets to the pages that have no login of their own',
      }],
      origin: ['login'],
    };
  },
  scrapeTargets: [podMetrics(OAUTH2_PROXY, 'metrics')],
  alerts: oauth2ProxyAlerts(),
  dashboard,
  safeValues: [...ACCESS_SAFE_VALUES, ...withNames('fullnameOverride', 'nameOverride', 'namespaceOverride')],
  safeSettings: ACCESS_SAFE_SETTINGS,
};

function accessOf({ emails = [], emailDomains = [], groups, anyone }: Login): LoginAccess {
  return { emails, emailDomains: anyone || groups ? ['*'] : emailDomains, groups };
}

function loginOf({ login }: HomelabConfig): Login {
  if (login === undefined) { throw new Error('nobody asks who somebody is: there is no login'); }
  return login;
}
