import type { SafeValues } from '../core/safe-values';

/** Values of Argo CD without which something fails quietly. */
export const GITOPS_SAFE_VALUES: SafeValues = {
  argocd: [
    {
      path: ['configs', 'params', 'server.insecure'], safe: [true, 'true'],
      why: 'behind the gateway, which ends TLS, every page would redirect to itself for ever',
    },
    { path: ['crds', 'keep'], safe: [true, undefined], why: 'an uninstall would delete every Application, and with them the lab' },
  ],
};
