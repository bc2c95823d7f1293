import { overlaps, parseRange, rangeObjection, type AddressRange } from '../../config/address';
import { parseRange6, type AddressRange6 } from '../../config/address6';
import type { Objection } from '../../config/objection';

/** A pool, as far as its addresses go. */
export interface PoolBlocks {
  /** Name of the IPAddressPool. */
  readonly name: string;
  /** Blocks of addresses, each `first-last` or CIDR. */
  readonly addresses: readonly string[];
}

/** What MetalLB has against one of several pools. */
export interface PoolObjection extends Objection {
  /** Place of the pool. */
  readonly index: number;
}

/** What MetalLB's webhook refuses in pools (internal/config/validation of metallb/metallb). */
export function poolObjections(pools: readonly PoolBlocks[]): PoolObjection[] {
  return pools.flatMap(({ addresses }, index) => [
    ...addresses.length === 0 ? [{ index, what: 'has no addresses', fix: 'give it a block such as 192.168.100.200-192.168.100.220' }] : [],
    ...addresses.flatMap((block) => {
      const objection = block.includes(':') ? range6Objection(block) : rangeObjection(block);
      return objection ? [{ index, what: `has the block ${block}, which ${objection.what}`, fix: objection.fix }] : [];
    }),
    ...addresses.filter((block, at) => shareAddresses([block], addresses.slice(0, at)))
      .map((block) => ({ index, what: `has addresses of ${block} twice, which MetalLB refuses`, fix: 'make its blocks disjoint' })),
    ...pools.slice(0, index).filter((other) => shareAddresses(addresses, other.addresses))
      .map(({ name }) => ({ index, what: `shares addresses with ${name}, which MetalLB refuses`, fix: 'make the pools disjoint' })),
  ]);
}

/** The blocks of IPv4 addresses among some that are well-formed. */
export function rangesOf(addresses: readonly string[]): AddressRange[] {
  return addresses.flatMap((block) => parseRange(block) ?? []);
}

function shareAddresses(one: readonly string[], other: readonly string[]): boolean {
  return rangesOf(one).some((range) => rangesOf(other).some((each) => overlaps(range, each)))
    || ranges6Of(one).some((range) => ranges6Of(other).some((each) => range.first <= each.last && each.first <= range.last));
}

function ranges6Of(addresses: readonly string[]): AddressRange6[] {
  return addresses.flatMap((block) => block.includes(':') ? parseRange6(block) ?? [] : []);
}

function range6Objection(block: string): Objection | undefined {
  return parseRange6(block) ? undefined
    : { what: 'is not an address range', fix: 'write first-last with the smaller address first, or a prefix such as fd00:1::/120' };
}
