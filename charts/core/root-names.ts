/*
 * Root Applications beside the platform's, by what follows `root-` in their names. Each waits for something outside the cluster, so that it
 * must not hold up anything else (ComponentProps.root).
 */

/** What waits for credentials, public DNS or a Service of somebody else: accounts, certificates, the gateway, routes. */
export const EDGE_ROOT = 'edge';
/** What waits for a password that a person has to set. */
export const MONITORING_ROOT = 'monitoring';
/** Applications of homelab.yaml. */
export const APPLICATIONS_ROOT = 'applications';
/** Layers of a lab's own code. */
export const OWN_ROOT = 'own';
