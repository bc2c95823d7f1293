/** Secret that the gateway reads its certificate from; the article's name. */
export const GATEWAY_CERTIFICATE = 'homelab-tls-cert';
/** Annotation of a Certificate whose Secret exists before the issuer has answered. */
export const TEMPORARY_CERTIFICATE = 'cert-manager.io/issue-temporary-certificate';
