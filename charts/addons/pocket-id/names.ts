/** Key of the Secret with what the database is encrypted with. */
export const KEY = 'encryption-key';
/** Port of its pages and of its probe: the default of `PORT` (backend/internal/common/env_config.go of pocket-id/pocket-id at v2.14.0). */
export const HTTP_PORT = 1411;
/** Port of its metrics: the default of OpenTelemetry's exporter for Prometheus. */
export const METRICS_PORT = 9464;
