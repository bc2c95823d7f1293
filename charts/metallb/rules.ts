import { contains, networkOf, parseAddress, usable } from '../../config/address';
import { machinesOf } from '../../config/machines';
import type { Manifest } from '../core/manifest';
import { at, list, type RenderedLab } from '../core/rendered-lab';
import type { Finding, Rule } from '../core/rule';
import { poolObjections, rangesOf, type PoolBlocks } from './pools';

/** Addresses of a pool that is not advertised answer to no ARP request: assigned, shown, unreachable. */
const poolAdvertised: Rule = {
  name: 'pool-advertised',
  severity: 'error',
  check: (lab) => {
    const advertisements = lab.ofKind('metallb.io', 'L2Advertisement');
    const isOfAll = (each: Manifest): boolean => list(each, 'spec', 'ipAddressPools').length === 0
      && at(each, 'spec', 'ipAddressPoolSelectors') === undefined;
    if (advertisements.some(isOfAll)) { return []; }
    const named = new Set(advertisements.flatMap((each) => list(each, 'spec', 'ipAddressPools').map(String)));
    return labPools(lab).filter(({ name }) => !named.has(name)).map(({ pool }) => ({
      object: pool, what: 'is in no L2Advertisement, so nothing would answer for its addresses', fix: 'name it in an L2Advertisement',
    }));
  },
};

/** Two machines with one address cut each other off at random. */
const poolFree: Rule = {
  name: 'pool-free',
  severity: 'error',
  check: (lab) => {
    const pools = labPools(lab);
    return [
      ...pools.flatMap(({ pool, addresses }) => placeFindings(lab, addresses).map((each) => ({ object: pool, ...each }))),
      ...poolObjections(pools).map(({ index, what, fix }) => ({ object: pools[index]!.pool, what, fix })),
    ];
  },
};

/** Promises between the pools, the network and its machines. */
export const METALLB_RULES: readonly Rule[] = [poolAdvertised, poolFree];

/** A pool of the lab, with its addresses. */
export interface LabPool extends PoolBlocks {
  /** The IPAddressPool. */
  readonly pool: Manifest;
}

/** Every pool of a lab. */
export function labPools(lab: RenderedLab): LabPool[] {
  return lab.ofKind('metallb.io', 'IPAddressPool')
    .map((pool) => ({ pool, name: pool.metadata.name, addresses: list(pool, 'spec', 'addresses').map(String) }));
}

function placeFindings(lab: RenderedLab, addresses: readonly string[]): Pick<Finding, 'what' | 'fix'>[] {
  const { cidr } = lab.config.network;
  return rangesOf(addresses).flatMap((range) => [
    ...contains(usable(networkOf(cidr)), range) ? []
      : [{ what: `reaches beyond the usable addresses of ${cidr}`, fix: 'keep it inside the network' }],
    ...machinesOf(lab.config).filter(({ address }) => contains(range, parseAddress(address) ?? -1))
      .map(({ who, address }) => ({ what: `contains ${address}, the address of ${who}`, fix: 'leave that address out of the pool' })),
  ]);
}
