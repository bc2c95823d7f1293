/*
 * Root Applications beside the platform's, by what follows `root-` in their names. Each waits for something outside the cluster, so that it
 * must not hold up anything else (ComponentProps.root).
 */

/** The gateway: what waits for an address and for the mesh to deploy it. */
export const EDGE_ROOT = 'edge';
/** Accounts at public authorities and certificates: what waits for credentials and public DNS. */
export const CERTIFICATES_ROOT = 'certificates';
/** Routes: what waits for a Service of somebody else. */
export const ROUTES_ROOT = 'routes';
/** Metrics, with the definitions that only they need: what waits for a password that a person has to set. */
export const MONITORING_ROOT = 'monitoring';
/** Logs: what waits for a volume. */
export const LOGS_ROOT = 'logs';
/** Traces: what waits for a volume. */
export const TRACES_ROOT = 'traces';
/** Add-ons: what waits for a Secret of somebody else's, or for an address. */
export const ADDONS_ROOT = 'addons';
/** Applications of homelab.yaml. */
export const APPLICATIONS_ROOT = 'applications';
/** Layers of a lab's own code. */
export const OWN_ROOT = 'own';
