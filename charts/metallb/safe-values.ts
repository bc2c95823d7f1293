import type { SafeValues } from '../core/safe-values';

/** Values of MetalLB that cost without use. */
export const METALLB_SAFE_VALUES: SafeValues = {
  metallb: [
    { path: ['frrk8s', 'enabled'], safe: [false], why: 'FRR starts for BGP that nobody speaks here, and takes the memory of three pods' },
  ],
};
