/** Secret that the gateway reads its certificate from; the article's name. */
export const GATEWAY_CERTIFICATE = 'homelab-tls-cert';
/**
 * Name of a certificate of the gateway's, and of its Secret.
 *
 * @param site - what it is called after @default - that of the lab's own domain
 */
export function certificateNameOf(site?: string): string {
  return site === undefined ? GATEWAY_CERTIFICATE : `${GATEWAY_CERTIFICATE}-${site}`;
}
/** Annotation of a Certificate whose Secret exists before the issuer has answered. */
export const TEMPORARY_CERTIFICATE = 'cert-manager.io/issue-temporary-certificate';
/** Key of an account at Let's Encrypt, and of one at another ACME server; cert-manager makes it. */
export const ACCOUNT_KEYS = { production: 'letsencrypt-prod-key', staging: 'letsencrypt-staging-key', other: 'acme-key' } as const;
/** The lab's own authority: its ClusterIssuer and its Secret. */
export const OWN_AUTHORITY = 'homelab-ca';
/** Secrets in the namespace cert-manager that cert-manager and its chart write. */
export const MADE_SECRETS: readonly string[] = [...Object.values(ACCOUNT_KEYS), OWN_AUTHORITY, 'cert-manager-webhook-ca'];
