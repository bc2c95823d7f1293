import type { Construct } from 'constructs';
import { PLATFORM_NAMESPACES } from '../../config/platform';
import type { HomelabConfig } from '../../config/schema';
import { CHARTS } from '../../versions';
import type { Dependency } from '../core/component';
import { MetalLbPools } from './metallb-pools';

/** MetalLB, with the one pool of homelab.yaml. Names are the article's. */
export function metalLbPools(scope: Construct, { network, values }: HomelabConfig, dependsOn: readonly Dependency[]): MetalLbPools {
  return new MetalLbPools(scope, 'metallb-pools', {
    pin: CHARTS.metallb,
    namespace: PLATFORM_NAMESPACES.metallb,
    pools: [{ name: 'homelab-pool', addresses: [network.loadBalancerRange], origin: ['network', 'loadBalancerRange'] }],
    advertisement: 'homelab-advertisement',
    values: values.metallb,
    dependsOn,
  });
}
