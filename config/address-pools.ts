import { z } from 'zod';
import { addressOf, contains, rangeOf, type AddressRange } from './address';
import * as field from './fields';
import { issueOf } from './text-rule';
import { listOf, oneOrMore, type OneOrMore } from './one-or-more';
import type { ConfigPath } from './problem';

/** Name of the pool that `network.loadBalancerRange` becomes, as in the article. */
export const MAIN_POOL = 'homelab-pool';

/** An item of `network.addressPools`. */
export const addressPool = z.strictObject({
  name: field.name().superRefine((value, context) => {
    if (value !== MAIN_POOL) { return; }
    context.addIssue(issueOf({
      what: 'is the name of the pool that network.loadBalancerRange becomes', fix: 'choose another, such as cameras',
    }));
  }).describe('Name of the pool, by which a Service asks for it: annotation metallb.io/address-pool.'),
  addresses: oneOrMore(field.addressRange).describe('Its addresses: first-last or CIDR, one or a list, inside network.cidr.'),
  autoAssign: z.boolean().default(false)
    .describe('Whether MetalLB takes addresses of it for Services that ask for no pool, when it takes one there.'),
});

/** Addresses that MetalLB may hand out, by the key of homelab.yaml that says so. */
export interface PoolBlock {
  /** The key. */
  readonly path: ConfigPath;
  /** The block as it is written. */
  readonly text: string;
  /** The block. */
  readonly range: AddressRange;
  /** Whether MetalLB takes addresses of it for Services that ask for none. */
  readonly autoAssign: boolean;
}

/** As much of `network` as says what MetalLB may hand out. */
export interface PoolKeys {
  /** Blocks of the main pool. @default - none is written */
  readonly loadBalancerRange?: OneOrMore | undefined;
  /** Further pools. */
  readonly addressPools: readonly { readonly addresses: OneOrMore; readonly autoAssign?: boolean }[];
}

/** Every block of every pool: those of the main one first. */
export function poolBlocks({ loadBalancerRange, addressPools }: PoolKeys): PoolBlock[] {
  return [
    ...loadBalancerRange === undefined ? [] : blocksAt(['network', 'loadBalancerRange'], loadBalancerRange, true),
    ...addressPools.flatMap(({ addresses, autoAssign = false }, index) =>
      blocksAt(['network', 'addressPools', index, 'addresses'], addresses, autoAssign)),
  ];
}

function blocksAt(path: ConfigPath, value: OneOrMore, autoAssign: boolean): PoolBlock[] {
  const isOne = typeof value === 'string';
  return listOf(value).map((text, index) => ({ path: isOne ? path : [...path, index], text, range: rangeOf(text), autoAssign }));
}

/** Whether MetalLB may hand out an address. */
export function isPooled(network: PoolKeys, address: string): boolean {
  return poolBlocks(network).some(({ range }) => contains(range, addressOf(address)));
}

/** What MetalLB may hand out, as a message names it. */
export function poolWords({ loadBalancerRange = [], addressPools }: PoolKeys): string {
  const main = `network.loadBalancerRange ${listOf(loadBalancerRange).join(', ')}`;
  return addressPools.length === 0 ? main : `${main} nor in network.addressPools`;
}
