import type { ConfigPath } from './problem';
import type { HomelabConfig } from './schema';

/** A Service of the platform with an address of the pool. */
export interface AddressHolder {
  /** The key of the address. */
  readonly at: ConfigPath;
  /** The address. */
  readonly address: string;
  /** What a message calls it. */
  readonly who: string;
}

/** The Services of the platform that have an address of the pool for themselves. */
export function addressHolders({ gateway, dns }: Pick<HomelabConfig, 'gateway' | 'dns'>): AddressHolder[] {
  return [
    { at: ['gateway', 'address'], address: gateway.address, who: 'the gateway' },
    ...dns.provider === 'k8s-gateway' ? [{ at: ['dns', 'address'], address: dns.address, who: 'the name server of the lab' }] : [],
  ];
}
