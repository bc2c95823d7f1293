/** Name of the add-on, and of all its objects. */
export const CLOUDFLARED = 'cloudflared';
/** Key of the Secret with the token. */
export const TOKEN_KEY = 'token';
/** Port of its metrics and probes, which is also the first that it would choose by itself in a container (metrics/metrics.go, 2026.8.2). */
export const METRICS_PORT = 20241;
