import { isAccount } from '../../config/login';
import type { LoginEndpoints } from '../../config/login-endpoints';
import type { ProxyVariables } from '../../config/proxy';
import type { HelmValues } from '../core/helm-values';

/** What Grafana has to know of an OpenID Connect provider. */
export interface GrafanaLogin {
  /** What its button says, such as the host of the provider. */
  readonly name: string;
  /** Where the provider answers. */
  readonly endpoints: LoginEndpoints;
  /** Id of the client. */
  readonly clientID: string;
  /** Secret with the key client-secret, in Grafana's namespace. */
  readonly secretName: string;
  /** What is asked for. */
  readonly scopes: readonly string[];
  /** Claims with the address and with the groups. */
  readonly claims: { readonly email: string; readonly groups: string };
  /** Addresses or groups that may change things. */
  readonly admins: readonly string[];
  /** Who may look. @default - everybody may whom the provider knows */
  readonly readers?: { readonly accounts: readonly string[]; readonly domains: readonly string[] };
  /** Environment variables that say how it gets out to the provider. @default - directly */
  readonly proxy?: ProxyVariables | undefined;
}

/**
 * Values of Grafana with which people log in at the provider:
 * https://grafana.com/docs/grafana/latest/setup-grafana/configure-access/configure-authentication/generic-oauth/. Whom the expression gives
 * no role is refused. The first user stays, with its own password.
 */
export function grafanaLoginValues(login: GrafanaLogin): HelmValues {
  const { name, endpoints, clientID, secretName, scopes, claims, proxy } = login;
  return {
    'grafana.ini': {
      'auth.generic_oauth': {
        enabled: true,
        name,
        client_id: clientID,
        scopes: scopes.join(' '),
        auth_url: endpoints.authorization,
        token_url: endpoints.token,
        api_url: endpoints.userinfo,
        use_pkce: true,
        email_attribute_path: claims.email,
        groups_attribute_path: claims.groups,
        role_attribute_path: roleExpression(login),
        role_attribute_strict: true,
      },
    },
    envValueFrom: { GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET: { secretKeyRef: { name: secretName, key: 'client-secret' } } },
    ...proxy ? { env: { ...proxy } } : {},
  };
}

/** Expression of JMESPath over the claims that gives a role of Grafana. */
function roleExpression({ claims, admins, readers }: GrafanaLogin): string {
  const isOne = (of: string): string => isAccount(of) ? `${claims.email} == '${of}'` : `${claims.groups}[?@ == '${of}']`;
  const role = admins.length === 0 ? `'Viewer'` : `(${admins.map(isOne).join(' || ')}) && 'Admin' || 'Viewer'`;
  if (readers === undefined) { return role; }
  const isIn = [...readers.accounts.map(isOne), ...readers.domains.map((domain) => `ends_with(${claims.email}, '@${domain}')`)];
  return admins.length === 0 ? `(${isIn.join(' || ')}) && 'Viewer'` : `(${isIn.join(' || ')}) && (${role})`;
}
