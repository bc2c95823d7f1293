/** Secret that the gateway reads its certificate from; the article's name. */
export const GATEWAY_CERTIFICATE = 'homelab-tls-cert';
