import type { SafeValues } from '../core/safe-values';

/** Values of cert-manager without which nothing works. */
export const CERTIFICATE_SAFE_VALUES: SafeValues = {
  'cert-manager': [{ path: ['crds', 'enabled'], safe: [true], why: 'no Certificate could be created' }],
};
