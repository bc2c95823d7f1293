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
/**
 * Name of the Application and the release of a webhook's chart. Names of charts may have what those of Applications and releases may not;
 * Helm's have 53 characters at most.
 */
export function webhookName(chart: string): string {
  return `dns01-${chart.replace(/^.*\//, '').toLowerCase().replaceAll(/[^a-z0-9-]/g, '-')}`.slice(0, 53).replace(/-+$/, '');
}
/** Annotation of a Certificate whose Secret exists before the issuer has answered. */
export const TEMPORARY_CERTIFICATE = 'cert-manager.io/issue-temporary-certificate';
/** Key of an account at Let's Encrypt, and of one at another ACME server; cert-manager makes it. */
export const ACCOUNT_KEYS = { production: 'letsencrypt-prod-key', staging: 'letsencrypt-staging-key', other: 'acme-key' } as const;
/** The lab's own authority: its ClusterIssuer and its Secret. */
export const OWN_AUTHORITY = 'homelab-ca';
/** Secrets in the namespace cert-manager that cert-manager and its chart write. */
export const MADE_SECRETS: readonly string[] = [...Object.values(ACCOUNT_KEYS), OWN_AUTHORITY, 'cert-manager-webhook-ca'];
