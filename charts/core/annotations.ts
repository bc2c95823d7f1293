/** Sync wave of an object: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/ */
export const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';

/** Address that MetalLB gives a Service: https://metallb.io/usage/#requesting-specific-ips */
export const METALLB_ADDRESS = 'metallb.io/loadBalancerIPs';

/**
 * Deletes an object and makes it anew where Argo CD syncs it, for kinds whose fields nobody may change:
 * https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#force-sync
 */
export const FORCED_REPLACE = { 'argocd.argoproj.io/sync-options': 'Force=true,Replace=true' } as const;
