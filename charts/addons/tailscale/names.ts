/** Key of the Secret by which the device joins the tailnet. */
export const AUTH_KEY = 'authkey';
/** Port of its metrics and probe; containerboot's own default (cmd/containerboot/settings.go, v1.102.3). */
export const METRICS_PORT = 9002;
