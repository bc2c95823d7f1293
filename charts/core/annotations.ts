/** Sync wave of an object: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/ */
export const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';

/** Address that MetalLB gives a Service: https://metallb.io/usage/#requesting-specific-ips */
export const METALLB_ADDRESS = 'metallb.io/loadBalancerIPs';
