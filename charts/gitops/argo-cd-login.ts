import type { HelmValues } from '../core/helm-values';
import { toYaml } from '../core/yaml';

/** What Argo CD has to know of an OpenID Connect provider. */
export interface ArgoCdLogin {
  /** The provider, as it calls itself. */
  readonly issuer: string;
  /** Id of the client. */
  readonly clientID: string;
  /** Secret with the key client-secret, which Argo CD finds by its label. */
  readonly secretName: string;
  /** What is asked for. */
  readonly scopes: readonly string[];
  /** Claims that roles are given by. */
  readonly claims: readonly string[];
  /** Addresses or groups that may change everything. */
  readonly admins: readonly string[];
  /** Addresses or groups that may look. */
  readonly readers: readonly string[];
  /** Whether whoever the provider knows may look. */
  readonly anyone: boolean;
}

/** Label by which Argo CD takes a Secret for one of its own: https://argo-cd.readthedocs.io/en/stable/operator-manual/user-management/ */
export const ARGO_CD_SECRET = { 'app.kubernetes.io/part-of': 'argocd' };

/**
 * Values with which people log in to Argo CD at the provider, and what they may do then. The user admin stays, with its own password: it is
 * the way in when the provider is not to be had.
 */
export function argoCdLoginValues({ issuer, clientID, secretName, scopes, claims, admins, readers, anyone }: ArgoCdLogin): HelmValues {
  const grant = (role: string) => (subject: string): string => `g, ${subject}, role:${role}`;
  return {
    configs: {
      cm: {
        'oidc.config': toYaml({
          name: new URL(issuer).hostname, issuer, clientID, clientSecret: `$${secretName}:client-secret`, requestedScopes: [...scopes],
        }),
      },
      rbac: {
        ...anyone ? { 'policy.default': 'role:readonly' } : {},
        'policy.csv': [...admins.map(grant('admin')), ...readers.filter((each) => !admins.includes(each)).map(grant('readonly'))]
          .map((line) => `${line}\n`).join(''),
        scopes: `[${claims.join(', ')}]`,
      },
    },
  };
}
