import { labGateways } from './gateways';
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
export function addressHolders(config: Pick<HomelabConfig, 'gateway' | 'gateways' | 'dns'>): AddressHolder[] {
  const { dns } = config;
  return [
    ...labGateways(config).map(({ name, address, at }, index) => (
      { at: [...at, 'address'], address, who: index === 0 ? 'the gateway' : `the gateway ${name}` }
    )),
    ...dns.provider === 'k8s-gateway' ? [{ at: ['dns', 'address'], address: dns.address, who: 'the name server of the lab' }] : [],
  ];
}
