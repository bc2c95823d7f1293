import type { ProxyVariables } from '../../../config/proxy';
import type { HelmValues } from '../../core/helm-values';
import { CONTAINER_PORT, METRICS_PORT } from './names';

/** Who is let in: whoever has one of the addresses, or is in one of the groups. */
export interface LoginAccess {
  /** Addresses. */
  readonly emails: readonly string[];
  /** Domains of addresses; `*` for every address. */
  readonly emailDomains: readonly string[];
  /** Groups, of which somebody has to be in one. @default - nobody has to */
  readonly groups?: readonly string[] | undefined;
}

/** What decides about the values of oauth2-proxy. */
export interface OAuth2ProxyProps {
  /** The provider, as it calls itself. */
  readonly issuer: string;
  /** Id of the client. */
  readonly clientID: string;
  /** Secret with the keys client-secret and cookie-secret. */
  readonly secretName: string;
  /** Host name that people come back to. */
  readonly hostname: string;
  /** Domain below which the pages are, all of which get the cookie. */
  readonly domain: string;
  /** Ports of pages beside 443. @default - none */
  readonly ports?: readonly number[];
  /** Who is let in. */
  readonly access: LoginAccess;
  /** What is asked for, such as `openid email profile`. */
  readonly scope: string;
  /** Claims with the address and with the groups. */
  readonly claims: { readonly email: string; readonly groups: string };
  /** How long somebody stays logged in, as a duration of Go. */
  readonly session: string;
  /** Namespaces of who may ask it, and of who reads its metrics. */
  readonly callers: { readonly gateway: string; readonly monitoring: string };
  /** Environment variables that say how it gets out to the provider. @default - directly */
  readonly proxy?: ProxyVariables | undefined;
}

/**
 * Values of the chart oauth2-proxy. Keys: helm/oauth2-proxy/values.yaml of oauth2-proxy/manifests at 10.7.0; flags: pkg/apis/options of
 * oauth2-proxy/oauth2-proxy at v7.15.3, where one that it does not know ends the process.
 */
export function oauth2ProxyValues(props: OAuth2ProxyProps): HelmValues {
  const { issuer, clientID, secretName, hostname, domain, ports = [], access, scope, claims, session, callers, proxy } = props;
  return {
    config: {
      // The id of the client is no secret, and stands in homelab.yaml.
      existingSecret: secretName, requiredSecretKeys: ['client-secret', 'cookie-secret'],
      // Else the chart writes a file that lets in every address.
      forceLegacyConfig: false,
    },
    extraArgs: {
      'provider': 'oidc',
      'oidc-issuer-url': issuer,
      'client-id': clientID,
      'redirect-url': `https://${hostname}/oauth2/callback`,
      scope,
      'oidc-email-claim': claims.email,
      'oidc-groups-claim': claims.groups,
      // What is stolen on the way back is of no use (RFC 7636), and a token that was given out for another login neither.
      'code-challenge-method': 'S256',
      'insecure-oidc-skip-nonce': false,
      // One cookie for all pages.
      'cookie-domain': `.${domain}`,
      // Whoever comes from a port goes back to it if it is named here (IsEndpointAllowed in pkg/util/util.go).
      'whitelist-domain': [`.${domain}`, ...ports.map((port) => `.${domain}:${port}`)].join(','),
      'cookie-samesite': 'lax',
      'cookie-expire': session,
      // Several pages that are opened at once do not take each other's place, and a page that asks for ever leaves no heap of cookies.
      'cookie-csrf-per-request': true,
      'cookie-csrf-per-request-limit': 5,
      // The tokens of the provider stay out of the cookie, which every page below the domain gets.
      'session-cookie-minimal': true,
      'skip-provider-button': true,
      // Envoy takes an answer for a yes if it is 200, and no other (source/extensions/filters/common/ext_authz/ext_authz_http_impl.cc).
      'upstream': 'static://200',
      // The gateway has the path of a request stand in the query (see `loginProvider`), where it may have anything in it.
      'allow-query-semicolons': true,
      'silence-ping-logging': true,
      ...access.emailDomains.length > 0 ? { 'email-domain': access.emailDomains.join(',') } : {},
      ...access.groups ? { 'allowed-group': access.groups.join(',') } : {},
    },
    ...access.emails.length > 0 ? { authenticatedEmailsFile: { enabled: true, restricted_access: access.emails.join('\n') } } : {},
    ...proxy ? { extraEnv: Object.entries({ ...proxy }).map(([name, value]) => ({ name, value })) } : {},
    // Variables of Services begin with the same word as its own.
    enableServiceLinks: false,
    serviceAccount: { automountServiceAccountToken: false },
    networkPolicy: {
      create: true,
      ingress: [
        { from: [inNamespace(callers.gateway)], ports: [{ protocol: 'TCP', port: CONTAINER_PORT }] },
        { from: [inNamespace(callers.monitoring)], ports: [{ protocol: 'TCP', port: METRICS_PORT }] },
      ],
    },
    // With one pod it would keep nodes from being drained.
    podDisruptionBudget: { enabled: false },
    // The chart's own security context is what "restricted" asks for.
    resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
  };
}

function inNamespace(namespace: string): HelmValues {
  return { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } };
}
