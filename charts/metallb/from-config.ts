import type { Construct } from 'constructs';
import { MAIN_POOL } from '../../config/address-pools';
import { listOf } from '../../config/one-or-more';
import { PLATFORM_NAMESPACES } from '../../config/platform';
import type { HomelabConfig } from '../../config/schema';
import { CHARTS } from '../../versions';
import type { Dependency } from '../core/component';
import { MetalLbPools } from './metallb-pools';

/** MetalLB, with the pools of homelab.yaml. Names are the article's. */
export function metalLbPools(scope: Construct, { network, values }: HomelabConfig, dependsOn: readonly Dependency[]): MetalLbPools {
  return new MetalLbPools(scope, 'metallb-pools', {
    pin: CHARTS.metallb,
    namespace: PLATFORM_NAMESPACES.metallb,
    pools: [
      { name: MAIN_POOL, addresses: listOf(network.loadBalancerRange), origin: ['network', 'loadBalancerRange'] },
      ...network.addressPools.map(({ name, addresses, autoAssign }, index) => (
        { name, addresses: listOf(addresses), autoAssign, origin: ['network', 'addressPools', index] }
      )),
    ],
    advertisement: 'homelab-advertisement',
    values: values.metallb,
    dependsOn,
  });
}
